import type { AlertCondition, AlertInstance, AlertRule } from '#shared/domain/alerts.ts';
import { recoverLevel, type Threshold } from '#shared/domain/inventory.ts';

/** The rules every workspace starts with. */
export const DEFAULT_RULES: readonly AlertRule[] = [
  { id: 'low_stock', kind: 'low_stock', severity: 'warning', enabled: true, forMs: 0, keepFiringForMs: 0 },
  {
    id: 'out_of_stock',
    kind: 'out_of_stock',
    severity: 'critical',
    enabled: true,
    forMs: 0,
    keepFiringForMs: 0,
  },
];

/** Rule id of the alerts that users raise. */
export const MANUAL_RULE = 'manual';

/** Returns when a stock rule fires and recovers under a threshold; null for other rules. */
export function conditionOf(rule: AlertRule, threshold: Threshold): AlertCondition | null {
  const { forMs, keepFiringForMs } = rule;
  if (rule.kind === 'low_stock')
    return {
      firesAtOrBelow: threshold.lowAt,
      recoversAtOrAbove: recoverLevel(threshold),
      forMs,
      keepFiringForMs,
    };
  if (rule.kind === 'out_of_stock')
    return {
      firesAtOrBelow: threshold.outAt,
      recoversAtOrAbove: threshold.outAt + 1,
      forMs,
      keepFiringForMs,
    };
  return null;
}

/** Returns when an instance must be evaluated again even if its value does not change, ms; null for never. */
export function dueAt(instance: AlertInstance, rule: AlertRule): number | null {
  if (instance.state === 'pending') return instance.since + rule.forMs;
  return instance.state === 'recovering' ? instance.since + rule.keepFiringForMs : null;
}

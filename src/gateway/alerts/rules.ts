import {
  type AlertCondition,
  type AlertInput,
  type AlertInstance,
  type AlertOutcome,
  type AlertRule,
  NORMAL,
  stepAlert,
} from '#shared/domain/alerts.ts';
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

/** A level as rules judge it. `listed` is false for the stock of archived items, which no rule watches. */
export interface Judged {
  readonly available: number;
  readonly listed: boolean;
}

/** What one rule makes of a level. */
export interface Verdict {
  readonly rule: AlertRule;
  readonly condition: AlertCondition;
  readonly after: AlertInstance;
  /** Why an alert that the rule had raised is over, if it is. */
  readonly outcome: AlertOutcome;
}

/**
 * Returns what each stock rule makes of a level, given its instances by rule. While an alert says that the stock is out,
 * none says that it is low: out replaces low, and when the stock rises from out, low is judged anew. Verdicts that end an
 * alert come first, so that a level never has two. `now` is in ms.
 */
export function judge(
  rules: readonly AlertRule[],
  threshold: Threshold,
  level: Judged,
  instanceOf: (ruleId: string) => AlertInstance | undefined,
  now: number,
): Verdict[] {
  let out = false;
  const verdicts = [...rules]
    .sort((a, b) => Number(b.kind === 'out_of_stock') - Number(a.kind === 'out_of_stock'))
    .flatMap((rule): Verdict[] => {
      const condition = conditionOf(rule, threshold);
      if (!condition) return [];
      const replaced = out && rule.kind === 'low_stock';
      const watched = rule.enabled && level.listed;
      const input: AlertInput =
        watched && !replaced ? { type: 'value', value: level.available } : { type: 'rule_changed' };
      const after = stepAlert(instanceOf(rule.id) ?? NORMAL, input, condition, now);
      if (rule.kind === 'out_of_stock') out ||= isRaised(after);
      return [
        { rule, condition, after, outcome: watched ? (replaced ? 'replaced' : 'recovered') : 'unwatched' },
      ];
    });
  return verdicts.sort((a, b) => Number(isRaised(a.after)) - Number(isRaised(b.after)));
}

/** Whether an instance in this state has an open alert. */
function isRaised({ state }: AlertInstance): boolean {
  return state === 'firing' || state === 'recovering';
}

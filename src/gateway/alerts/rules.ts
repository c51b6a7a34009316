import { type AlertRule, conditionOf, pickRule, type RuleKind } from '#shared/domain/alert-rules.ts';
import {
  type AlertCondition,
  type AlertInput,
  type AlertInstance,
  type AlertOutcome,
  NORMAL,
  stepAlert,
} from '#shared/domain/alerts.ts';
import type { Threshold } from '#shared/domain/inventory.ts';
import { HOUR_MS } from '#shared/domain/time.ts';

const EVERYWHERE = {
  forMs: 0,
  keepFiringForMs: 0,
  locationId: null,
  category: null,
  overAt: null,
  silentForMs: 4 * HOUR_MS,
  opensAt: 9 * 60,
  closesAt: 18 * 60,
  openDays: 0b0111111,
} as const;

/**
 * The rules every workspace starts with. The one about feeds is switched off: only the shop knows how long its locations may be
 * silent.
 */
export const DEFAULT_RULES: readonly AlertRule[] = [
  { ...EVERYWHERE, id: 'low_stock', kind: 'low_stock', severity: 'warning', enabled: true },
  { ...EVERYWHERE, id: 'out_of_stock', kind: 'out_of_stock', severity: 'critical', enabled: true },
  { ...EVERYWHERE, id: 'overstock', kind: 'overstock', severity: 'info', enabled: true },
  { ...EVERYWHERE, id: 'dead_feed', kind: 'dead_feed', severity: 'warning', enabled: false },
];

/** Rule id of the alerts that users raise. */
export const MANUAL_RULE = 'manual';

/** The kinds of rules that judge levels. That the stock is out comes first: it decides about low. */
const LEVEL_KINDS: readonly RuleKind[] = ['out_of_stock', 'low_stock', 'overstock'];

/** Returns when an instance must be evaluated again even if its value does not change, ms; null for never. */
export function dueAt(
  instance: AlertInstance,
  delays: Pick<AlertRule, 'forMs' | 'keepFiringForMs'>,
): number | null {
  if (instance.state === 'pending') return instance.since + delays.forMs;
  return instance.state === 'recovering' ? instance.since + delays.keepFiringForMs : null;
}

/** A level as rules judge it. */
export interface Judged {
  readonly locationId: string;
  readonly category: string;
  /** null where no data arrives: then only what is not normal already is judged. */
  readonly available: number | null;
  /** False for the stock of archived items, which no rule watches. */
  readonly listed: boolean;
}

/** What one rule makes of a level. */
export interface Verdict {
  readonly ruleId: string;
  /** The rule, and when it fires; null where the rule does not judge this level any more. */
  readonly by: { readonly rule: AlertRule; readonly condition: AlertCondition } | null;
  readonly after: AlertInstance;
  /** Why an alert that the rule had raised is over, if it is. */
  readonly outcome: AlertOutcome;
}

/** The state of one rule on a level. */
interface Standing extends AlertInstance {
  readonly ruleId: string;
}

/**
 * Returns what the rules make of a level, given its instances. Of each kind, the rule with the closest scope judges it; the
 * instances of others end. While an alert says that the stock is out, none says that it is low: out replaces low, and when the
 * stock rises from out, low is judged anew. Verdicts that end an alert come first, so that a level never has two of both. `now`
 * is in ms.
 */
export function judge(
  rules: readonly AlertRule[],
  threshold: Threshold,
  level: Judged,
  instances: readonly Standing[],
  now: number,
): Verdict[] {
  const verdicts: Verdict[] = [];
  const judging = new Set<string>();
  let out = false;
  for (const kind of LEVEL_KINDS) {
    const rule = pickRule(rules, kind, level);
    const condition = rule?.enabled && level.listed ? conditionOf(rule, threshold) : null;
    if (!rule || !condition) continue;
    judging.add(rule.id);
    const before = instances.find(({ ruleId }) => ruleId === rule.id);
    const replaced = out && kind === 'low_stock';
    if (!before && (replaced || level.available === null)) continue;
    const input: AlertInput = replaced ? { type: 'rule_changed' } : { type: 'value', value: level.available };
    const after = stepAlert(before ?? NORMAL, input, condition, now);
    if (kind === 'out_of_stock') out = after.fired;
    if (before || after.state !== 'normal') {
      const outcome = replaced ? 'replaced' : 'recovered';
      verdicts.push({ ruleId: rule.id, by: { rule, condition }, after, outcome });
    }
  }
  const ended = instances.flatMap(({ ruleId }): Verdict[] =>
    judging.has(ruleId) ? [] : [{ ruleId, by: null, after: { ...NORMAL, since: now }, outcome: 'unwatched' }],
  );
  return [...ended, ...verdicts.sort((a, b) => Number(a.after.fired) - Number(b.after.fired))];
}

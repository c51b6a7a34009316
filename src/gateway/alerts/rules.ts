import { type AlertRule, conditionOf, pickRule, type RuleKind } from '#shared/domain/alert-rules.ts';
import {
  type AlertCondition,
  type AlertError,
  type AlertInput,
  type AlertInstance,
  type AlertOutcome,
  NORMAL,
  stepAlert,
} from '#shared/domain/alerts.ts';
import type { Threshold } from '#shared/domain/inventory.ts';
import { afterOpenTime } from '#shared/domain/open-hours.ts';
import { HOUR_MS } from '#shared/domain/time.ts';

const EVERYWHERE = {
  forMs: 0,
  keepFiringForMs: 0,
  locationId: null,
  category: null,
  overAt: null,
  withinDays: null,
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
  { ...EVERYWHERE, id: 'expiring', kind: 'expiring', severity: 'warning', enabled: true },
  { ...EVERYWHERE, id: 'dead_feed', kind: 'dead_feed', severity: 'warning', enabled: false },
];

/** Rule id of the alert that the stock check has found differences. */
export const STOCK_CHECK_RULE = 'stock_check';
/** Rule id of the alerts of KPIs, each of which has a rule of its own. */
export const KPI_RULE = 'kpi';
/** Rule id of the alerts that users raise. */
export const MANUAL_RULE = 'manual';

/** The kinds of rules that judge levels. That the stock is out comes first: it decides about low. */
const LEVEL_KINDS = [
  'out_of_stock',
  'low_stock',
  'overstock',
  'expiring',
] as const satisfies readonly RuleKind[];

/** Returns when an instance must be evaluated again even if its value does not change, ms; null for never. */
export function dueAt(
  instance: AlertInstance,
  delays: Pick<AlertRule, 'forMs' | 'keepFiringForMs'>,
): number | null {
  if (instance.state === 'pending') return instance.since + delays.forMs;
  return instance.state === 'recovering' ? instance.since + delays.keepFiringForMs : null;
}

/** Returns when a feed that was heard at `since` has been silent for too long, ms, or why that cannot be said. */
export function silentAt(
  rule: AlertRule,
  since: number,
  timeZone: string,
): { readonly at: number; readonly error: null } | { readonly at: null; readonly error: AlertError } {
  try {
    const at = afterOpenTime(since, rule.silentForMs, rule, timeZone);
    if (at === null) return { at, error: 'never' };
    return Number.isFinite(at) ? { at, error: null } : { at: null, error: 'value' };
  } catch {
    return { at: null, error: 'failed' };
  }
}

/** A level as rules judge it. */
export interface Judged {
  readonly locationId: string;
  readonly category: string;
  /** null where no data arrives: then only what is not normal already is judged. */
  readonly available: number | null;
  /** Returns within how many days the first of its lots expires; infinite where none does. May throw. */
  readonly daysToExpiry: () => number;
  /** False for the stock of archived items, which no rule watches. */
  readonly listed: boolean;
}

/** What one rule makes of a level. */
export interface Verdict {
  readonly ruleId: string;
  /** The rule, and when it fires; null where the rule does not judge this level any more. */
  readonly by: { readonly rule: AlertRule; readonly condition: AlertCondition } | null;
  readonly after: AlertInstance;
  /** What was judged; null where it is not known. */
  readonly value: number | null;
  /** Why nothing could be judged; null where it could. */
  readonly error: AlertError | null;
  /** Why an alert that the rule had raised is over, if it is. */
  readonly outcome: AlertOutcome;
}

/** The state of one rule on a level. */
interface Standing extends AlertInstance {
  readonly ruleId: string;
}

/** What one rule found at a level: its value (null where no data arrives), or why there is none. */
interface Finding {
  readonly condition: AlertCondition;
  readonly value: number | null;
  readonly error: AlertError | null;
}

/** The condition of a rule that cannot be evaluated: nothing is compared with it. */
const NO_CONDITION: AlertCondition = {
  direction: 'down',
  firesAt: 0,
  recoversAt: 1,
  forMs: 0,
  keepFiringForMs: 0,
};

/** Evaluates one rule. Whatever is wrong with it concerns no other. Returns null where it judges nothing. */
function find(rule: AlertRule, threshold: Threshold, level: Judged): Finding | null {
  try {
    const condition = conditionOf(rule, threshold);
    if (condition === null) return null;
    const { firesAt, recoversAt, forMs, keepFiringForMs } = condition;
    if (![firesAt, recoversAt, forMs, keepFiringForMs].every(Number.isFinite))
      return { condition: NO_CONDITION, value: null, error: 'condition' };
    if (level.available === null) return { condition, value: null, error: null };
    const value = rule.kind === 'expiring' ? level.daysToExpiry() : level.available;
    return Number.isNaN(value)
      ? { condition, value: null, error: 'value' }
      : { condition, value, error: null };
  } catch {
    return { condition: NO_CONDITION, value: null, error: 'failed' };
  }
}

/**
 * Returns what the rules make of a level, given its instances. Of each kind, the rule with the closest scope judges it; the
 * instances of others end. While an alert says that the stock is out, none says that it is low: out replaces low, and when the
 * stock rises from out, low is judged anew. A rule that cannot be evaluated is in error, and the others are judged all the same.
 * Verdicts that end an alert come first, so that a level never has two of both. `now` is in ms.
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
    const finding = rule?.enabled && level.listed ? find(rule, threshold, level) : null;
    if (!rule || !finding) continue;
    judging.add(rule.id);
    const { condition, value, error } = finding;
    const before = instances.find(({ ruleId }) => ruleId === rule.id);
    const replaced = out && kind === 'low_stock';
    if (!before && (replaced || (value === null && error === null))) continue;
    const input: AlertInput = replaced
      ? { type: 'rule_changed' }
      : error === null
        ? { type: 'value', value }
        : { type: 'error' };
    const after = stepAlert(before ?? NORMAL, input, condition, now);
    if (kind === 'out_of_stock') out = after.fired;
    if (before || after.state !== 'normal') {
      const outcome = replaced ? 'replaced' : 'recovered';
      verdicts.push({
        ruleId: rule.id,
        by: { rule, condition },
        after,
        value,
        error: replaced ? null : error,
        outcome,
      });
    }
  }
  const unwatched = {
    by: null,
    after: { ...NORMAL, since: now },
    value: null,
    error: null,
    outcome: 'unwatched',
  } as const;
  const ended = instances.flatMap(({ ruleId }): Verdict[] =>
    judging.has(ruleId) ? [] : [{ ruleId, ...unwatched }],
  );
  return [...ended, ...verdicts.sort((a, b) => Number(a.after.fired) - Number(b.after.fired))];
}

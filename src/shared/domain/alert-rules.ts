import { z } from 'zod';
import { ALERT_SEVERITIES, type AlertCondition } from './alerts.ts';
import { Id } from './ids.ts';
import { Quantity, recoverLevel, type Threshold } from './inventory.ts';
import { assertNever } from './result.ts';
import { DAY_MS, HOUR_MS } from './time.ts';

/** The kinds of rules: every kind of alert that nobody raises by hand. */
export const RULE_KINDS = ['low_stock', 'out_of_stock', 'overstock', 'expiring', 'dead_feed'] as const;
export type RuleKind = (typeof RULE_KINDS)[number];

/** The longest delay of a rule, ms. */
export const MAX_DELAY_MS = 7 * DAY_MS;
/** How many rules a workspace has at most: all of them are judged with every movement. */
export const MAX_RULES = 100;

const Minute = z
  .int()
  .min(0)
  .max(24 * 60);

/**
 * A rule that raises alerts of one kind, for all stock, a location, a category, or a category at a location. The limits of stock
 * come from its thresholds.
 */
export const AlertRule = z.object({
  id: Id,
  kind: z.enum(RULE_KINDS),
  severity: z.enum(ALERT_SEVERITIES),
  enabled: z.boolean(),
  /** How long the condition must hold before it fires, ms. */
  forMs: z.int().min(0).max(MAX_DELAY_MS),
  /** How long the value must stay recovered before the alert resolves, ms. */
  keepFiringForMs: z.int().min(0).max(MAX_DELAY_MS),
  /** The scope; null for any. Rules about feeds have no category. */
  locationId: Id.nullable().default(null),
  category: z.string().max(120).nullable().default(null),
  /** `overstock`: the limit where a threshold gives none; null to judge only where one does. */
  overAt: Quantity.min(1).nullable().default(null),
  /** `expiring`: the days before the expiry of a lot where a threshold gives none; null to judge only where one does. */
  withinDays: z.int().min(1).max(3650).nullable().default(null),
  /** `dead_feed`: the opening time without any movement after which a location has no data, ms. */
  silentForMs: z
    .int()
    .min(5 * 60_000)
    .max(MAX_DELAY_MS)
    .default(4 * HOUR_MS),
  /** `dead_feed`: the usual hours of a location, in minutes of the workspace's day; equal for all day. */
  opensAt: Minute.default(9 * 60),
  closesAt: Minute.default(18 * 60),
  /** `dead_feed`: the days with these hours, one bit each, Monday the lowest. */
  openDays: z.int().min(1).max(127).default(0b0111111),
});
export type AlertRule = z.infer<typeof AlertRule>;
/** What a rule applies to. */
export type RuleScope = Pick<AlertRule, 'kind' | 'locationId' | 'category'>;

/** Returns a rule's kind and scope as one string; a workspace has at most one rule of each. */
export function ruleKey({ kind, locationId, category }: RuleScope): string {
  return JSON.stringify([kind, locationId, category]);
}

/**
 * Returns the rule of a kind that judges a place: the one with the closest scope. A category outranks a location, as with
 * thresholds. A rule that is switched off still outranks those of wider scopes: that is how a place is left out.
 */
export function pickRule(
  rules: readonly AlertRule[],
  kind: RuleKind,
  place: { readonly locationId: string; readonly category: string | null },
): AlertRule | null {
  let best: AlertRule | null = null;
  let bestRank = -1;
  for (const rule of rules) {
    if (rule.kind !== kind) continue;
    if (rule.locationId !== null && rule.locationId !== place.locationId) continue;
    if (rule.category !== null && rule.category !== place.category) continue;
    const rank = (rule.category === null ? 0 : 2) + (rule.locationId === null ? 0 : 1);
    if (rank > bestRank) {
      best = rule;
      bestRank = rank;
    }
  }
  return best;
}

/** Returns the level at or below which an alert of too much stock recovers: 10 % under its limit, at least one. */
export function overRecoverLevel(overAt: number): number {
  return overAt - Math.max(1, Math.ceil(overAt / 10));
}

/** Returns when a rule fires and recovers under a threshold; null where it judges nothing: other rules, or no limit. */
export function conditionOf(rule: AlertRule, threshold: Threshold): AlertCondition | null {
  const { forMs, keepFiringForMs } = rule;
  const delays = { forMs, keepFiringForMs };
  switch (rule.kind) {
    case 'low_stock':
      return {
        direction: 'down',
        firesAt: threshold.lowAt,
        recoversAt: recoverLevel(threshold),
        ...delays,
      };
    case 'out_of_stock':
      return { direction: 'down', firesAt: threshold.outAt, recoversAt: threshold.outAt + 1, ...delays };
    case 'overstock': {
      const overAt = threshold.overAt ?? rule.overAt;
      if (overAt === null) return null;
      return { direction: 'up', firesAt: overAt, recoversAt: overRecoverLevel(overAt), ...delays };
    }
    case 'expiring': {
      const within = threshold.expiringWithinDays ?? rule.withinDays;
      return within === null
        ? null
        : { direction: 'down', firesAt: within, recoversAt: within + 1, ...delays };
    }
    case 'dead_feed':
      return null;
    default:
      return assertNever(rule.kind);
  }
}

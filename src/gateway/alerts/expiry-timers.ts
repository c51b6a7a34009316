import { conditionOf, pickRule } from '#shared/domain/alert-rules.ts';
import { calendarDaysBefore } from '#shared/domain/expiry.ts';
import { isListed, type Threshold } from '#shared/domain/inventory.ts';
import { workspaceTimeZone } from '../admin/index.ts';
import type { WatchedLevel } from '../inventory/index.ts';
import type { CommandContext } from '../kernel.ts';
import { endInstance, setInstance } from './instances.ts';
import { RULES } from './queries.ts';
import type { Verdict } from './rules.ts';
import type { StoredInstance } from './tables.ts';

/** A level that was judged just now. */
export interface JudgedLevel {
  readonly level: WatchedLevel;
  readonly threshold: Threshold;
  /** The timer that is set for it. */
  readonly timer: StoredInstance | null;
  readonly verdicts: readonly Verdict[];
  /** False where no data comes from its location: when there is some, it is judged anew. */
  readonly known: boolean;
  readonly expiresAt: () => number | null;
}

/**
 * Sets the time at which the first lot of a level comes within the days of the rule about expiries: nothing moves then that would have
 * it evaluated. The timer is an instance that is `normal`, whose `since` is when it is due.
 */
export function armExpiry(context: CommandContext, judged: JudgedLevel): void {
  const { timer, level, verdicts } = judged;
  const due = dueOf(context, judged);
  const { itemId, locationId } = level;
  if (timer !== null && timer.ruleId !== due?.ruleId) {
    // A rule that fires has taken its place.
    const replaced = verdicts.some(
      ({ ruleId, after }) =>
        ruleId === timer.ruleId && after.state !== 'normal' && after.state !== 'resolved',
    );
    if (!replaced) context.write(endInstance, { itemId, locationId, ruleId: timer.ruleId });
  }
  if (due === null || (timer?.ruleId === due.ruleId && timer.since === due.at)) return;
  context.write(setInstance, {
    instance: {
      ...{ itemId, locationId, ruleId: due.ruleId, state: 'normal', since: due.at },
      ...{ fired: false, alertId: null },
    },
    dueAt: due.at,
  });
}

function dueOf(
  context: CommandContext,
  { level, threshold, verdicts, known, expiresAt }: JudgedLevel,
): { readonly ruleId: string; readonly at: number } | null {
  const rule = known && isListed(level) ? pickRule(context.memo(RULES), 'expiring', level) : null;
  if (!rule?.enabled) return null;
  const stands = verdicts.some(
    ({ ruleId, after }) => ruleId === rule.id && after.state !== 'normal' && after.state !== 'resolved',
  );
  if (stands) return null;
  const days = conditionOf(rule, threshold)?.firesAt ?? null;
  const at = days === null ? null : expiresAt();
  if (days === null || at === null) return null;
  return {
    ruleId: rule.id,
    at: calendarDaysBefore(at, days, workspaceTimeZone(context.sql, context.config)),
  };
}

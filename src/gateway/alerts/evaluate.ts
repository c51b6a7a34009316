import type { AlertRule } from '#shared/domain/alert-rules.ts';
import type { AlertSubject } from '#shared/domain/alerts.ts';
import { daysUntilExpiry } from '#shared/domain/expiry.ts';
import { available, isListed, type MovementData } from '#shared/domain/inventory.ts';
import { workspaceTimeZone } from '../admin/index.ts';
import {
  firstExpiry,
  readItem,
  readItemScope,
  readLocation,
  readWatchedLevel,
  thresholdFor,
  type WatchedLevel,
  watchedLevelsOf,
} from '../inventory/index.ts';
import { AT_ONCE, type CommandContext } from '../kernel.ts';
import { armExpiry } from './expiry-timers.ts';
import { lookAtFeed } from './feeds.ts';
import { endInstance, SILENT, setInstance } from './instances.ts';
import { type Arising, arisingAlert, endAlert } from './lifecycle.ts';
import { dueInstances, instancesAt, nextDue, RULES, readAlert } from './queries.ts';
import { dueAt, judge, type Verdict } from './rules.ts';
import { NO_ITEM, type StoredInstance } from './tables.ts';

/** Timers one sweep handles. */
const PAGE = 200;

/** Evaluates one level after a movement, under all rules. `causeSeq` is the movement's event. */
export function evaluateMovement(context: CommandContext, movement: MovementData, causeSeq: number): void {
  const { itemId, locationId, onHandAfter, committedAfter, unavailableAfter } = movement;
  const item = readItemScope(context.sql, itemId);
  if (!item) return;
  const left = available({ onHand: onHandAfter, committed: committedAfter, unavailable: unavailableAfter });
  const level = { itemId, locationId, ...item, available: left, seq: causeSeq };
  evaluateWith(context, level, causeSeq, left);
}

/** Evaluates the levels of one item under all rules. */
export function evaluateItem(context: CommandContext, itemId: string, causeSeq: number): void {
  for (const level of watchedLevelsOf(context.sql, itemId)) evaluate(context, level, causeSeq);
}

/** Resets a rule's instance on a level if it is from before a change of the rule: ends the alert that it raised. */
export function endInstanceOf(
  context: CommandContext,
  ruleId: string,
  { itemId, locationId, available: value }: WatchedLevel,
  change: { readonly at: number; readonly causeSeq: number },
): void {
  const instance = instancesAt(context.sql, itemId, locationId).find((found) => found.ruleId === ruleId);
  if (!instance || instance.since > change.at) return;
  context.write(endInstance, { itemId, locationId, ruleId });
  if (instance.alertId !== null)
    endAlert(context, instance.alertId, {
      value,
      outcome: 'unwatched',
      causeSeq: change.causeSeq,
      raised: instance.fired,
    });
}

/**
 * Evaluates the instances whose timers are due. Returns when the next one is due, ms, AT_ONCE where some are left, null for
 * none.
 */
export function sweepInstances(context: CommandContext): number | null {
  const due = dueInstances(context.sql, context.now, PAGE);
  for (const instance of due) {
    if (instance.itemId === NO_ITEM) {
      lookAtFeed(context, instance);
      continue;
    }
    const level = readWatchedLevel(context.sql, instance.itemId, instance.locationId);
    // Only a timer: the evaluation sets the next one, if there is one.
    if (instance.state === 'normal')
      context.write(endInstance, {
        itemId: instance.itemId,
        locationId: instance.locationId,
        ruleId: instance.ruleId,
      });
    if (level) evaluate(context, level, null);
    if (instance.state !== 'normal') rearm(context, instance);
  }
  return due.length === PAGE ? AT_ONCE : nextDue(context.sql);
}

/** Gives an instance that its evaluation has left as it was the timer of its state: it must not be due for ever. */
function rearm(context: CommandContext, due: StoredInstance): void {
  const { itemId, locationId, ruleId } = due;
  const instance = instancesAt(context.sql, itemId, locationId).find((found) => found.ruleId === ruleId);
  if (!instance || instance.state !== due.state || instance.since !== due.since) return;
  const rule = context.memo(RULES).find(({ id }) => id === ruleId);
  context.write(setInstance, { instance, dueAt: rule ? dueAt(instance, rule) : null });
}

/**
 * Evaluates one level as it stands under all rules. `causeSeq` is null when only time has passed. Where the location's feed is
 * silent, what the level says is not known.
 */
export function evaluate(context: CommandContext, level: WatchedLevel, causeSeq: number | null): void {
  const known = !context.memo(SILENT).has(level.locationId);
  evaluateWith(context, level, causeSeq, known ? level.available : null);
}

function evaluateWith(
  context: CommandContext,
  level: WatchedLevel,
  causeSeq: number | null,
  value: number | null,
): void {
  const { itemId, locationId, category } = level;
  const stored = instancesAt(context.sql, itemId, locationId);
  const instances = stored.filter(({ state }) => state !== 'normal');
  const rules = context.memo(RULES);
  const threshold = thresholdFor(context, level);
  const first = firstLot(context, level);
  const judged = {
    ...{ locationId, category, available: value, listed: isListed(level) },
    daysToExpiry: () => first.days(),
  };
  const verdicts = judge(rules, threshold, judged, instances, context.now);
  for (const verdict of verdicts) {
    const before = instances.find(({ ruleId }) => ruleId === verdict.ruleId) ?? null;
    if (verdict.after.state !== (before?.state ?? 'normal'))
      step(context, { ...verdict, level, before, causeSeq });
  }
  armExpiry(context, {
    level,
    threshold,
    timer: stored.find(({ state }) => state === 'normal') ?? null,
    verdicts,
    known: value !== null,
    expiresAt: first.at,
  });
}

/** When the first lot of a level expires, looked up only where a rule asks for it, once. */
function firstLot(
  { sql, config, now }: CommandContext,
  { itemId, locationId }: WatchedLevel,
): { readonly at: () => number | null; readonly days: () => number } {
  let found: number | null | undefined;
  const at = (): number | null => {
    if (found === undefined) found = firstExpiry(sql, { itemId, locationId });
    return found;
  };
  return {
    at,
    days: () => {
      const expiresAt = at();
      if (expiresAt === null) return Number.POSITIVE_INFINITY;
      return daysUntilExpiry(expiresAt, now, workspaceTimeZone(sql, config));
    },
  };
}

interface Step extends Verdict {
  readonly level: WatchedLevel;
  readonly before: StoredInstance | null;
  /** Null when only time has passed. */
  readonly causeSeq: number | null;
}

function step(context: CommandContext, found: Step): void {
  const { ruleId, by, level, after, outcome, causeSeq } = found;
  const { itemId, locationId } = level;
  let { before } = found;
  const value = Number.isFinite(found.value) ? found.value : null;
  // What could not be evaluated and never fired ends when it can be; what is found then is an alert of its own.
  if (before?.state === 'error' && !before.fired) {
    if (before.alertId !== null)
      endAlert(context, before.alertId, {
        value,
        outcome: by === null ? 'unwatched' : 'evaluated',
        causeSeq,
        raised: true,
      });
    before = { ...before, state: 'normal', alertId: null };
  }
  // The instance is written before the event, so that reactions read the new state.
  if (by === null || after.state === 'normal' || after.state === 'resolved') {
    context.write(endInstance, { itemId, locationId, ruleId });
    if (before && before.alertId !== null)
      endAlert(context, before.alertId, { value, outcome, causeSeq, raised: before.fired });
    return;
  }
  appear(context, { ...found, by, before, value });
}

/** Writes the instance of a rule that is not normal, and shows it as an alert. */
function appear(
  context: CommandContext,
  {
    ruleId,
    by,
    level,
    before,
    after,
    value,
    error,
    causeSeq,
  }: Step & { readonly by: NonNullable<Step['by']> },
): void {
  const { itemId, locationId } = level;
  const alertId = before?.alertId ?? context.newId();
  const due = dueAt(after, by.rule);
  context.write(setInstance, { instance: { itemId, locationId, ruleId, ...after, alertId }, dueAt: due });
  const present = before?.alertId ? readAlert(context.sql, before.alertId) : undefined;
  const raises = (after.fired && !before?.fired) || (after.state === 'error' && !present);
  if (present && !raises) {
    const { state, since: stateSince } = after;
    const seq = causeSeq ?? present.causeSeq;
    context.emit('alerts.state_changed', {
      alert: { ...present, state, stateSince, dueAt: due, causeSeq: seq, error },
    });
    return;
  }
  const arising: Arising = {
    rule: by.rule,
    subject: subjectOf(context, level),
    after,
    dueAt: due,
    value,
    condition: error === null ? by.condition : null,
    error,
    causeSeq: causeSeq ?? level.seq,
    // What comes by itself when lots near their expiry has no event; a delay that has passed still has that of the level.
    raisedSeq: by.rule.kind === 'expiring' ? causeSeq : (causeSeq ?? level.seq),
  };
  const fresh = arisingAlert(alertId, context.now, arising);
  // What people have decided while it was pending stays.
  const decided = present && {
    acknowledgedBy: present.acknowledgedBy,
    acknowledgedAt: present.acknowledgedAt,
    note: present.note,
    ownerId: present.ownerId,
    ownerName: present.ownerName,
    silencedUntil: present.silencedUntil,
  };
  context.emit(raises ? 'alerts.raised' : 'alerts.state_changed', { alert: { ...fresh, ...decided } });
}

function subjectOf({ sql }: CommandContext, { itemId, locationId }: WatchedLevel): AlertSubject {
  const item = readItem(sql, itemId);
  return {
    type: 'stock',
    itemId,
    locationId,
    sku: item?.sku ?? itemId,
    itemName: item?.name ?? itemId,
    locationName: readLocation(sql, locationId)?.name ?? locationId,
  };
}

/** Whether a rule judges levels; the others judge locations. */
export function judgesLevels(rule: Pick<AlertRule, 'kind'>): boolean {
  return rule.kind !== 'dead_feed';
}

import { type Alert, type AlertOutcome, type AlertRule, isOpen } from '#shared/domain/alerts.ts';
import { available, isListed, type MovementData } from '#shared/domain/inventory.ts';
import {
  readItem,
  readItemScope,
  readLocation,
  readWatchedLevel,
  thresholdFor,
  type WatchedLevel,
  watchedLevelsOf,
} from '../inventory/index.ts';
import { AT_ONCE, type CommandContext } from '../kernel.ts';
import { endInstance, setInstance } from './instances.ts';
import { dueInstances, instancesAt, nextDue, RULES, readAlert } from './queries.ts';
import { dueAt, judge, type Verdict } from './rules.ts';
import type { StoredInstance } from './tables.ts';

/** Timers one sweep handles. */
const PAGE = 200;

/** Evaluates one level after a movement, under all rules. `causeSeq` is the movement's event. */
export function evaluateMovement(context: CommandContext, movement: MovementData, causeSeq: number): void {
  const { itemId, locationId, onHandAfter, committedAfter, unavailableAfter } = movement;
  const item = readItemScope(context.sql, itemId);
  if (!item) return;
  const left = available({ onHand: onHandAfter, committed: committedAfter, unavailable: unavailableAfter });
  evaluate(context, { itemId, locationId, ...item, available: left, seq: causeSeq }, causeSeq);
}

/** Evaluates the levels of one item under all rules. */
export function evaluateItem(context: CommandContext, itemId: string, causeSeq: number): void {
  for (const level of watchedLevelsOf(context.sql, itemId)) evaluate(context, level, causeSeq);
}

/** Resets a rule's instance on a level if it is from before a change of the rule: resolves the alert that it raised. */
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
    resolve(context, instance.alertId, { value, outcome: 'unwatched', causeSeq: change.causeSeq });
}

/**
 * Evaluates the instances whose timers are due. Returns when the next one is due, ms, AT_ONCE where some are left, null for
 * none.
 */
export function sweepInstances(context: CommandContext): number | null {
  const due = dueInstances(context.sql, context.now, PAGE);
  for (const instance of due) {
    const { itemId, locationId } = instance;
    const level = readWatchedLevel(context.sql, itemId, locationId);
    if (level) evaluate(context, level, null);
    rearm(context, instance);
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

/** Evaluates one level under all rules. `causeSeq` is null when only time has passed. */
export function evaluate(context: CommandContext, level: WatchedLevel, causeSeq: number | null): void {
  const instances = instancesAt(context.sql, level.itemId, level.locationId);
  const before = (ruleId: string) => instances.find((instance) => instance.ruleId === ruleId);
  const judged = { available: level.available, listed: isListed(level) };
  const rules = context.memo(RULES);
  for (const verdict of judge(rules, thresholdFor(context, level), judged, before, context.now)) {
    const instance = before(verdict.rule.id) ?? null;
    if (verdict.after.state !== (instance?.state ?? 'normal'))
      step(context, { ...verdict, level, before: instance, causeSeq });
  }
}

interface Step extends Verdict {
  readonly level: WatchedLevel;
  readonly before: StoredInstance | null;
  /** Null when only time has passed. */
  readonly causeSeq: number | null;
}

function step(
  context: CommandContext,
  { rule, condition, level, before, after, outcome, causeSeq }: Step,
): void {
  const { itemId, locationId } = level;
  const over = after.state === 'normal' || after.state === 'resolved';
  // The instance is written before the event, so that reactions read the new state.
  if (over) {
    context.write(endInstance, { itemId, locationId, ruleId: rule.id });
    if (before && before.alertId !== null)
      resolve(context, before.alertId, { value: level.available, outcome, causeSeq });
    return;
  }
  const raises = after.state === 'firing' && !before?.alertId;
  const alertId = raises ? context.newId() : (before?.alertId ?? null);
  const instance = { itemId, locationId, ruleId: rule.id, ...after, alertId };
  context.write(setInstance, { instance, dueAt: dueAt(after, rule) });
  if (raises && alertId !== null)
    context.emit('alerts.raised', {
      alert: newAlert(context, alertId, rule, level, condition.firesAtOrBelow, causeSeq),
    });
}

function newAlert(
  context: CommandContext,
  id: string,
  rule: AlertRule,
  level: WatchedLevel,
  threshold: number,
  causeSeq: number | null,
): Alert {
  const { itemId, locationId } = level;
  const item = readItem(context.sql, itemId);
  const subject = {
    type: 'stock' as const,
    itemId,
    locationId,
    sku: item?.sku ?? itemId,
    itemName: item?.name ?? itemId,
    locationName: readLocation(context.sql, locationId)?.name ?? locationId,
  };
  return {
    id,
    ruleId: rule.id,
    kind: rule.kind,
    severity: rule.severity,
    subject,
    message: '',
    state: 'firing',
    value: level.available,
    raisedValue: level.available,
    threshold,
    raisedAt: context.now,
    causeSeq: causeSeq ?? level.seq,
    acknowledgedBy: null,
    acknowledgedAt: null,
    note: null,
    silencedUntil: null,
    resolvedAt: null,
    outcome: null,
  };
}

/** The end of an alert: the value then (null if it is not known), why, and the event that caused it. */
interface End {
  readonly value: number | null;
  readonly outcome: AlertOutcome;
  readonly causeSeq: number | null;
}

function resolve(context: CommandContext, alertId: string, { value, outcome, causeSeq }: End): void {
  const alert = readAlert(context.sql, alertId);
  if (!alert || !isOpen(alert)) return;
  context.emit('alerts.resolved', {
    alert: {
      ...alert,
      state: 'resolved',
      value: value ?? alert.value,
      causeSeq: causeSeq ?? alert.causeSeq,
      resolvedAt: context.now,
      outcome,
    },
  });
}

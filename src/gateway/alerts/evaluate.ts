import {
  type Alert,
  type AlertInput,
  type AlertInstance,
  type AlertRule,
  isOpen,
  NORMAL,
  stepAlert,
} from '#shared/domain/alerts.ts';
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
import { conditionOf, dueAt } from './rules.ts';
import type { StoredInstance } from './tables.ts';

/** Timers one sweep handles. */
const PAGE = 200;

/** Evaluates one level after a movement, under all rules. `causeSeq` is the movement's event. */
export function evaluateMovement(context: CommandContext, movement: MovementData, causeSeq: number): void {
  const { itemId, locationId, onHandAfter, committedAfter, unavailableAfter } = movement;
  const item = readItemScope(context.sql, itemId);
  if (!item) return;
  const left = available({ onHand: onHandAfter, committed: committedAfter, unavailable: unavailableAfter });
  evaluate(
    context,
    context.memo(RULES),
    { itemId, locationId, ...item, available: left, seq: causeSeq },
    causeSeq,
  );
}

/** Evaluates the levels of one item under all rules. */
export function evaluateItem(context: CommandContext, itemId: string, causeSeq: number): void {
  const rules = context.memo(RULES);
  for (const level of watchedLevelsOf(context.sql, itemId)) evaluate(context, rules, level, causeSeq);
}

/** Resets a rule's instance on a level if it is from before a change of the rule: resolves the alert that it raised. */
export function endInstanceOf(
  context: CommandContext,
  ruleId: string,
  { itemId, locationId }: WatchedLevel,
  change: { readonly at: number; readonly causeSeq: number },
): void {
  const instance = instancesAt(context.sql, itemId, locationId).find((found) => found.ruleId === ruleId);
  if (!instance || instance.since > change.at) return;
  context.write(endInstance, { itemId, locationId, ruleId });
  if (instance.alertId !== null) resolve(context, instance.alertId, null, change.causeSeq);
}

/**
 * Evaluates the instances whose timers are due. Returns when the next one is due, ms, AT_ONCE where some are left, null for
 * none.
 */
export function sweepInstances(context: CommandContext): number | null {
  const due = dueInstances(context.sql, context.now, PAGE);
  for (const { itemId, locationId } of due) {
    const level = readWatchedLevel(context.sql, itemId, locationId);
    if (level) evaluate(context, context.memo(RULES), level, null);
  }
  return due.length === PAGE ? AT_ONCE : nextDue(context.sql);
}

/** Evaluates one level under some rules. */
export function evaluate(
  context: CommandContext,
  rules: readonly AlertRule[],
  level: WatchedLevel,
  causeSeq: number | null,
): void {
  const threshold = thresholdFor(context, level);
  const instances = instancesAt(context.sql, level.itemId, level.locationId);
  for (const rule of rules) {
    const condition = conditionOf(rule, threshold);
    if (!condition) continue;
    const before = instances.find((instance) => instance.ruleId === rule.id) ?? null;
    const watched = rule.enabled && isListed(level);
    const input: AlertInput = watched ? { type: 'value', value: level.available } : { type: 'rule_changed' };
    const after = stepAlert(before ?? NORMAL, input, condition, context.now);
    if (after.state !== (before?.state ?? 'normal'))
      step(context, { rule, level, firesAt: condition.firesAtOrBelow, before, after, causeSeq });
  }
}

interface Step {
  readonly rule: AlertRule;
  readonly level: WatchedLevel;
  readonly firesAt: number;
  readonly before: StoredInstance | null;
  readonly after: AlertInstance;
  /** Null when only time has passed. */
  readonly causeSeq: number | null;
}

function step(context: CommandContext, { rule, level, firesAt, before, after, causeSeq }: Step): void {
  const { itemId, locationId } = level;
  const over = after.state === 'normal' || after.state === 'resolved';
  // The instance is written before the event, so that reactions read the new state.
  if (over) {
    context.write(endInstance, { itemId, locationId, ruleId: rule.id });
    if (before && before.alertId !== null) resolve(context, before.alertId, level.available, causeSeq);
    return;
  }
  const raises = after.state === 'firing' && !before?.alertId;
  const alertId = raises ? context.newId() : (before?.alertId ?? null);
  const instance = { itemId, locationId, ruleId: rule.id, ...after, alertId };
  context.write(setInstance, { instance, dueAt: dueAt(after, rule) });
  if (raises && alertId !== null)
    context.emit('alerts.raised', { alert: newAlert(context, alertId, rule, level, firesAt, causeSeq) });
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
    threshold,
    raisedAt: context.now,
    causeSeq: causeSeq ?? level.seq,
    acknowledgedBy: null,
    acknowledgedAt: null,
    note: null,
    silencedUntil: null,
    resolvedAt: null,
  };
}

function resolve(
  context: CommandContext,
  alertId: string,
  value: number | null,
  causeSeq: number | null,
): void {
  const alert = readAlert(context.sql, alertId);
  if (!alert || !isOpen(alert)) return;
  context.emit('alerts.resolved', {
    alert: {
      ...alert,
      state: 'resolved',
      value: value ?? alert.value,
      causeSeq: causeSeq ?? alert.causeSeq,
      resolvedAt: context.now,
    },
  });
}

import type { MovementData } from '#shared/domain/inventory.ts';
import type { EventOf } from '#shared/protocol/events/index.ts';
import { perConnection, tableOn } from '../db/tables.ts';
import type { Applying, CommandContext, GatewayModule, Projection } from '../kernel.ts';
import { evaluateItem, evaluateMovement } from './evaluate.ts';
import { RULES } from './queries.ts';
import { scanLevels } from './scans.ts';
import { alertRulesTable, alertsTable } from './tables.ts';

const writes = perConnection((sql) => ({
  alerts: tableOn(sql, alertsTable),
  rules: tableOn(sql, alertRulesTable),
}));

function recordAlert(
  { sql }: Applying,
  {
    data: { alert },
  }: EventOf<'alerts.raised' | 'alerts.acknowledged' | 'alerts.silenced' | 'alerts.resolved'>,
): void {
  const { subject } = alert;
  const { itemId, locationId } = subject.type === 'stock' ? subject : { itemId: null, locationId: null };
  writes(sql).alerts.upsert(alert, { itemId, locationId });
}

function recordRule({ sql, forget }: Applying, { data }: EventOf<'alerts.rule_changed'>): void {
  forget(RULES);
  writes(sql).rules.upsert(data.rule, {});
}

/** Evaluates each level that an event has changed, once, as the event leaves it. */
function watchStock(
  context: CommandContext,
  event: { readonly seq: number; readonly data: { readonly movements: readonly MovementData[] } },
): void {
  // Alerts are about the present: a level changed by an import is evaluated at its next movement.
  if (context.principal.writesHistory) return;
  const { movements } = event.data;
  movements.forEach((movement, n) => {
    const later = movements.findIndex(
      (m, k) => k > n && m.itemId === movement.itemId && m.locationId === movement.locationId,
    );
    if (later === -1) evaluateMovement(context, movement, event.seq);
  });
}

/** Updates the alerts' tables from their events. */
export const alertProjection: Projection = {
  'alerts.raised': recordAlert,
  'alerts.acknowledged': recordAlert,
  'alerts.silenced': recordAlert,
  'alerts.resolved': recordAlert,
  'alerts.rule_changed': recordRule,
};

/** Evaluates rules on events of stock, and all levels when a rule changes. */
export const alertReactions: NonNullable<GatewayModule['reactions']> = {
  'alerts.rule_changed': (context, { seq, data }) =>
    scanLevels(context, { ruleId: data.rule.id, causeSeq: seq }),
  'inventory.stock_adjusted': watchStock,
  'inventory.stock_counted': watchStock,
  'inventory.stock_received': watchStock,
  'inventory.levels_counted': watchStock,
  'inventory.stock_transferred': watchStock,
  'inventory.stock_set_aside': watchStock,
  'inventory.stock_put_back': watchStock,
  'inventory.stock_written_off': watchStock,
  'inventory.lots_expired': watchStock,
  'inventory.stock_reserved': watchStock,
  'inventory.reservation_fulfilled': watchStock,
  'inventory.reservation_released': watchStock,
  'inventory.reservation_expired': watchStock,
  // The item's category or status may have changed.
  'inventory.item_updated': (context, { seq, data }) => evaluateItem(context, data.item.id, seq),
  'inventory.thresholds_changed': (context, { seq, data: { threshold } }) => {
    if (threshold.itemId !== null) evaluateItem(context, threshold.itemId, seq);
    else scanLevels(context, { ...threshold, causeSeq: seq });
  },
};

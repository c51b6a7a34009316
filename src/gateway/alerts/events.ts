import { TIME_ZONE_SETTING } from '#shared/domain/admin.ts';
import { locationOf } from '#shared/domain/alerts.ts';
import type { MovementData } from '#shared/domain/inventory.ts';
import type { EventOf } from '#shared/protocol/events/index.ts';
import { perConnection, tableOn } from '../db/tables.ts';
import type { Applying, CommandContext, GatewayModule, Projection } from '../kernel.ts';
import { evaluateItem, evaluateMovement, judgesLevels } from './evaluate.ts';
import { noteFeed, watchFeeds } from './feeds.ts';
import { noteInGroup } from './groups.ts';
import { RULES } from './queries.ts';
import { scanLevels } from './scans.ts';
import { watchDifferences } from './stock-check.ts';
import { alertRulesTable, alertsTable, NO_ITEM } from './tables.ts';

const writes = perConnection((sql) => {
  const alerts = tableOn(sql, alertsTable);
  const rules = tableOn(sql, alertRulesTable);
  return { alerts, rules, removeAlert: alerts.remover(), removeRule: rules.remover() };
});

/** The events that change an alert. */
type AlertEvent = EventOf<
  | 'alerts.raised'
  | 'alerts.state_changed'
  | 'alerts.acknowledged'
  | 'alerts.assigned'
  | 'alerts.silenced'
  | 'alerts.unsilenced'
  | 'alerts.resolved'
>;

function recordAlert({ sql }: Applying, { data: { alert } }: AlertEvent): void {
  const { subject } = alert;
  const itemId = subject.type === 'stock' ? subject.itemId : subject.type === 'location' ? NO_ITEM : null;
  writes(sql).alerts.upsert(alert, { itemId, locationId: locationOf(alert) });
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
  for (const locationId of new Set(movements.map((movement) => movement.locationId))) {
    // Its levels were not judged while its data was missing.
    if (noteFeed(context, locationId, event.seq)) scanLevels(context, { locationId, causeSeq: event.seq });
  }
}

/** Updates the alerts' tables from their events. */
export const alertProjection: Projection = {
  'alerts.raised': recordAlert,
  'alerts.state_changed': recordAlert,
  'alerts.lapsed': ({ sql }, { data }) => void writes(sql).removeAlert(data.alert.id),
  'alerts.acknowledged': recordAlert,
  'alerts.assigned': recordAlert,
  'alerts.silenced': recordAlert,
  'alerts.unsilenced': recordAlert,
  'alerts.resolved': recordAlert,
  'alerts.notified': () => undefined,
  'alerts.rule_changed': recordRule,
  'alerts.rule_removed': ({ sql, forget }, { data }) => {
    forget(RULES);
    writes(sql).removeRule(data.ruleId);
  },
};

/** Evaluates rules on events of stock, and all levels when a rule changes. */
export const alertReactions: NonNullable<GatewayModule['reactions']> = {
  // Days until an expiry are those of the workspace's calendar.
  'admin.setting_changed': (context, { seq, data: { setting } }) => {
    if (setting.key === TIME_ZONE_SETTING && context.memo(RULES).some(({ kind }) => kind === 'expiring'))
      scanLevels(context, { causeSeq: seq });
  },
  'alerts.raised': (context, { data }) => noteInGroup(context, data.alert),
  'alerts.unsilenced': (context, { data }) => noteInGroup(context, data.alert),
  'alerts.rule_changed': (context, { seq, data: { rule } }) => {
    if (judgesLevels(rule)) scanLevels(context, { ruleId: rule.id, causeSeq: seq });
    else watchFeeds(context, seq);
  },
  'alerts.rule_removed': (context, { seq, data: { ruleId } }) => {
    scanLevels(context, { ruleId, causeSeq: seq });
    watchFeeds(context, seq);
  },
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
  'watchdog.run_finished': (context, { seq }) => watchDifferences(context, seq),
  // What a run does not find again is counted at its end.
  'watchdog.difference_ended': (context, { seq, data: { outcome } }) => {
    if (outcome === 'repaired') watchDifferences(context, seq);
  },
  // No movement comes with it.
  'inventory.level_restored': (context, { seq, data }) => evaluateItem(context, data.itemId, seq),
  // The item's category or status may have changed.
  'inventory.item_updated': (context, { seq, data }) => evaluateItem(context, data.item.id, seq),
  'inventory.thresholds_changed': (context, { seq, data: { threshold } }) => {
    if (threshold.itemId !== null) evaluateItem(context, threshold.itemId, seq);
    else scanLevels(context, { ...threshold, causeSeq: seq });
  },
};

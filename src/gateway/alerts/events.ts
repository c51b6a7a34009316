import type { MovementData } from '#shared/domain/inventory.ts';
import type { EventOf } from '#shared/protocol/events/index.ts';
import type { CommandContext, GatewayModule } from '../kernel.ts';
import { evaluateLevels, evaluateMovement, resetRule } from './evaluate.ts';
import { RULES } from './queries.ts';

function recordAlert(
  context: CommandContext,
  event: EventOf<'alerts.raised' | 'alerts.acknowledged' | 'alerts.silenced' | 'alerts.resolved'>,
): void {
  const { alert } = event.data;
  const stock = alert.subject.type === 'stock' ? alert.subject : null;
  context.sql
    .prepare<
      [
        string,
        string,
        string,
        string,
        string,
        string | null,
        string | null,
        string,
        string,
        number | null,
        number | null,
        number,
        number,
        string | null,
        number | null,
        string | null,
        number | null,
        number | null,
      ]
    >(
      `INSERT INTO alerts (id, rule_id, kind, severity, subject, item_id, location_id, message, state, value, threshold, raised_at, cause_seq,
         acknowledged_by, acknowledged_at, note, silenced_until, resolved_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET state = excluded.state, value = excluded.value, cause_seq = excluded.cause_seq,
         acknowledged_by = excluded.acknowledged_by, acknowledged_at = excluded.acknowledged_at, note = excluded.note,
         silenced_until = excluded.silenced_until, resolved_at = excluded.resolved_at`,
    )
    .run(
      alert.id,
      alert.ruleId,
      alert.kind,
      alert.severity,
      JSON.stringify(alert.subject),
      stock?.itemId ?? null,
      stock?.locationId ?? null,
      alert.message,
      alert.state,
      alert.value,
      alert.threshold,
      alert.raisedAt,
      alert.causeSeq,
      alert.acknowledgedBy,
      alert.acknowledgedAt,
      alert.note,
      alert.silencedUntil,
      alert.resolvedAt,
    );
}

function recordRule(context: CommandContext, event: EventOf<'alerts.rule_changed'>): void {
  const { rule } = event.data;
  context.forget(RULES);
  context.sql
    .prepare<[string, string, string, number, number, number]>(
      'INSERT OR REPLACE INTO alert_rules (id, kind, severity, enabled, for_ms, keep_firing_for_ms) VALUES (?, ?, ?, ?, ?, ?)',
    )
    .run(rule.id, rule.kind, rule.severity, rule.enabled ? 1 : 0, rule.forMs, rule.keepFiringForMs);
  resetRule(context, rule.id, event.seq);
  evaluateLevels(context, { itemId: null, locationId: null }, event.seq);
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

/** Updates the alerts' tables from their events, and evaluates rules on events of stock. */
export const alertReactions: NonNullable<GatewayModule['reactions']> = {
  'alerts.raised': recordAlert,
  'alerts.acknowledged': recordAlert,
  'alerts.silenced': recordAlert,
  'alerts.resolved': recordAlert,
  'alerts.rule_changed': recordRule,
  'inventory.stock_adjusted': watchStock,
  'inventory.stock_counted': watchStock,
  'inventory.stock_received': watchStock,
  'inventory.stock_reserved': watchStock,
  'inventory.reservation_fulfilled': watchStock,
  'inventory.reservation_released': watchStock,
  'inventory.reservation_expired': watchStock,
  // The item's category or status may have changed.
  'inventory.item_updated': (context, { seq, data }) =>
    evaluateLevels(context, { itemId: data.item.id, locationId: null }, seq),
  'inventory.thresholds_changed': (context, { seq, data }) => evaluateLevels(context, data.threshold, seq),
};

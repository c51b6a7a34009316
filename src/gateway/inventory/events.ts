import type { Item, MovementData, Reservation } from '#shared/domain/inventory.ts';
import type { EventOf } from '#shared/protocol/events/index.ts';
import type { CommandContext, GatewayModule, Sql } from '../kernel.ts';
import { THRESHOLD_SHAPES } from './queries.ts';
import { scopeKey } from './rules.ts';

type StockEventType =
  | 'inventory.stock_adjusted'
  | 'inventory.stock_counted'
  | 'inventory.stock_received'
  | ReservationEventType;
type ReservationEventType =
  | 'inventory.stock_reserved'
  | 'inventory.reservation_fulfilled'
  | 'inventory.reservation_released'
  | 'inventory.reservation_expired';

const UPSERT_LEVEL = `INSERT INTO levels (item_id, location_id, on_hand, committed, unavailable, seq, at) VALUES (?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (item_id, location_id) DO UPDATE SET on_hand = excluded.on_hand, committed = excluded.committed,
    unavailable = excluded.unavailable, seq = excluded.seq, at = excluded.at RETURNING id`;
const INSERT_MOVEMENT = `INSERT INTO movements (seq, n, level_id, type, lot_id, delta_on_hand, delta_committed, delta_unavailable, on_hand_after,
  committed_after, unavailable_after, actor, reason, reference, command_id, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

type LevelValues = [string, string, number, number, number, number, number];
type MovementValues = [
  number,
  number,
  number,
  string,
  string | null,
  number,
  number,
  number,
  number,
  number,
  number,
  string | null,
  string,
  string | null,
  string | null,
  number,
];

/** Writes the levels after a stock event and its ledger entries. */
function recordMovements(context: CommandContext, event: EventOf<StockEventType>): void {
  const { reason, reference } = event.data;
  const actor = event.actor === null ? null : JSON.stringify(event.actor);
  const movements: readonly MovementData[] = event.data.movements;
  movements.forEach((m, n) => {
    const level = context.sql
      .prepare<LevelValues, { id: number }>(UPSERT_LEVEL)
      .get(m.itemId, m.locationId, m.onHandAfter, m.committedAfter, m.unavailableAfter, event.seq, event.at);
    if (!level) throw new Error('the level was not written');
    context.sql
      .prepare<MovementValues>(INSERT_MOVEMENT)
      .run(
        event.seq,
        n,
        level.id,
        m.type,
        m.lotId,
        m.deltaOnHand,
        m.deltaCommitted,
        m.deltaUnavailable,
        m.onHandAfter,
        m.committedAfter,
        m.unavailableAfter,
        actor,
        reason,
        reference,
        event.commandId,
        event.at,
      );
  });
}

function recordReservation(context: CommandContext, event: EventOf<ReservationEventType>): void {
  recordMovements(context, event);
  const r: Reservation = event.data.reservation;
  context.sql
    .prepare<[string, string, string, number, string, string | null, number | null, number]>(
      `INSERT INTO reservations (id, item_id, location_id, quantity, status, order_id, expires_at, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET quantity = excluded.quantity, status = excluded.status, order_id = excluded.order_id, expires_at = excluded.expires_at`,
    )
    .run(r.id, r.itemId, r.locationId, r.quantity, r.status, r.orderId, r.expiresAt, r.createdAt);
}

type ItemValues = [
  string,
  string,
  string,
  string,
  string | null,
  string,
  number,
  number | null,
  string,
  string,
  number,
];

function recordItem(sql: Sql, item: Item): void {
  sql
    .prepare<ItemValues>(
      `INSERT INTO items (id, sku, name, category, barcode, unit, price, cost, currency, status, backorder_limit) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET sku = excluded.sku, name = excluded.name, category = excluded.category, barcode = excluded.barcode,
         unit = excluded.unit, price = excluded.price, cost = excluded.cost, currency = excluded.currency, status = excluded.status,
         backorder_limit = excluded.backorder_limit`,
    )
    .run(
      item.id,
      item.sku,
      item.name,
      item.category,
      item.barcode,
      item.unit,
      item.price,
      item.cost,
      item.currency,
      item.status,
      item.backorderLimit,
    );
}

function recordThreshold(context: CommandContext, event: EventOf<'inventory.thresholds_changed'>): void {
  const t = event.data.threshold;
  context.forget(THRESHOLD_SHAPES);
  if (event.data.removed) {
    context.sql.prepare<[string]>('DELETE FROM thresholds WHERE scope = ?').run(scopeKey(t));
    return;
  }
  context.sql
    .prepare<
      [
        string,
        string | null,
        string | null,
        string | null,
        number,
        number,
        number | null,
        number | null,
        number | null,
      ]
    >(
      'INSERT OR REPLACE INTO thresholds (scope, item_id, location_id, category, low_at, out_at, over_at, expiring_within_days, recover_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    )
    .run(
      scopeKey(t),
      t.itemId,
      t.locationId,
      t.category,
      t.lowAt,
      t.outAt,
      t.overAt,
      t.expiringWithinDays,
      t.recoverAt,
    );
}

/** Updates the inventory's tables from its events; nothing else writes them. */
export const inventoryProjection: NonNullable<GatewayModule['reactions']> = {
  'inventory.item_created': (context, event) => recordItem(context.sql, event.data.item),
  'inventory.item_updated': (context, event) => recordItem(context.sql, event.data.item),
  'inventory.location_created': (context, { data: { location } }) => {
    context.sql
      .prepare<[string, string, string]>('INSERT INTO locations (id, name, kind) VALUES (?, ?, ?)')
      .run(location.id, location.name, location.kind);
  },
  'inventory.stock_adjusted': recordMovements,
  'inventory.stock_counted': recordMovements,
  'inventory.stock_received': recordMovements,
  'inventory.stock_reserved': recordReservation,
  'inventory.reservation_fulfilled': recordReservation,
  'inventory.reservation_released': recordReservation,
  'inventory.reservation_expired': recordReservation,
  'inventory.thresholds_changed': recordThreshold,
};

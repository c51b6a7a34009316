import type { Item, Level, Location, Movement, Reservation, Threshold } from '#shared/domain/inventory.ts';

/** Column lists of the tables, under the names of the canonical fields. */
export const ITEM_COLUMNS =
  'id, sku, name, category, barcode, unit, price, cost, currency, status, backorder_limit AS backorderLimit';
export const LOCATION_COLUMNS = 'id, name, kind';
export const LEVEL_COLUMNS =
  'item_id AS itemId, location_id AS locationId, on_hand AS onHand, committed, unavailable, incoming, seq, at';
export const RESERVATION_COLUMNS =
  'id, item_id AS itemId, location_id AS locationId, quantity, status, order_id AS orderId, expires_at AS expiresAt, created_at AS createdAt';
export const THRESHOLD_COLUMNS =
  'item_id AS itemId, location_id AS locationId, category, low_at AS lowAt, out_at AS outAt, over_at AS overAt, expiring_within_days AS expiringWithinDays, recover_at AS recoverAt';
export const MOVEMENT_COLUMNS = `m.type, l.item_id AS itemId, l.location_id AS locationId, m.lot_id AS lotId, m.delta_on_hand AS deltaOnHand,
  m.delta_committed AS deltaCommitted, m.delta_unavailable AS deltaUnavailable, m.on_hand_after AS onHandAfter,
  m.committed_after AS committedAfter, m.unavailable_after AS unavailableAfter, m.seq, m.n, m.actor, m.reason, m.reference,
  m.command_id AS commandId, m.at`;

/** The columns of these tables are the canonical fields one to one. */
export type ItemRow = Item;
export type LocationRow = Location;
export type LevelRow = Level;
export type ReservationRow = Reservation;
export type ThresholdRow = Threshold;
export type MovementRow = Omit<Movement, 'actor'> & { readonly actor: string | null };

export function toMovement(row: MovementRow): Movement {
  return { ...row, actor: row.actor === null ? null : (JSON.parse(row.actor) as Movement['actor']) };
}

import type { MovementData, Reservation } from '#shared/domain/inventory.ts';
import type { Audited, AuditedRecord, Sql } from '../kernel.ts';
import { readLot, setAsideAt } from './lots.ts';
import { readBalance, readIncoming, readItem, readReservation, readThreshold } from './queries.ts';

/** A movement tells what was there before it: nothing has to be read. */
function levelsOf({ movements }: { readonly movements: readonly MovementData[] }): AuditedRecord[] {
  return movements.map((m) => ({
    record: `inventory:${m.itemId}:${m.locationId}`,
    before: {
      onHand: m.onHandAfter - m.deltaOnHand,
      committed: m.committedAfter - m.deltaCommitted,
      unavailable: m.unavailableAfter - m.deltaUnavailable,
    },
    after: { onHand: m.onHandAfter, committed: m.committedAfter, unavailable: m.unavailableAfter },
  }));
}

/** The counts of a level, without the number of its lots, which a repair does not change. */
function balanceAt(sql: Sql, itemId: string, locationId: string): AuditedRecord['before'] {
  const { lots: _lots, ...balance } = readBalance(sql, itemId, locationId) ?? { lots: 0 };
  return balance;
}

function reservationOf(sql: Sql, { reservation }: { readonly reservation: Reservation }): AuditedRecord {
  return {
    record: `reservation:${reservation.id}`,
    before: readReservation(sql, reservation.id) ?? null,
    after: reservation,
  };
}

type Reserved = { readonly movements: readonly MovementData[]; readonly reservation: Reservation };

const reserved = (sql: Sql, data: Reserved): AuditedRecord[] => [...levelsOf(data), reservationOf(sql, data)];

/** Which fields the events of stock change. */
export const inventoryAudited: Audited = {
  'inventory.item_created': (_sql, { item }) => ({ record: `item:${item.id}`, before: null, after: item }),
  'inventory.item_updated': (sql, { item }) => ({
    record: `item:${item.id}`,
    before: readItem(sql, item.id) ?? null,
    after: item,
  }),
  // The picture itself stays out of the audit.
  'inventory.item_image_changed': (_sql, { itemId, image }) => ({
    record: `item:${itemId}`,
    before: { image: null },
    after: { image: image === null ? 'removed' : `${image.length} characters` },
  }),
  'inventory.location_created': (_sql, { location }) => ({
    record: `location:${location.id}`,
    before: null,
    after: location,
  }),
  'inventory.stock_adjusted': (_sql, data) => levelsOf(data),
  'inventory.stock_counted': (_sql, data) => levelsOf(data),
  'inventory.stock_received': (_sql, data) => levelsOf(data),
  'inventory.levels_counted': (_sql, data) => levelsOf(data),
  'inventory.stock_transferred': (_sql, data) => levelsOf(data),
  'inventory.level_restored': (sql, data) => {
    const { itemId, locationId, onHand, committed, unavailable, lots, unavailableStock } = data;
    const place = { itemId, locationId };
    return {
      record: `inventory:${itemId}:${locationId}`,
      before: {
        ...balanceAt(sql, itemId, locationId),
        ...(unavailableStock && { setAside: setAsideAt(sql, place) }),
        ...(lots && { lots: lots.map(({ id }) => readLot(sql, id) ?? null) }),
      },
      after: {
        ...{ onHand, committed, unavailable },
        ...(unavailableStock && { setAside: unavailableStock }),
        ...(lots && { lots }),
      },
    };
  },
  'inventory.incoming_changed': (sql, { levels }) =>
    levels.map(({ itemId, locationId, incomingAfter }) => ({
      record: `inventory:${itemId}:${locationId}`,
      before: { incoming: readIncoming(sql, itemId, locationId) },
      after: { incoming: incomingAfter },
    })),
  'inventory.stock_set_aside': (_sql, data) => levelsOf(data),
  'inventory.stock_put_back': (_sql, data) => levelsOf(data),
  'inventory.stock_written_off': (_sql, data) => levelsOf(data),
  'inventory.lots_expired': (_sql, data) => levelsOf(data),
  'inventory.stock_reserved': reserved,
  'inventory.reservation_committed': reservationOf,
  'inventory.reservation_fulfilled': reserved,
  'inventory.reservation_released': reserved,
  'inventory.reservation_expired': reserved,
  'inventory.thresholds_changed': (sql, { threshold, removed }) => ({
    record: `threshold:${threshold.itemId ?? '*'}:${threshold.locationId ?? '*'}`,
    before: readThreshold(sql, threshold) ?? null,
    after: removed ? null : threshold,
  }),
};

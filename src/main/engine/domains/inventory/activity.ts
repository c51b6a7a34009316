import { available } from '#shared/domain/inventory.ts';
import type { EventData } from '#shared/protocol/events/index.ts';
import type { Described, EngineDomain } from '../../store/domain.ts';
import type { Reader } from '../../store/reader.ts';

const NOTHING: Described = { values: {}, subject: null };

function describeStock(data: EventData<'inventory.stock_adjusted'>, reader: Reader): Described {
  const [first] = data.movements;
  if (!first) return NOTHING;
  // What leaves from several lots is one movement each.
  const here = data.movements.filter(
    ({ itemId, locationId }) => itemId === first.itemId && locationId === first.locationId,
  );
  const {
    onHandAfter: onHand,
    committedAfter: committed,
    unavailableAfter: unavailable,
  } = here.at(-1) ?? first;
  const delta = here.reduce((sum, { deltaOnHand }) => sum + deltaOnHand, 0);
  const aside = here.reduce((sum, { deltaUnavailable }) => sum + deltaUnavailable, 0);
  return {
    values: {
      ...namesOf(reader, first.itemId, first.locationId),
      delta,
      units: Math.abs(delta),
      aside: Math.abs(aside),
      onHand,
      available: available({ onHand, committed, unavailable }),
      lines: data.movements.length - here.length + 1,
      reason: data.reason,
      reference: data.reference,
    },
    subject: { kind: 'item', id: first.itemId },
  };
}

function describeReservation(
  { reservation, reference }: EventData<'inventory.reservation_committed'>,
  reader: Reader,
): Described {
  const { itemId, locationId, quantity } = reservation;
  return {
    values: { ...namesOf(reader, itemId, locationId), units: quantity, reference },
    subject: { kind: 'item', id: itemId },
  };
}

function describeTransfer(data: EventData<'inventory.stock_transferred'>, reader: Reader): Described {
  const { values, subject } = describeStock(data, reader);
  const name = (id: string): string => locationOf(reader, id);
  return { values: { ...values, from: name(data.fromLocationId), to: name(data.toLocationId) }, subject };
}

function describeIncoming(
  { levels, reference }: EventData<'inventory.incoming_changed'>,
  reader: Reader,
): Described {
  const [first] = levels;
  if (!first) return NOTHING;
  const { itemId, locationId, incomingAfter: incoming } = first;
  return {
    values: { ...namesOf(reader, itemId, locationId), incoming, lines: levels.length, reference },
    subject: { kind: 'item', id: itemId },
  };
}

function locationOf(reader: Reader, id: string): string {
  return reader.get<{ name: string }>('SELECT name FROM locations WHERE id = ?', id)?.name ?? id;
}

/** Returns the names of an item and a location, or their ids where the cache does not have them. */
function namesOf(reader: Reader, itemId: string, locationId: string) {
  const item = reader.get<{ name: string; sku: string }>('SELECT name, sku FROM items WHERE id = ?', itemId);
  return { item: item?.name ?? itemId, sku: item?.sku ?? '', location: locationOf(reader, locationId) };
}

function describeItem({ item }: EventData<'inventory.item_created'>): Described {
  return { values: { item: item.name, sku: item.sku }, subject: { kind: 'item', id: item.id } };
}

/** Descriptions of inventory events. */
export const inventoryActivity: NonNullable<EngineDomain['activity']> = {
  'inventory.item_created': describeItem,
  'inventory.item_updated': describeItem,
  'inventory.item_image_changed': ({ itemId }, reader) => ({
    values: namesOf(reader, itemId, ''),
    subject: { kind: 'item', id: itemId },
  }),
  'inventory.location_created': ({ location }) => ({
    values: { location: location.name },
    subject: { kind: 'location', id: location.id },
  }),
  'inventory.stock_adjusted': describeStock,
  'inventory.stock_counted': describeStock,
  'inventory.stock_received': describeStock,
  'inventory.levels_counted': describeStock,
  'inventory.stock_transferred': describeTransfer,
  'inventory.incoming_changed': describeIncoming,
  'inventory.level_restored': ({ itemId, locationId }, reader) => ({
    values: namesOf(reader, itemId, locationId),
    subject: { kind: 'item', id: itemId },
  }),
  'inventory.stock_set_aside': describeStock,
  'inventory.stock_put_back': describeStock,
  'inventory.stock_written_off': describeStock,
  'inventory.lots_expired': describeStock,
  'inventory.stock_reserved': describeStock,
  'inventory.reservation_committed': describeReservation,
  'inventory.reservation_fulfilled': describeStock,
  'inventory.reservation_released': describeStock,
  'inventory.reservation_expired': describeStock,
  'inventory.thresholds_changed': ({ threshold }) => ({
    values: { lowAt: threshold.lowAt },
    subject: threshold.itemId === null ? null : { kind: 'item', id: threshold.itemId },
  }),
};

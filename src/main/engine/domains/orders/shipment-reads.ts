import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import { olderThan } from '../../store/older.ts';
import { asOf, type Reader } from '../../store/reader.ts';
import { shipmentsTable } from './tables.ts';

/** The shipments of an order that are shown at most. */
const MAX_SHIPMENTS = 200;

/** Returns the shipments of an order, the latest first. */
export function shipments(
  reader: Reader,
  { orderId }: MethodInput<'orders.shipments'>,
): MethodOutput<'orders.shipments'> {
  return {
    rows: reader
      .all<StoredRow & { location_name: string | null }>(
        `SELECT ${shipmentsTable.select('s')}, coalesce(l.name, s.location_id) AS location_name FROM shipments s
         LEFT JOIN locations l ON l.id = s.location_id WHERE s.order_id = ? ORDER BY s.at DESC, s.id DESC LIMIT ${MAX_SHIPMENTS}`,
        orderId,
      )
      .map((row) => ({ ...shipmentsTable.decode(row), locationName: row.location_name })),
    asOf: asOf(reader, ['orders']),
    ...olderThan(reader, {
      ...{ channel: 'orders', kind: 'shipment', of: { kind: 'order', id: orderId } },
      ...{ before: null, isLast: true, at: null },
    }),
  };
}

/** Returns where an order can be fulfilled from: what is available of its items, by location. */
export function stockOfOrder(
  reader: Reader,
  { orderId }: MethodInput<'orders.stock'>,
): MethodOutput<'orders.stock'> {
  return {
    rows: reader.all(
      `SELECT l.location_id AS locationId, l.item_id AS itemId, max(0, l.available) AS available, max(0, l.on_hand) AS onHand
       FROM orders o CROSS JOIN (SELECT DISTINCT value ->> 'itemId' AS item FROM orders x, json_each(x.lines) WHERE x.id = ?) i
       CROSS JOIN levels l ON l.item_id = i.item WHERE o.id = ? LIMIT 20000`,
      orderId,
      orderId,
    ),
    asOf: asOf(reader, ['inventory']),
  };
}

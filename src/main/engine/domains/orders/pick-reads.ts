import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import type { PickItem } from '#shared/bridge/orders.ts';
import { byFirstOut, type Lot, takeFromLots } from '#shared/domain/lots.ts';
import { MAX_PICK_ORDERS, toPick } from '#shared/domain/picking.ts';
import { canShip } from '#shared/domain/shipments.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import { asOf, type Reader } from '../../store/reader.ts';
import { lotsTable } from '../inventory/tables.ts';
import { changesOrder, pendingOrders, shippedWith } from './effects.ts';
import { accountOf } from './search-list.ts';
import { ordersTable, paymentsTable } from './tables.ts';

type Input = MethodInput<'orders.picking'>;
type PickOrders = MethodOutput<'orders.picking'>['orders'];

/** Orders that are looked at to find those with something left: commands in the outbox may have taken the rest of some. */
const MAX_LOOKED_AT = 4 * MAX_PICK_ORDERS;

function paidOrders(reader: Reader, { locationId, orderIds }: Input): StoredRow[] {
  return orderIds === null
    ? reader.all(
        `SELECT ${ordersTable.select()} FROM orders INDEXED BY orders_to_pick
         WHERE status = 'paid' AND location_id = ? ORDER BY placed_at, k LIMIT ${MAX_LOOKED_AT}`,
        locationId,
      )
    : reader.all(
        `SELECT ${ordersTable.select()} FROM orders WHERE id IN (SELECT value FROM json_each(?)) AND location_id = ?
         ORDER BY placed_at, k LIMIT ${MAX_LOOKED_AT}`,
        JSON.stringify(orderIds),
        locationId,
      );
}

/** Returns where paid orders wait to be picked, the place with the most first. */
export function pickPlaces(
  reader: Reader,
  { orderIds }: MethodInput<'orders.pick_places'>,
): MethodOutput<'orders.pick_places'> {
  const [from, ...values] =
    orderIds === null
      ? ['orders o INDEXED BY orders_to_pick WHERE']
      : ['orders o WHERE o.id IN (SELECT value FROM json_each(?)) AND', JSON.stringify(orderIds)];
  return {
    places: reader.all(
      `SELECT n.location_id AS locationId, coalesce(l.name, n.location_id) AS name, n.orders FROM (
         SELECT o.location_id, count(*) AS orders FROM ${from} o.status = 'paid' AND o.location_id IS NOT NULL GROUP BY 1) n
       LEFT JOIN locations l ON l.id = n.location_id ORDER BY n.orders DESC, name LIMIT 200`,
      ...values,
    ),
    asOf: asOf(reader, ['orders', 'inventory']),
  };
}

/** What was refunded and what came back, of an order without refunds. */
const NOTHING_BACK = { lines: [], returned: [] } as const;

/** Returns what was refunded of the lines of orders, and what came back, by order; those without refunds are left out. */
function refundsOf(reader: Reader, orders: readonly { readonly id: string }[]) {
  const found = reader
    .all<StoredRow>(
      `SELECT ${paymentsTable.select()} FROM payments INDEXED BY payments_by_order
       WHERE order_id IN (SELECT value FROM json_each(?)) AND kind = 'refund' AND status = 'succeeded'`,
      JSON.stringify(orders.map(({ id }) => id)),
    )
    .map(paymentsTable.decode);
  return new Map(
    [...Map.groupBy(found, ({ orderId }) => orderId)].map(([orderId, of]) => [
      orderId,
      { lines: of.flatMap(({ lines }) => lines), returned: of.flatMap(({ returned }) => returned) },
    ]),
  );
}

/** Returns what is to be picked at a location for paid orders, the oldest first: of chosen orders, or of all as far as one list goes. */
export function picking(reader: Reader, input: Input): MethodOutput<'orders.picking'> {
  const pending = pendingOrders(reader);
  const stored = paidOrders(reader, input).map(ordersTable.decode);
  const refunds = refundsOf(reader, stored);
  const open = stored
    .map((order) =>
      shippedWith(
        order,
        { ...accountOf(reader, order), ...(refunds.get(order.id) ?? NOTHING_BACK) },
        (pending.get(order.id) ?? []).filter(changesOrder),
      ),
    )
    .filter(({ order, toShip }) => canShip(order) && toShip.length > 0);
  const orders: PickOrders = open.slice(0, MAX_PICK_ORDERS).map(({ order, toShip }) => ({
    ...{ id: order.id, number: order.number, placedAt: order.placedAt },
    customer: order.customer?.name ?? null,
    lines: toShip.map(({ line, quantity }) => ({
      ...{ line, quantity, itemId: order.lines[line]?.itemId ?? '' },
      ...{ sku: order.lines[line]?.sku ?? '', name: order.lines[line]?.name ?? '' },
    })),
  }));
  const total =
    input.orderIds === null
      ? (reader.get<{ n: number }>(
          `SELECT count(*) AS n FROM orders INDEXED BY orders_to_pick WHERE status = 'paid' AND location_id = ?`,
          input.locationId,
        )?.n ?? 0)
      : open.length;
  return {
    orders,
    items: itemsOf(reader, input, orders),
    total: Math.max(orders.length, total),
    asOf: asOf(reader, ['orders', 'inventory']),
  };
}

/** Returns the items to pick, by category and name, with the lots that they leave from: first expired, first out. */
function itemsOf(reader: Reader, { locationId, now }: Input, orders: PickOrders): PickItem[] {
  const quantities = toPick(orders);
  const ids = JSON.stringify([...quantities.keys()]);
  const known = reader.all<{
    id: string;
    sku: string;
    name: string;
    category: string;
    onHand: number | null;
  }>(
    `SELECT i.id, i.sku, i.name, i.category, l.on_hand AS onHand FROM items i
     LEFT JOIN levels l ON l.item_id = i.id AND l.location_id = ? WHERE i.id IN (SELECT value FROM json_each(?))`,
    locationId,
    ids,
  );
  const lots = Map.groupBy(
    reader
      .all<StoredRow>(
        `SELECT ${lotsTable.select()} FROM lots WHERE location_id = ? AND item_id IN (SELECT value FROM json_each(?)) AND on_hand > 0`,
        locationId,
        ids,
      )
      .map(lotsTable.decode),
    ({ itemId }) => itemId,
  );
  const details = new Map(known.map((item) => [item.id, item]));
  const lines = new Map(orders.flatMap((order) => order.lines.map((line) => [line.itemId, line] as const)));
  return [...quantities]
    .map(([itemId, quantity]): PickItem => {
      const item = details.get(itemId) ?? lines.get(itemId);
      const { category = '', onHand = 0 } = details.get(itemId) ?? {};
      return {
        ...{ itemId, quantity, category, sku: item?.sku ?? '', name: item?.name ?? itemId },
        onHand: Math.max(0, onHand ?? 0),
        lots: lotsToPick(lots.get(itemId) ?? [], onHand ?? 0, quantity, now),
      };
    })
    .sort(
      (a, b) =>
        a.category.localeCompare(b.category) ||
        a.name.localeCompare(b.name) ||
        (a.itemId < b.itemId ? -1 : 1),
    );
}

/** The lots of one item that are shown at most. */
const MAX_LOTS = 20;

function lotsToPick(lots: readonly Lot[], onHand: number, quantity: number, now: number): PickItem['lots'] {
  const taken = takeFromLots(lots, onHand, Math.min(quantity, Math.max(0, onHand)), now);
  const parts = new Map(taken?.parts.map((part) => [part.lotId, part.quantity]) ?? []);
  return lots
    .toSorted(byFirstOut)
    .flatMap(({ id, code, expiresAt }) => {
      const part = parts.get(id) ?? 0;
      return part > 0 ? [{ code, expiresAt, quantity: part }] : [];
    })
    .slice(0, MAX_LOTS);
}

import type { OrderEntry } from '#shared/domain/order-account.ts';
import type { Order, OrderStatus } from '#shared/domain/orders.ts';
import type { Shipment } from '#shared/domain/shipments.ts';
import { parserOf } from '#shared/protocol/events/guard.ts';
import type { EventOf } from '#shared/protocol/events/index.ts';
import { orderEntryRow, orderRow, shipmentRow } from '#shared/rows/orders.ts';
import { type ChannelProjection, dumpTables, type ProjectionContext } from '../../store/projection.ts';
import { foldWords } from '../../store/text.ts';
import type { TextSource } from '../../store/text-index.ts';
import { Customers } from './customers.ts';
import { orderEntriesTable, ordersTable, shipmentsTable } from './tables.ts';

const parse = {
  order: parserOf(orderRow.schema),
  entry: parserOf(orderEntryRow.schema),
  shipment: parserOf(shipmentRow.schema),
};
/** The maximum number of lines of an order whose names are indexed, and of those whose SKUs are. */
const MAX_INDEXED_LINES = 5;
const MAX_INDEXED_SKUS = 100;

/** The text of orders: number, customer and what was bought. */
const ORDER_TEXT: TextSource = {
  index: 'orders_fts',
  table: 'orders',
  key: 'k',
  columns: [ordersTable.select()],
  words: 'words',
  text: (row) => textOf(ordersTable.decode(row)),
};

/** Projects the channel `orders`. No figures are kept of orders: an order that was only placed counts in none. */
export function ordersProjection(context: ProjectionContext): ChannelProjection<'orders'> {
  const { sql, changes, table, counters } = context;
  const orders = context.bind(ordersTable);
  const entries = context.bind(orderEntriesTable);
  const shipments = context.bind(shipmentsTable);
  const customers = new Customers(context);
  const index = context.text(ORDER_TEXT);
  const find = sql.prepare<[string], { readonly k: number; readonly status: OrderStatus }>(
    `SELECT k, status FROM ${table(ordersTable.name)} WHERE id = ?`,
  );
  const setStatus = orders.updater(['status', 'seq']);
  const setShipped = orders.updater(['shipped', 'seq']);
  /** Before shipments were recorded, all goods of an order left when it was fulfilled. */
  const unshipped = sql.prepare<[string], { readonly k: number; readonly ordered: string }>(
    `SELECT k, (SELECT json_group_array(quantity) FROM (SELECT value ->> 'quantity' AS quantity FROM json_each(lines) ORDER BY key)) AS ordered
     FROM ${table(ordersTable.name)} WHERE id = ? AND shipped = '[]'`,
  );
  const shipAll = (orderId: string, seq: number): void => {
    const order = unshipped.get(orderId);
    if (order) setShipped(order.ordered, seq, order.k);
  };

  const put = (order: Order, seq: number): boolean => {
    const words = foldWords(textOf(order));
    const written = orders.insertNew(order, { seq, words });
    if (written.changes === 0) return false;
    index.add(written.lastInsertRowid, words);
    customers.add(order);
    counters.add(statusCounter(order.status), 1);
    changes.touch('orders', order.id);
    return true;
  };

  const putEntry = (entry: OrderEntry): void => {
    entries.insertNew(entry, {});
    changes.touch('orders', entry.orderId);
  };

  const putShipment = (shipment: Shipment): void => {
    shipments.insertNew(shipment, {});
    changes.touch('orders', shipment.orderId);
  };

  const ship = ({ seq, at, actor, data }: EventOf<'orders.shipped'>): boolean => {
    const { shipment, shipped } = data;
    putShipment({ ...shipment, actor, at });
    const before = find.get(shipment.orderId);
    if (!before) return context.hasOlder('order');
    setShipped(JSON.stringify(shipped), seq, before.k);
    return true;
  };

  const change = (event: EventOf<'orders.updated' | 'orders.fulfilled' | 'orders.cancelled'>): boolean => {
    const { orderId, status } = event.data;
    const before = find.get(orderId);
    // An older order comes with its status once it is requested.
    if (!before) return context.hasOlder('order');
    setStatus(status, event.seq, before.k);
    counters.add(statusCounter(before.status), -1);
    counters.add(statusCounter(status), 1);
    changes.touch('orders', orderId);
    return true;
  };

  const end =
    (kind: 'fulfilled' | 'cancelled') =>
    (event: EventOf<'orders.fulfilled' | 'orders.cancelled'>): boolean => {
      const { seq, at, actor, data } = event;
      putEntry({ seq, orderId: data.orderId, kind, text: data.reason, actor, at });
      if (kind === 'fulfilled') shipAll(data.orderId, seq);
      return change(event);
    };

  return {
    channel: 'orders',
    tallies: [],
    texts: [index, customers.index],
    events: {
      'orders.created': (event) => {
        put(event.data.order, event.seq);
        return true;
      },
      'orders.updated': change,
      'orders.shipped': ship,
      'orders.fulfilled': end('fulfilled'),
      'orders.cancelled': end('cancelled'),
      'orders.note_added': ({ seq, at, actor, data: { orderId, body } }) => {
        putEntry({ seq, orderId, kind: 'note', text: body, actor, at });
        return true;
      },
    },
    rows: {
      order: (row, seq) => void put(parse.order(row), seq),
      order_entry: (row) => putEntry(parse.entry(row)),
      shipment: (row) => putShipment(parse.shipment(row)),
    },
    clear: () => {
      orders.clear();
      entries.clear();
      shipments.clear();
      customers.clear();
      counters.clear('orders.');
      index.clear();
    },
  };
}

/** Returns all rows of the channel `orders`, kind by kind, sorted by key. */
export const dumpOrders = dumpTables(ordersTable, orderEntriesTable, shipmentsTable);

/** Returns the name of the counter of the orders with a status. */
export function statusCounter(status: OrderStatus): string {
  return `orders.${status}`;
}

function textOf({ number, customer, lines }: Order): string {
  const names = lines
    .slice(0, MAX_INDEXED_SKUS)
    .map(({ sku, name }, i) => (i < MAX_INDEXED_LINES ? `${sku} ${name}` : sku));
  return `${number} ${customer ? `${customer.name} ${customer.email ?? ''}` : ''} ${names.join(' ')}`;
}

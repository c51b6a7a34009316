import type { Order } from '#shared/domain/orders.ts';
import { parserOf } from '#shared/protocol/events/guard.ts';
import type { EventOf } from '#shared/protocol/events/index.ts';
import { orderRow } from '#shared/rows/orders.ts';
import { type ChannelProjection, dumpTables, type ProjectionContext } from '../../store/projection.ts';
import { foldWords } from '../../store/text.ts';
import type { TextSource } from '../../store/text-index.ts';
import { ordersTable } from './tables.ts';

const parse = parserOf(orderRow.schema);
/** The maximum number of lines of an order whose names are indexed. */
const MAX_INDEXED_LINES = 5;

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
  const { sql, changes, table } = context;
  const orders = context.bind(ordersTable);
  const index = context.text(ORDER_TEXT);
  const find = sql.prepare<[string], { readonly k: number }>(
    `SELECT k FROM ${table(ordersTable.name)} WHERE id = ?`,
  );
  const setStatus = orders.updater(['status', 'seq']);

  const put = (order: Order, seq: number): boolean => {
    const words = foldWords(textOf(order));
    const written = orders.insertNew(order, { seq, words });
    if (written.changes === 0) return false;
    index.add(written.lastInsertRowid, words);
    changes.touch('orders', order.id);
    return true;
  };

  const change = (event: EventOf<'orders.updated' | 'orders.fulfilled' | 'orders.cancelled'>): boolean => {
    const { orderId, status } = event.data;
    const before = find.get(orderId);
    // An older order comes with its status once it is requested.
    if (!before) return context.hasOlder('order');
    setStatus(status, event.seq, before.k);
    changes.touch('orders', orderId);
    return true;
  };

  return {
    channel: 'orders',
    tallies: [],
    texts: [index],
    events: {
      'orders.created': (event) => {
        put(event.data.order, event.seq);
        return true;
      },
      'orders.updated': change,
      'orders.fulfilled': change,
      'orders.cancelled': change,
    },
    rows: { order: (row, seq) => void put(parse(row), seq) },
    clear: () => {
      orders.clear();
      index.clear();
    },
  };
}

/** Returns all rows of the channel `orders`, sorted by id. */
export const dumpOrders = dumpTables(ordersTable);

function textOf({ number, customer, lines }: Order): string {
  const names = lines.slice(0, MAX_INDEXED_LINES).map((line) => `${line.sku} ${line.name}`);
  return `${number} ${customer ? `${customer.name} ${customer.email ?? ''}` : ''} ${names.join(' ')}`;
}

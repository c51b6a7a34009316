import type { Order, OrderStatus } from '#shared/domain/orders.ts';
import { parserOf } from '#shared/protocol/events/guard.ts';
import type { EventOf } from '#shared/protocol/events/index.ts';
import { orderRow } from '#shared/rows/orders.ts';
import { type ChannelProjection, dumpTables, type ProjectionContext } from '../../store/projection.ts';
import { eachRow } from '../../store/rows.ts';
import { Rollup } from '../../store/tallies.ts';
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

interface Before {
  readonly k: number;
  readonly status: OrderStatus;
  readonly currency: string;
  readonly placedAt: number;
}

/** Projects the channel `orders`. An order, even a cancelled one, counts in the buckets of the time it was placed. */
export function ordersProjection(context: ProjectionContext): ChannelProjection<'orders'> {
  const { sql, changes, table } = context;
  const orders = context.bind(ordersTable);
  const index = context.text(ORDER_TEXT);
  const sums = new OrderSums(context);
  const find = sql.prepare<[string], Before>(
    `SELECT k, status, currency, placed_at AS placedAt FROM ${table(ordersTable.name)} WHERE id = ?`,
  );
  const setStatus = orders.updater(['status', 'seq']);

  const put = (order: Order, seq: number): boolean => {
    const words = foldWords(textOf(order));
    const written = orders.insertNew(order, { seq, words });
    if (written.changes === 0) return false;
    index.add(written.lastInsertRowid, words);
    sums.count(order);
    changes.touch('orders', order.id);
    return true;
  };

  const change = (event: EventOf<'orders.updated' | 'orders.fulfilled' | 'orders.cancelled'>): boolean => {
    const { orderId, status } = event.data;
    const before = find.get(orderId);
    // An older order comes with its status once it is requested.
    if (!before) return context.hasOlder('order');
    setStatus(status, event.seq, before.k);
    sums.changeStatus(before, status);
    changes.touch('orders', orderId);
    return true;
  };

  return {
    channel: 'orders',
    tallies: sums.tallies,
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
      sums.clear();
    },
    workspaceChanged: (before, now) => {
      if (before.timeZone === now.timeZone) return;
      sums.clear();
      eachRow(
        sql,
        ordersTable,
        (order) => sums.count(order),
        () => sums.flush(),
      );
    },
  };
}

/** Returns all rows of the channel `orders`, sorted by id. */
export const dumpOrders = dumpTables(ordersTable);

function textOf({ number, customer, lines }: Order): string {
  const names = lines.slice(0, MAX_INDEXED_LINES).map((line) => `${line.sku} ${line.name}`);
  return `${number} ${customer ? `${customer.name} ${customer.email ?? ''}` : ''} ${names.join(' ')}`;
}

/** The rollups of orders and products sold. */
class OrderSums {
  readonly #orders: Rollup;
  readonly #products: Rollup;

  constructor({ bind, calendar }: ProjectionContext) {
    this.#orders = new Rollup(bind, calendar, {
      table: 'order_rollups',
      keys: ['currency'],
      values: ['orders', 'cancelled'],
    });
    this.#products = new Rollup(bind, calendar, {
      table: 'product_rollups',
      keys: ['item_id', 'currency'],
      values: ['units', 'revenue'],
      grains: ['hour', 'day'],
    });
  }

  get tallies(): readonly Rollup[] {
    return [this.#orders, this.#products];
  }

  count(order: Order): void {
    this.#orders.add(order.placedAt, [order.currency], [1, order.status === 'cancelled' ? 1 : 0]);
    for (const line of order.lines)
      this.#products.add(order.placedAt, [line.itemId, order.currency], [line.quantity, line.total]);
  }

  changeStatus(before: Before, status: OrderStatus): void {
    const cancelled = (status === 'cancelled' ? 1 : 0) - (before.status === 'cancelled' ? 1 : 0);
    if (cancelled !== 0) this.#orders.add(before.placedAt, [before.currency], [0, cancelled]);
  }

  flush(): void {
    for (const tally of this.tallies) tally.flush();
  }

  clear(): void {
    for (const tally of this.tallies) tally.clear();
  }
}

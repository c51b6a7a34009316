import { Order, type OrderStatus, Payment } from '#shared/domain/orders.ts';
import type { EventOf } from '#shared/protocol/events/index.ts';
import type { ChannelProjection, Dump, ProjectionContext } from '../../store/projection.ts';
import { Rollup } from '../../store/tallies.ts';
import { foldWords } from '../../store/text.ts';

/** Lines of an order whose names can be searched for. */
const INDEXED_LINES = 5;

const ORDER_COLUMNS = `id, number, customer_id AS customerId, customer_name AS customerName, customer_email AS customerEmail, lines, total,
  currency, status, location_id AS locationId, placed_at AS placedAt`;

interface OrderRow extends Omit<Order, 'customer' | 'lines'> {
  readonly customerId: string | null;
  readonly customerName: string | null;
  readonly customerEmail: string | null;
  readonly lines: string;
}

export { ORDER_COLUMNS, type OrderRow };

export function toOrder({ customerId, customerName, customerEmail, lines, ...row }: OrderRow): Order {
  const customer =
    customerId === null || customerName === null
      ? null
      : { id: customerId, name: customerName, email: customerEmail };
  return { ...row, customer, lines: JSON.parse(lines) };
}

/** The channel `orders`. An order counts, also once cancelled, in the buckets of the moment it was placed. */
export function ordersProjection(context: ProjectionContext): ChannelProjection<'orders'> {
  const { sql, calendar, changes } = context;
  const figures = new Rollup(sql, calendar, {
    table: 'order_rollups',
    keys: ['currency'],
    values: ['orders', 'cancelled'],
  });
  const products = new Rollup(sql, calendar, {
    table: 'product_rollups',
    keys: ['item_id', 'currency'],
    values: ['units', 'revenue'],
    grains: ['hour', 'day'],
  });
  const insert = sql.prepare(
    `INSERT OR IGNORE INTO orders (id, number, customer_id, customer_name, customer_email, lines, total, currency, status, location_id,
       placed_at, seq, words) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const index = sql.prepare<[number | bigint, string]>('INSERT INTO orders_fts (rowid, words) VALUES (?, ?)');
  const find = sql.prepare<[string], { k: number; status: OrderStatus; currency: string; placed_at: number }>(
    'SELECT k, status, currency, placed_at FROM orders WHERE id = ?',
  );
  const setStatus = sql.prepare<[string, number, number]>(
    'UPDATE orders SET status = ?, seq = ? WHERE k = ?',
  );

  const count = (order: Order): void => {
    figures.add(order.placedAt, [order.currency], [1, order.status === 'cancelled' ? 1 : 0]);
    for (const line of order.lines)
      products.add(order.placedAt, [line.itemId, order.currency], [line.quantity, line.total]);
  };

  const put = (order: Order, seq: number): boolean => {
    const { customer } = order;
    const names = order.lines.slice(0, INDEXED_LINES).map((line) => `${line.sku} ${line.name}`);
    const words = foldWords(
      `${order.number} ${customer ? `${customer.name} ${customer.email ?? ''}` : ''} ${names.join(' ')}`,
    );
    const written = insert.run(
      order.id,
      order.number,
      customer?.id ?? null,
      customer?.name ?? null,
      customer?.email ?? null,
      JSON.stringify(order.lines),
      order.total,
      order.currency,
      order.status,
      order.locationId,
      order.placedAt,
      seq,
      words,
    );
    if (written.changes === 0) return false;
    index.run(written.lastInsertRowid, words);
    count(order);
    changes.touch('orders', order.id);
    return true;
  };

  const change = (
    event: EventOf<'orders.updated'> | EventOf<'orders.fulfilled'> | EventOf<'orders.cancelled'>,
  ): boolean => {
    const { orderId, status } = event.data;
    const before = find.get(orderId);
    if (!before) return false;
    setStatus.run(status, event.seq, before.k);
    const cancelled = (status === 'cancelled' ? 1 : 0) - (before.status === 'cancelled' ? 1 : 0);
    if (cancelled !== 0) figures.add(before.placed_at, [before.currency], [0, cancelled]);
    changes.touch('orders', orderId);
    return true;
  };

  return {
    channel: 'orders',
    tallies: [figures, products],
    events: {
      'orders.created': (event) => put(event.data.order, event.seq),
      'orders.updated': change,
      'orders.fulfilled': change,
      'orders.cancelled': change,
    },
    rows: { order: (row, seq) => void put(Order.parse(row), seq) },
    clear: () => {
      sql.prepare('DELETE FROM orders').run();
      sql.prepare(`INSERT INTO orders_fts (orders_fts) VALUES ('delete-all')`).run();
      figures.clear();
      products.clear();
    },
    rebuildRollups: () => {
      figures.clear();
      products.clear();
      const next = sql.prepare<[number], OrderRow & { k: number }>(
        `SELECT k, ${ORDER_COLUMNS} FROM orders WHERE k > ? ORDER BY k LIMIT 1000`,
      );
      for (let rows = next.all(0); rows.length > 0; rows = next.all(rows.at(-1)?.k ?? 0)) {
        for (const { k: _k, ...row } of rows) count(toOrder(row));
        figures.flush();
        products.flush();
      }
    },
  };
}

export const PAYMENT_COLUMNS = `id, order_id AS orderId, order_number AS orderNumber, kind, status, amount, currency, method, reason, at,
  settles_order AS settlesOrder`;

export type PaymentRow = Omit<Payment, 'settlesOrder'> & { readonly settlesOrder: number };

export function toPayment(row: PaymentRow): Payment {
  return { ...row, settlesOrder: row.settlesOrder === 1 };
}

/** The channel `payments`. Only what succeeded is in the figures; what is disputed later leaves them again. */
export function paymentsProjection(context: ProjectionContext): ChannelProjection<'payments'> {
  const { sql, calendar, changes } = context;
  const figures = new Rollup(sql, calendar, {
    table: 'payment_rollups',
    keys: ['currency'],
    values: ['paid', 'payments', 'refunded', 'refunds', 'paid_orders'],
  });
  const insert = sql.prepare(
    `INSERT OR IGNORE INTO payments (id, order_id, order_number, kind, status, amount, currency, method, reason, at, settles_order)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const find = sql.prepare<[string], PaymentRow>(`SELECT ${PAYMENT_COLUMNS} FROM payments WHERE id = ?`);
  const setStatus = sql.prepare<[string, string]>('UPDATE payments SET status = ? WHERE id = ?');

  const count = (p: Payment, sign: 1 | -1): void => {
    if (p.status !== 'succeeded') return;
    const values =
      p.kind === 'payment' ? [p.amount, 1, 0, 0, p.settlesOrder ? 1 : 0] : [0, 0, p.amount, 1, 0];
    figures.add(p.at, [p.currency], sign === 1 ? values : values.map((v) => -v));
  };

  const put = (p: Payment): boolean => {
    const written = insert.run(
      p.id,
      p.orderId,
      p.orderNumber,
      p.kind,
      p.status,
      p.amount,
      p.currency,
      p.method,
      p.reason,
      p.at,
      p.settlesOrder ? 1 : 0,
    );
    changes.touch('payments', p.orderId);
    if (written.changes === 1) {
      count(p, 1);
      return true;
    }
    const row = find.get(p.id);
    if (!row) return false;
    // Seen before: of a payment only its status changes.
    const before = toPayment(row);
    setStatus.run(p.status, p.id);
    count(before, -1);
    count({ ...before, status: p.status }, 1);
    return true;
  };
  const record = (
    event:
      | EventOf<'payments.received'>
      | EventOf<'payments.failed'>
      | EventOf<'payments.refunded'>
      | EventOf<'payments.disputed'>,
  ): boolean => put(event.data.payment);

  return {
    channel: 'payments',
    tallies: [figures],
    events: {
      'payments.received': record,
      'payments.failed': record,
      'payments.refunded': record,
      'payments.disputed': record,
    },
    rows: { payment: (row) => void put(Payment.parse(row)) },
    clear: () => {
      sql.prepare('DELETE FROM payments').run();
      figures.clear();
    },
    rebuildRollups: () => {
      figures.clear();
      const next = sql.prepare<[number], PaymentRow & { k: number }>(
        `SELECT k, ${PAYMENT_COLUMNS} FROM payments WHERE k > ? ORDER BY k LIMIT 1000`,
      );
      for (let rows = next.all(0); rows.length > 0; rows = next.all(rows.at(-1)?.k ?? 0)) {
        for (const row of rows) count(toPayment(row), 1);
        figures.flush();
      }
    },
  };
}

/** All rows of the channel `orders`, by id. */
export const dumpOrders: Dump = function* (sql) {
  for (const row of sql.raw
    .prepare<[], OrderRow>(`SELECT ${ORDER_COLUMNS} FROM orders ORDER BY id`)
    .iterate())
    yield { kind: 'order', row: toOrder(row) };
};

/** All rows of the channel `payments`, by id. */
export const dumpPayments: Dump = function* (sql) {
  for (const row of sql.raw
    .prepare<[], PaymentRow>(`SELECT ${PAYMENT_COLUMNS} FROM payments ORDER BY id`)
    .iterate()) {
    yield { kind: 'payment', row: toPayment(row) };
  }
};

import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import { olderThan } from '../../store/older.ts';
import { asOf, decodeCursor, encodeCursor, ReadError, type Reader } from '../../store/reader.ts';
import { ordersTable } from './tables.ts';

/** Lists orders, newest first, optionally of one customer. */
export function list(reader: Reader, input: MethodInput<'orders.list'>): MethodOutput<'orders.list'> {
  const key = decodeCursor(input.after, ['number', 'number']) ?? [Number.MAX_SAFE_INTEGER, 0];
  const of = input.customerId === null ? '' : 'customer_id = ? AND';
  const found = reader.all<StoredRow & { k: number; placed_at: number }>(
    `SELECT k, ${ordersTable.select()} FROM orders WHERE ${of} (placed_at, k) < (?, ?) ORDER BY placed_at DESC, k DESC LIMIT ?`,
    ...(input.customerId === null ? [] : [input.customerId]),
    ...key,
    input.limit + 1,
  );
  const shown = found.slice(0, input.limit);
  const last = shown.at(-1);
  return {
    rows: shown.map(ordersTable.decode),
    next: found.length > input.limit && last ? encodeCursor([last.placed_at, last.k]) : null,
    asOf: asOf(reader, ['orders']),
    ...olderThan(reader, {
      channel: 'orders',
      kind: 'order',
      of: input.customerId === null ? null : { kind: 'customer', id: input.customerId },
      before: null,
      isLast: found.length <= input.limit,
      at: last?.placed_at ?? null,
    }),
  };
}

/** Returns an order with the amounts paid and refunded in its currency. `seq` is that of its last change. */
export function order(
  reader: Reader,
  { orderId }: MethodInput<'orders.order'>,
): MethodOutput<'orders.order'> {
  const found = reader.get<StoredRow & { seq: number }>(
    `SELECT seq, ${ordersTable.select()} FROM orders WHERE id = ?`,
    orderId,
  );
  if (!found)
    throw new ReadError({
      code: 'not_found',
      message: 'This order is not in the cache.',
      field: 'orderId',
    });
  const shown = ordersTable.decode(found);
  const sums = reader.get<{ paid: number | null; refunded: number | null }>(
    `SELECT sum(amount) FILTER (WHERE kind = 'payment') AS paid, sum(amount) FILTER (WHERE kind = 'refund') AS refunded
     FROM payments WHERE order_id = ? AND status = 'succeeded' AND currency = ?`,
    orderId,
    shown.currency,
  );
  return {
    order: shown,
    paid: sums?.paid ?? 0,
    refunded: sums?.refunded ?? 0,
    seq: found.seq,
    asOf: asOf(reader, ['orders', 'payments']),
  };
}

import type { OutboxEntry } from '#shared/bridge/commands.ts';
import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import { asOf, decodeCursor, encodeCursor, ReadError, type Reader } from '../../store/reader.ts';
import { ORDER_COLUMNS, type OrderRow, toOrder } from './projection.ts';

/** Orders newest first; of one customer where given. */
export function list(reader: Reader, input: MethodInput<'orders.list'>): MethodOutput<'orders.list'> {
  const key = decodeCursor(input.after, ['number', 'number']) ?? [Number.MAX_SAFE_INTEGER, 0];
  const of = input.customerId === null ? '' : 'customer_id = ? AND';
  const found = reader.all<OrderRow & { k: number }>(
    `SELECT k, ${ORDER_COLUMNS} FROM orders WHERE ${of} (placed_at, k) < (?, ?) ORDER BY placed_at DESC, k DESC LIMIT ?`,
    ...(input.customerId === null ? [] : [input.customerId]),
    ...key,
    input.limit + 1,
  );
  const shown = found.slice(0, input.limit);
  const last = shown.at(-1);
  return {
    rows: shown.map(({ k: _k, ...row }) => toOrder(row)),
    next: found.length > input.limit && last ? encodeCursor([last.placedAt, last.k]) : null,
    asOf: asOf(reader, ['orders']),
  };
}

/** An order with what was paid and refunded in its currency. `seq` is its last change. */
export function order(
  reader: Reader,
  { orderId }: MethodInput<'orders.order'>,
): MethodOutput<'orders.order'> {
  const found = reader.get<OrderRow & { seq: number }>(
    `SELECT seq, ${ORDER_COLUMNS} FROM orders WHERE id = ?`,
    orderId,
  );
  if (!found)
    throw new ReadError({
      code: 'not_found',
      message: 'There is no such order in the cache.',
      field: 'orderId',
    });
  const { seq, ...row } = found;
  const sums = reader.get<{ paid: number | null; refunded: number | null }>(
    `SELECT sum(amount) FILTER (WHERE kind = 'payment') AS paid, sum(amount) FILTER (WHERE kind = 'refund') AS refunded
     FROM payments WHERE order_id = ? AND status = 'succeeded' AND currency = ?`,
    orderId,
    row.currency,
  );
  return {
    order: toOrder(row),
    paid: sums?.paid ?? 0,
    refunded: sums?.refunded ?? 0,
    seq,
    asOf: asOf(reader, ['orders', 'payments']),
  };
}

interface OutboxRow {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly data: string;
  readonly state: OutboxEntry['state'];
  readonly createdAt: number;
  readonly attempts: number;
  readonly error: string | null;
}

function parse(json: string | null): unknown {
  if (json === null) return null;
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

function errorOf(json: string | null): OutboxEntry['error'] {
  const error = parse(json);
  if (typeof error !== 'object' || error === null) return null;
  const text = (value: unknown, most: number): string | null =>
    typeof value === 'string' ? value.slice(0, most) : null;
  return {
    code: text('code' in error ? error.code : null, 40) ?? 'internal',
    message: text('message' in error ? error.message : null, 1000) ?? '',
    field: text('field' in error ? error.field : null, 200),
  };
}

/** Commands, newest first, at most 500: all not settled come before any that is. */
export function outbox(reader: Reader): MethodOutput<'commands.outbox'> {
  const columns = 'id, type, subject, data, state, created_at AS createdAt, attempts, error';
  const rows = reader.all<OutboxRow>(
    `SELECT * FROM (SELECT ${columns}, n, 0 AS done FROM outbox WHERE state IN ('queued', 'sending', 'sent', 'refused') ORDER BY n DESC LIMIT 500)
     UNION ALL SELECT * FROM (SELECT ${columns}, n, 1 AS done FROM outbox WHERE state = 'settled' ORDER BY n DESC LIMIT 100)
     ORDER BY done, n DESC LIMIT 500`,
  );
  return {
    entries: rows.map((row) => ({
      id: row.id,
      type: row.type,
      subject: row.subject,
      data: parse(row.data),
      state: row.state,
      createdAt: row.createdAt,
      attempts: row.attempts,
      error: errorOf(row.error),
    })),
  };
}

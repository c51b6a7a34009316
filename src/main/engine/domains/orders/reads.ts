import type { Older } from '#shared/bridge/contract.ts';
import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import type { OrderEntryRow } from '#shared/bridge/orders.ts';
import { addGoods } from '#shared/domain/order-account.ts';
import { addLines } from '#shared/domain/refunds.ts';
import { shippedCounts } from '#shared/domain/shipments.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import { olderThan } from '../../store/older.ts';
import { asOf, decodeCursor, encodeCursor, type Reader } from '../../store/reader.ts';
import { entriesPage } from '../../store/record-entries.ts';
import { changesOrder, pendingOrders, withEffects } from './effects.ts';
import { ordersOfItem } from './of-item.ts';
import { accountOf } from './search-list.ts';
import { orderEntriesTable, ordersTable, paymentsTable } from './tables.ts';

/** Lists orders, newest first, optionally of one customer or with one item. */
export function list(reader: Reader, input: MethodInput<'orders.list'>): MethodOutput<'orders.list'> {
  const key = decodeCursor(input.after, ['number', 'number']) ?? [Number.MAX_SAFE_INTEGER, 0];
  const [of, ...values] = filterOf(reader, input);
  const found = reader.all<StoredRow & { k: number; placed_at: number }>(
    `SELECT k, ${ordersTable.select()} FROM orders WHERE ${of} (placed_at, k) < (?, ?) ORDER BY placed_at DESC, k DESC LIMIT ?`,
    ...values,
    ...key,
    input.limit + 1,
  );
  const shown = found.slice(0, input.limit);
  const last = shown.at(-1);
  return {
    rows: shown.map(ordersTable.decode),
    next: found.length > input.limit && last ? encodeCursor([last.placed_at, last.k]) : null,
    asOf: asOf(reader, ['orders']),
    ...(input.itemId === null
      ? olderThan(reader, {
          channel: 'orders',
          kind: 'order',
          of: input.customerId === null ? null : { kind: 'customer', id: input.customerId },
          before: null,
          isLast: found.length <= input.limit,
          at: last?.placed_at ?? null,
        })
      : {}),
  };
}

/** Returns what a list of orders is limited to, and the values of its parameters. */
function filterOf(
  reader: Reader,
  { customerId, itemId }: MethodInput<'orders.list'>,
): readonly [sql: string, ...values: string[]] {
  const [ofCustomer, ofItem] = ['customer_id = ? AND', 'k IN (SELECT value FROM json_each(?)) AND'];
  const keys = itemId === null ? null : JSON.stringify(ordersOfItem(reader, itemId));
  return [
    `${customerId === null ? '' : ofCustomer} ${keys === null ? '' : ofItem}`,
    ...(customerId === null ? [] : [customerId]),
    ...(keys === null ? [] : [keys]),
  ];
}

/** The payments and entries of an order that are shown at most. */
const MAX_PAYMENTS = 500;

/** Returns an order as it stands with the user's unsettled commands, its payments, and what it did to the stock. */
export function order(
  reader: Reader,
  { orderId }: MethodInput<'orders.order'>,
): MethodOutput<'orders.order'> {
  const found = reader.get<StoredRow & { seq: number; location_name: string | null }>(
    `SELECT o.seq, l.name AS location_name, ${ordersTable.select('o')} FROM orders o
     LEFT JOIN locations l ON l.id = o.location_id WHERE o.id = ?`,
    orderId,
  );
  const provenance = asOf(reader, ['orders', 'payments']);
  if (!found)
    return {
      ...{ order: null, locationName: null, paid: 0, refunded: 0, disputed: 0, payments: [] },
      ...{ returned: [], refundedLines: [] },
      ...{ pending: false, seq: 0, asOf: provenance },
      ...olderOf(reader, 'orders', 'order', { kind: 'order', id: orderId }),
    };
  const stored = ordersTable.decode(found);
  const payments = reader
    .all<StoredRow>(
      `SELECT ${paymentsTable.select()} FROM payments WHERE order_id = ? ORDER BY at, k LIMIT ${MAX_PAYMENTS}`,
      orderId,
    )
    .map(paymentsTable.decode);
  const pending = (pendingOrders(reader).get(orderId) ?? []).filter(changesOrder);
  const now = withEffects(
    {
      ...accountOf(reader, stored),
      status: stored.status,
      ordered: stored.lines,
      shipped: shippedCounts(stored),
      returned: payments.flatMap((payment) => (payment.status === 'succeeded' ? payment.returned : [])),
      lines: payments.flatMap((payment) => (payment.status === 'succeeded' ? payment.lines : [])),
    },
    pending,
  );
  return {
    order: { ...stored, status: now.status, shipped: [...now.shipped] },
    locationName: found.location_name ?? stored.locationId,
    paid: now.paid,
    refunded: now.refunded,
    disputed: now.disputed ?? 0,
    payments,
    returned: addGoods(now.returned),
    refundedLines: addLines(now.lines),
    pending: pending.length > 0,
    seq: found.seq,
    asOf: provenance,
    ...olderOf(reader, 'payments', 'payment', { kind: 'order', id: orderId }),
  };
}

/** Returns the request for rows of a record that the cache does not have. */
function olderOf(
  reader: Reader,
  channel: 'orders' | 'payments',
  kind: string,
  of: NonNullable<Older['of']>,
): { older?: Older } {
  return olderThan(reader, { channel, kind, of, before: null, isLast: true, at: null });
}

/** Lists what happened to an order, newest first. The first page starts with the notes in the outbox. */
export function entries(
  reader: Reader,
  input: MethodInput<'orders.entries'>,
): MethodOutput<'orders.entries'> {
  const { orderId } = input;
  const of = { kind: 'order', id: orderId };
  const page = entriesPage(reader, input, { channel: 'orders', kind: 'order_entry', of }, (before, limit) =>
    reader
      .all<StoredRow>(
        `SELECT ${orderEntriesTable.select()} FROM order_entries WHERE order_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?`,
        orderId,
        before,
        limit,
      )
      .map(orderEntriesTable.decode),
  );
  const waiting = input.after === null ? (pendingOrders(reader).get(orderId) ?? []) : [];
  const notes = waiting.flatMap(({ id, effect }): OrderEntryRow[] =>
    effect.kind === 'order_note'
      ? [
          {
            ...{ seq: 0, orderId: effect.orderId, kind: 'note', text: effect.body },
            ...{ actor: effect.author, at: effect.at, commandId: id },
          },
        ]
      : [],
  );
  return {
    ...page,
    rows: [...notes.reverse(), ...page.rows.map((entry) => ({ ...entry, commandId: null }))],
  };
}

/** Finds the orders and items that words name. Numbers are compared as written and in capitals, SKUs in any case. */
export function references(
  reader: Reader,
  { words }: MethodInput<'orders.references'>,
): MethodOutput<'orders.references'> {
  return {
    references: [...new Set(words)].flatMap((word) => {
      const order = reader.get<{ id: string }>(
        'SELECT id FROM orders WHERE number IN (?, ?) LIMIT 1',
        word,
        word.toUpperCase(),
      );
      if (order) return [{ word, subject: { kind: 'order', id: order.id } }];
      const item = reader.get<{ id: string }>(
        'SELECT id FROM items INDEXED BY items_by_sku WHERE sku COLLATE NOCASE = ? LIMIT 1',
        word,
      );
      return item ? [{ word, subject: { kind: 'item', id: item.id } }] : [];
    }),
  };
}

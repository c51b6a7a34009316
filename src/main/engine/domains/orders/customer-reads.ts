import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import type { Customer } from '#shared/domain/orders.ts';
import type { SearchSource } from '../../store/domain.ts';
import { olderThan } from '../../store/older.ts';
import { asOf, type Reader } from '../../store/reader.ts';
import { snippet } from '../../store/text.ts';
import { findText, type Searched } from '../../store/text-search.ts';

interface Known extends Customer {
  readonly firstAt: number;
  readonly lastAt: number;
}

/** Returns what a customer bought and paid, and when they were first and last seen: by an order or a message. */
export function customer(
  reader: Reader,
  { customerId }: MethodInput<'customers.customer'>,
): MethodOutput<'customers.customer'> {
  const ordered = reader.get<Known>(
    'SELECT id, name, email, first_at AS firstAt, last_at AS lastAt FROM customers WHERE id = ?',
    customerId,
  );
  const spoken = reader.get<Known>(
    `SELECT customer_id AS id, customer_name AS name, customer_email AS email,
       (SELECT min(created_at) FROM conversations WHERE customer_id = ?) AS firstAt,
       (SELECT max(coalesce(last_customer_message_at, created_at)) FROM conversations WHERE customer_id = ?) AS lastAt
     FROM conversations WHERE customer_id = ? ORDER BY last_message_at DESC LIMIT 1`,
    customerId,
    customerId,
    customerId,
  );
  const shown = ordered ?? spoken;
  const seen = [ordered, spoken].filter((one) => one !== undefined);
  const orders = reader.get<{ n: number }>(
    'SELECT count(*) AS n FROM orders WHERE customer_id = ?',
    customerId,
  );
  const value = reader.all<{ currency: string; paid: number; refunded: number }>(
    `SELECT p.currency, coalesce(sum(p.amount) FILTER (WHERE p.kind = 'payment'), 0) AS paid,
       coalesce(sum(p.amount) FILTER (WHERE p.kind = 'refund'), 0) AS refunded
     FROM orders o INDEXED BY orders_by_customer CROSS JOIN payments p INDEXED BY payments_by_order ON p.order_id = o.id
     WHERE o.customer_id = ? AND p.status = 'succeeded' GROUP BY p.currency ORDER BY p.currency LIMIT 50`,
    customerId,
  );
  const missing = (['orders', 'payments'] as const).map((channel) =>
    olderThan(reader, {
      channel,
      kind: channel === 'orders' ? 'order' : 'payment',
      of: { kind: 'customer', id: customerId },
      before: null,
      isLast: true,
      at: null,
    }),
  );
  const held = reader.get<{ from: number | null }>(
    "SELECT max(complete_from) AS \"from\" FROM history WHERE kind IN ('order', 'payment')",
  );
  const incomplete = missing.find(({ older }) => older !== undefined);
  return {
    customer: shown ? { id: shown.id, name: shown.name, email: shown.email } : null,
    orders: orders?.n ?? 0,
    value,
    firstSeen: seen.length > 0 ? Math.min(...seen.map(({ firstAt }) => firstAt)) : null,
    lastSeen: seen.length > 0 ? Math.max(...seen.map(({ lastAt }) => lastAt)) : null,
    completeFrom: incomplete ? (held?.from ?? null) : null,
    asOf: asOf(reader, ['orders', 'payments', 'chat']),
    ...(incomplete ?? {}),
  };
}

interface CustomerHit {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly at: number;
  readonly words: string;
}

const CUSTOMERS: Searched<CustomerHit> = {
  index: 'customers_fts',
  columns: 'c.id, c.name, c.email, c.last_at AS at, c.words',
  from: 'customers c ON c.k = f.rowid',
  words: ({ words }) => words,
};

/** Searches the customers of orders by name and e-mail. */
export const customerSearch: SearchSource = {
  channel: 'orders',
  find: (reader, terms, after, limit) =>
    findText(reader, CUSTOMERS, terms, after, limit).map(({ row, position }) => ({
      position,
      hit: {
        kind: 'customer',
        id: row.id,
        title: row.name,
        snippet: snippet(row.email ?? '', terms),
        at: row.at,
        subject: { kind: 'customer', id: row.id },
      },
    })),
};

import { beforeAll, describe, expect, it } from 'vitest';
import { METHODS, type MethodInput, type ReadName } from '#shared/bridge/index.ts';
import { ALL_ORDERS } from '#shared/domain/order-list.ts';
import { answer } from '../../src/main/engine/threads/serve.ts';
import { cachePerFile } from '../support/cache-per-file.ts';
import { workedMs } from '../support/work.ts';

const ORDERS = 500_000;
const CUSTOMERS = 50_000;
/** The longest a read may take, ms: an order of magnitude above what it takes on a quiet machine. */
const LONGEST_READ_MS = 400;

const cache = cachePerFile('many-orders');
const statements = new Set<string>();

beforeAll(() => {
  const { db } = cache.writer;
  db.exec(`
    BEGIN;
    WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${ORDERS - 1})
    INSERT INTO orders (k, id, number, customer_id, customer_name, customer_email, lines, total, currency, status, location_id, placed_at, seq, words)
    SELECT i + 1, 'o' || i, 'N-' || i, 'c' || (i % ${CUSTOMERS}), 'Customer ' || (i % ${CUSTOMERS}), NULL,
      '[{"itemId":"i1","sku":"SKU-1","name":"Chair","quantity":1,"unitPrice":100,"total":100}]', 100, 'USD',
      iif(i % 50 = 0, 'paid', 'fulfilled'), 'l1', i * 60000, i + 1,
      'n ' || i || ' customer ' || (i % ${CUSTOMERS}) || ' sku ' || (i % 1000) || ' chair' FROM n;
    INSERT INTO orders_fts (rowid, words) SELECT k, words FROM orders;
    INSERT INTO customers (id, name, email, first_at, last_at, words)
      SELECT customer_id, customer_name, NULL, min(placed_at), max(placed_at), 'customer' FROM orders GROUP BY customer_id;
    INSERT INTO payments (id, order_id, order_number, kind, status, amount, currency, method, reason, at, settles_order)
      SELECT 'p' || id, id, number, 'payment', 'succeeded', 100, 'USD', 'card', NULL, placed_at, 1 FROM orders;
    INSERT INTO order_entries (seq, order_id, kind, text, actor, at) SELECT k, id, 'fulfilled', NULL, NULL, placed_at FROM orders;
    INSERT INTO counters (key, value) SELECT 'orders.' || status, count(*) FROM orders GROUP BY status;
    COMMIT;
  `);
  const prepare = db.prepare.bind(db);
  Object.defineProperty(db, 'prepare', {
    value: (text: string) => {
      statements.add(text);
      return prepare(text);
    },
  });
}, 120_000);

const ALL: MethodInput<'orders.search'> = { ...ALL_ORDERS, after: null, limit: 200 };

const READS: readonly { [N in ReadName]?: MethodInput<N> }[] = [
  { 'orders.search': ALL },
  { 'orders.search': { ...ALL, status: 'paid' } },
  { 'orders.search': { ...ALL, status: 'cancelled' } },
  { 'orders.search': { ...ALL, from: '1970-02-01', to: '1970-02-10' } },
  { 'orders.search': { ...ALL, status: 'paid', from: '1970-02-01', to: '1970-06-10' } },
  { 'orders.search': { ...ALL, customerId: 'c7' } },
  { 'orders.search': { ...ALL, locationId: 'l1', sort: 'total' } },
  { 'orders.search': { ...ALL, status: 'paid', sort: 'number', direction: 'asc' } },
  { 'orders.search': { ...ALL, payment: 'unpaid' } },
  { 'orders.search': { ...ALL, payment: 'partly_refunded', overdue: true } },
  { 'orders.search': { ...ALL, partly: true } },
  { 'orders.search': { ...ALL, amount: { currency: 'USD', least: 1_000, most: null } } },
  { 'orders.counts': {} },
  { 'orders.search': { ...ALL, search: 'N-4711' } },
  { 'orders.search': { ...ALL, search: 'sku 77', status: 'fulfilled' } },
  { 'orders.search': { ...ALL, search: 'chair', status: 'paid' } },
  { 'orders.order': { orderId: 'o4711' } },
  { 'orders.entries': { orderId: 'o4711', after: null, limit: 50 } },
  { 'orders.references': { words: ['n-4711', 'SKU-1'] } },
  { 'customers.customer': { customerId: 'c7' } },
  { 'chat.about': { subject: { kind: 'order', id: 'o4711' }, after: null, limit: 50 } },
  { 'chat.about': { subject: { kind: 'customer', id: 'c7' }, after: null, limit: 50 } },
];

/** Runs a read and returns its answer, how long it took (ms) and the statements that it prepared. */
function run(asked: (typeof READS)[number]) {
  const [name, input] = Object.entries(asked)[0] as [ReadName, MethodInput<ReadName>];
  statements.clear();
  const started = workedMs();
  const result = answer(cache.writer.db, name, input, Date.now());
  const ms = workedMs() - started;
  if (!result.ok) throw new Error(result.error.message);
  METHODS[name].output.parse(result.value);
  return { value: result.value, ms, texts: [...statements] };
}

/** The steps that read a large table from end to end, or sort what is read. */
const SLOW_STEP = /^SCAN (?!f\b|j\b|json_each|orders_fts|\(subquery)(?!.*USING)|USE TEMP B-TREE FOR ORDER BY/;

describe(`reads over ${ORDERS} orders`, () => {
  it.each(READS.map((read) => [JSON.stringify(read), read] as const))('%s uses an index', (_name, read) => {
    const { ms, texts } = run(read);
    for (const text of texts.filter(
      (one) => /^\s*SELECT/.test(one) && /orders|payments|conversations|customers/.test(one),
    )) {
      const plan = cache.writer.db
        .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${text.replaceAll(/\?\d?/g, 'NULL')}`)
        .all()
        .map(({ detail }) => detail);
      // What is sorted is little: what a search has found (at most 5,000), what belongs to one order, and the orders that wait for
      // their payment or their goods, by number or total.
      const sortsFound =
        /json_each\(|conversation_orders|WHERE order_id = \?|by_status[\s\S]*ORDER BY o\.(number|currency)/.test(
          text,
        );
      expect(plan.filter((step) => SLOW_STEP.test(step) && !(sortsFound && step.startsWith('USE')))).toEqual(
        [],
      );
    }
    expect(ms).toBeLessThan(LONGEST_READ_MS);
  });

  it('pages to the end of a filter without a gap, and counts it', () => {
    const ids: string[] = [];
    let total = 0;
    for (let after: string | null = null; ; ) {
      const result = answer(
        cache.writer.db,
        'orders.search',
        { ...ALL, status: 'paid', from: '1970-01-01', to: '1970-02-10', after },
        Date.now(),
      );
      if (!result.ok) throw new Error(result.error.message);
      const page = METHODS['orders.search'].output.parse(result.value);
      ids.push(...page.rows.map(({ id }) => id));
      total = page.total;
      if (page.next === null) break;
      after = page.next;
    }
    const expected = cache.writer.db
      .prepare<[], string>(
        `SELECT id FROM orders WHERE status = 'paid' AND placed_at < ${41 * 86_400_000} ORDER BY placed_at DESC`,
      )
      .pluck()
      .all();
    expect(ids).toEqual(expected);
    expect(total).toBe(expected.length);
  });
});

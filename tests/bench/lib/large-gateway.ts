import { openSql } from '../../../src/gateway/db/open.ts';
import { migrateTo } from '../../../src/gateway/migrations.ts';

/** How much a large gateway holds. */
export interface LargeScale {
  readonly messages: number;
  readonly movements: number;
  readonly orders: number;
  /** Messages of a conversation; 10 unless given. */
  readonly perConversation?: number;
  /** Every how many conversations one is unresolved; 50 unless given. */
  readonly unresolvedEvery?: number;
  /** Over how many days the history is spread evenly; two years unless given. */
  readonly days?: number;
}

const ITEMS = 20_000;
const DAY_MS = 86_400_000;

/** The numbers from 0 below @n. */
const NUMBERS =
  'WITH RECURSIVE numbers(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM numbers WHERE i + 1 < @n)';
const WORDS =
  "'order parcel number ' || i || ' arrived late, please send the invoice and the missing screws'";

/**
 * Builds a gateway's database directly, without its rules: items with a level each, the ledger, conversations with messages,
 * orders and their payments, all spread over some days up to `now`. The log has one event, whose sequence is that of the last row.
 */
export async function buildLargeGateway(path: string, scale: LargeScale, now: number): Promise<void> {
  const { perConversation = 10, unresolvedEvery = 50, days = 730 } = scale;
  const spread = days * DAY_MS;
  await migrateTo(path);
  const sql = openSql(path);
  const { raw } = sql;
  raw.pragma('synchronous = OFF');
  raw.pragma('cache_size = -400000');
  const indexes = raw
    .prepare<[], { name: string; sql: string }>(
      `SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL
         AND tbl_name IN ('movements', 'messages', 'orders', 'payments', 'conversations')`,
    )
    .all();
  const fill = (text: string, n: number): void => {
    const start = now - spread;
    raw.prepare(`${text.replace('NUMBERS', NUMBERS)}`).run({ n, start, step: spread / n, now });
  };
  const conversations = Math.ceil(scale.messages / perConversation);
  const head = Math.max(scale.messages, scale.movements, scale.orders) + 1;
  const at = 'CAST(@start + (i + 1) * @step AS INTEGER)';
  raw.transaction(() => {
    for (const { name } of indexes) raw.exec(`DROP INDEX ${name}`);
    raw.exec("INSERT INTO locations (id, name, kind) VALUES ('main', 'Main warehouse', 'warehouse')");
    fill(
      `INSERT INTO items (id, sku, name, category, barcode, unit, price, cost, currency, status, backorder_limit)
       NUMBERS SELECT printf('item-%06d', i), 'SKU-' || i, 'Product number ' || i, 'Category ' || (i % 40), NULL, 'piece', 1999, 900, 'USD', 'active', 0
       FROM numbers WHERE @start + @step + @now > 0`,
      ITEMS,
    );
    fill(
      `INSERT INTO levels (id, item_id, location_id, on_hand, committed, unavailable, incoming, seq, at)
       NUMBERS SELECT i + 1, printf('item-%06d', i), 'main', 100 + i % 50, 0, 0, 0, 1 + i, @now FROM numbers WHERE @start + @step > 0`,
      ITEMS,
    );
    fill(
      `INSERT INTO movements (seq, n, level_id, type, lot_id, delta_on_hand, delta_committed, delta_unavailable, on_hand_after,
         committed_after, unavailable_after, actor, reason, reference, command_id, at)
       NUMBERS SELECT i + 1, 0, 1 + (i * 7919) % ${ITEMS}, 'adjusted', NULL, 1 - 2 * (i % 2), 0, 0, 100 + i % 50, 0, 0,
         '{"kind":"user","id":"manager","name":"Manager"}', 'counted', NULL, NULL, ${at} FROM numbers WHERE @now > 0`,
      scale.movements,
    );
    fill(
      `INSERT INTO conversations (id, customer_id, customer_name, customer_email, subject, status, priority, labels, assignee_id,
         assignee_name, order_ids, created_at, last_message_at, last_message_preview, last_customer_message_at, waiting_since,
         snoozed_until, customer_delivered_seq, customer_read_seq, last_message_seq)
       NUMBERS SELECT printf('talk-%07d', i), 'customer-' || (i % 90000), 'Customer ' || (i % 90000), 'c' || (i % 90000) || '@example.com',
         'Where is my order?', iif(i % ${unresolvedEvery} = 0, 'open', 'resolved'), 'medium', '[]', NULL, NULL, '[]',
         ${at}, ${at}, 'please send the invoice', ${at}, NULL, NULL, 0, 0, (i + 1) * ${perConversation} FROM numbers WHERE @now > 0`,
      conversations,
    );
    fill(
      `INSERT INTO messages (seq, id, conversation_id, author, kind, body, attachments, at)
       NUMBERS SELECT i + 1, printf('message-%08d', i), printf('talk-%07d', i / ${perConversation}),
         '{"kind":"customer","id":"customer-' || (i / ${perConversation} % 90000) || '","name":"Customer ' || (i / ${perConversation} % 90000) || '"}',
         'text', ${WORDS}, '[]', ${at} FROM numbers WHERE @now > 0`,
      scale.messages,
    );
    fill(
      `INSERT INTO orders (id, number, customer_id, customer_name, customer_email, lines, total, currency, status, location_id,
         placed_at, paid, refunded)
       NUMBERS SELECT printf('order-%07d', i), 'N-' || i, 'customer-' || (i % 90000), 'Customer ' || (i % 90000), 'c' || (i % 90000) || '@example.com',
         json_array(json_object('itemId', printf('item-%06d', i % ${ITEMS}), 'sku', 'SKU-' || (i % ${ITEMS}), 'name', 'Product number ' || (i % ${ITEMS}),
           'quantity', 2, 'unitPrice', 1999, 'total', 3998)), 3998, 'USD', 'paid', 'main', ${at}, 3998, 0 FROM numbers WHERE @now > 0`,
      scale.orders,
    );
    fill(
      `INSERT INTO payments (id, order_id, order_number, kind, status, amount, currency, method, reason, at, settles_order)
       NUMBERS SELECT printf('payment-%07d', i), printf('order-%07d', i), 'N-' || i, 'payment', 'succeeded', 3998, 'USD', 'card', NULL, ${at}, 1
       FROM numbers WHERE @now > 0`,
      scale.orders,
    );
    for (const { sql: text } of indexes) raw.exec(text);
    const id = '01920000-0000-7000-8000-000000000001';
    const event = { id, seq: head, channel: 'system', type: 'system.gateway_started', at: now };
    const body = { ...event, actor: null, commandId: null, data: { version: '0', startedAt: now } };
    raw
      .prepare('INSERT INTO events (seq, id, channel, type, at, body) VALUES (?, ?, ?, ?, ?, ?)')
      .run(head, id, event.channel, event.type, now, JSON.stringify(body));
  })();
  sql.close();
}

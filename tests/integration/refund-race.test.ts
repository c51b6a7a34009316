import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CommandData, CommandType } from '#shared/protocol/commands/index.ts';
import { handshake, TestClient } from '../support/client.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeCommand } from '../support/make/command.ts';
import { makeItem, makeLocation } from '../support/make/item.ts';

const CLIENTS = 8;
const UNITS = 6;
const PRICE = 333;

let on: TestGateway;
let clients: TestClient[] = [];

beforeAll(async () => {
  on = await startTestGateway({
    RATE_LIMIT_MESSAGES_PER_SECOND: '1000000',
    RATE_LIMIT_COMMANDS_PER_SECOND: '1000000',
  });
  const token = await on.token('manager');
  clients = await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      const client = new TestClient(on.url, handshake(token));
      await client.untilReceived('welcome');
      return client;
    }),
  );
});

afterAll(async () => {
  for (const client of clients) client.close();
  await on?.stop();
});

it('refunds of many consoles at once, with retries, never take more than was paid or ordered', async () => {
  const [first] = clients;
  if (!first) throw new Error('no client');
  const run = async <T extends CommandType>(type: T, data: CommandData<T>): Promise<void> =>
    expect(await first.command(type, data)).toMatchObject({ ok: true });
  await run('inventory.create_location', { location: makeLocation({ id: 'shop' }) });
  await run('inventory.create_item', { item: makeItem({ id: 'tea' }) });
  const at = { itemId: 'tea', locationId: 'shop' };
  await run('inventory.receive', { ...at, quantity: UNITS, reference: null });
  const total = UNITS * PRICE - 1;
  await run('orders.create', {
    ...{ orderId: 'o1', number: 'O1', customer: null, currency: 'USD', locationId: 'shop' },
    lines: [{ itemId: 'tea', quantity: UNITS, unitPrice: PRICE, total }],
  });
  const paid = { orderId: 'o1', amount: total, currency: 'USD' };
  await run('payments.receive', { ...paid, paymentId: uuidv7(), method: 'card' });
  await run('orders.fulfil', { orderId: 'o1' });
  const refunds = Array.from(
    { length: 12 },
    (): CommandData<'payments.refund'> => ({
      ...{ paymentId: uuidv7(), orderId: 'o1', amount: PRICE - 1, currency: 'USD', reason: 'race' },
      ...{ returned: [{ itemId: 'tea', quantity: 1 }], lines: [{ line: 0, quantity: 1 }] },
    }),
  );
  // Each is sent by three consoles: twice as the same command, and once as another command with the same payment.
  const replies = await Promise.all(
    refunds.flatMap((data, n) => {
      const envelope = makeCommand('payments.refund', data);
      return [
        clients[n % CLIENTS]?.submit(envelope),
        clients[(n + 1) % CLIENTS]?.submit(envelope),
        clients[(n + 2) % CLIENTS]?.command('payments.refund', data),
      ];
    }),
  );
  for (const reply of replies)
    if (reply && !reply.ok)
      expect(['invalid', 'conflict', 'idempotency_conflict']).toContain(reply.error.code);
  const sql = on.gateway.readSql;
  const order = sql
    .prepare<[], Record<string, number | string>>('SELECT paid, refunded, returned FROM orders')
    .get();
  const rows = sql
    .prepare<[], { n: number; amount: number; lines: number }>(
      `SELECT count(*) AS n, sum(amount) AS amount, sum(lines ->> '$[0].quantity') AS lines FROM payments WHERE kind = 'refund'`,
    )
    .get();
  expect(rows).toEqual({ n: UNITS, amount: UNITS * (PRICE - 1), lines: UNITS });
  expect(order).toMatchObject({ paid: total, refunded: UNITS * (PRICE - 1) });
  expect(order?.['returned']).toBe(JSON.stringify([{ itemId: 'tea', quantity: UNITS }]));
});

it('shipments of many consoles at once, from two locations, never take more than was ordered or is there', async () => {
  const [first] = clients;
  if (!first) throw new Error('no client');
  const run = async <T extends CommandType>(type: T, data: CommandData<T>): Promise<void> =>
    expect(await first.command(type, data)).toMatchObject({ ok: true });
  const places = ['north', 'south'] as const;
  await run('inventory.create_item', { item: makeItem({ id: 'mug' }) });
  for (const [n, id] of places.entries()) {
    await run('inventory.create_location', { location: makeLocation({ id, name: id }) });
    const quantity = n === 0 ? 2 * UNITS : 3;
    await run('inventory.receive', { itemId: 'mug', locationId: id, quantity, reference: null });
  }
  for (const orderId of ['s1', 's2']) {
    await run('orders.create', {
      ...{ orderId, number: orderId, customer: null, currency: 'USD', locationId: 'north' },
      lines: [{ itemId: 'mug', quantity: UNITS, unitPrice: PRICE, total: UNITS * PRICE }],
    });
    const amount = UNITS * PRICE;
    await run('payments.receive', {
      ...{ paymentId: uuidv7(), orderId, amount, currency: 'USD', method: 'card' },
    });
  }
  const replies = await Promise.all(
    Array.from({ length: 32 }, (_, n) => {
      const envelope = makeCommand('orders.fulfil', {
        ...{ orderId: n % 2 === 0 ? 's1' : 's2', lines: [{ line: 0, quantity: 1 }] },
        locationId: places[n % 3 === 0 ? 1 : 0] ?? 'north',
      });
      // Each is sent twice, by two consoles.
      return [clients[n % CLIENTS]?.submit(envelope), clients[(n + 1) % CLIENTS]?.submit(envelope)];
    }).flat(),
  );
  for (const reply of replies)
    if (reply && !reply.ok) expect(['invalid', 'conflict', 'insufficient_stock']).toContain(reply.error.code);
  const sql = on.gateway.readSql;
  const rows = <T>(text: string): T[] => sql.prepare<[], T>(text).all();
  expect(rows("SELECT status, shipped FROM orders WHERE id IN ('s1', 's2')")).toEqual(
    Array.from({ length: 2 }, () => ({ status: 'fulfilled', shipped: `[${UNITS}]` })),
  );
  expect(rows("SELECT count(*) AS n FROM shipments WHERE order_id IN ('s1', 's2')")).toEqual([
    { n: 2 * UNITS },
  ]);
  const [north, south] = rows<{ onHand: number; committed: number }>(
    "SELECT on_hand AS onHand, committed FROM levels WHERE item_id = 'mug' ORDER BY location_id",
  );
  expect([north?.committed, south?.committed]).toEqual([0, 0]);
  expect(south?.onHand).toBeGreaterThanOrEqual(0);
  expect((north?.onHand ?? 0) + (south?.onHand ?? 0)).toBe(3);
});

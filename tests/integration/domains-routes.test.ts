import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loadConfig } from '../../src/gateway/config.ts';
import { MODULES } from '../../src/gateway/modules.ts';
import { createGateway, type Gateway } from '../../src/gateway/server.ts';
import { createUser } from '../support/create-user.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/folders.ts';
import { MANAGER } from '../support/gateway-domains.ts';
import { makeItem, makeLocation } from '../support/make/item.ts';
import { makeCustomer } from '../support/make/order.ts';
import { makeUser } from '../support/make/user.ts';
import { runNow } from '../support/run-now.ts';

const ITEMS = 25;
const Answer = z.object({ rows: z.array(z.record(z.string(), z.unknown())), next: z.string().nullable() });

let gateway: Gateway;
let folder: TemporaryFolder;
const tokens: Record<string, string> = {};

async function get(path: string, user = 'root') {
  const answer = await gateway.app.inject({
    method: 'GET',
    url: path,
    headers: { authorization: `Bearer ${tokens[user] ?? ''}` },
  });
  return { status: answer.statusCode, body: answer.json<unknown>() };
}

/** All rows of a list, page by page. */
async function all(path: string, limit: number): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { status, body } = await get(
      `${path}${path.includes('?') ? '&' : '?'}limit=${limit}${cursor && `&cursor=${cursor}`}`,
    );
    expect(status, JSON.stringify(body)).toBe(200);
    const page = Answer.parse(body);
    expect(page.rows.length).toBeLessThanOrEqual(limit);
    rows.push(...page.rows);
    cursor = page.next;
  }
  return rows;
}

beforeAll(async () => {
  folder = temporaryFolder('routes');
  const config = loadConfig({ QUAYSIDE_DATA_DIR: folder.path, RATE_LIMIT_REQUESTS_PER_SECOND: '100000' });
  if (!config.ok) throw new Error(config.error.message);
  gateway = await createGateway({
    config: config.value,
    logger: pino({ level: 'silent' }),
  });
  const password = 'long enough to do';
  await createUser(gateway.executor, makeUser({ id: 'u1', username: 'root', role: 'admin' }), password);
  await createUser(gateway.executor, makeUser({ id: 'u2', username: 'guest', role: 'viewer' }), password);
  runNow(gateway.executor, MANAGER, Date.now(), (context) => {
    for (const { setup } of MODULES) setup?.(context);
    const customer = makeCustomer({ id: 'c1' });
    context.dispatch('inventory.create_location', { location: makeLocation({ id: 'shop' }) });
    context.dispatch('chat.open_conversation', {
      conversationId: 'k',
      customer,
      subject: null,
      orderIds: [],
    });
    for (let n = 0; n < ITEMS; n++) {
      const itemId = `item-${n}`;
      context.dispatch('inventory.create_item', {
        item: makeItem({ id: itemId, price: 5 }),
      });
      context.dispatch('inventory.receive', { itemId, locationId: 'shop', quantity: 3, reference: null });
      context.dispatch('orders.create', {
        orderId: `o${n}`,
        number: `N${n}`,
        customer,
        currency: 'USD',
        locationId: 'shop',
        lines: [{ itemId: n < 3 ? 'item-0' : itemId, quantity: 1, unitPrice: 5, total: 5 }],
      });
      context.dispatch('payments.receive', {
        paymentId: `p${n}`,
        orderId: `o${n}`,
        amount: 5,
        currency: 'USD',
        method: 'card',
      });
      context.dispatch('chat.send_message', {
        conversationId: 'k',
        messageId: `m${n}`,
        kind: 'text',
        body: `Message ${n}`,
      });
    }
  });
  for (const username of ['root', 'guest']) {
    const answer = await gateway.app.inject({
      method: 'POST',
      url: '/api/v1/auth/login',
      payload: { username, password },
    });
    tokens[username] = z.object({ accessToken: z.string() }).parse(answer.json()).accessToken;
  }
});

afterAll(async () => {
  await gateway.dispose();
  folder.remove();
});

describe('reads over REST', () => {
  it.each([
    ['/api/v1/inventory/items', ITEMS, 'id'],
    ['/api/v1/inventory/levels', ITEMS, 'itemId'],
    ['/api/realtime/inventory', ITEMS, 'itemId'],
    ['/api/v1/inventory/locations', 1, 'id'],
    ['/api/v1/orders', ITEMS, 'id'],
    ['/api/v1/payments', ITEMS, 'id'],
    ['/api/v1/chat/conversations', 1, 'id'],
    ['/api/v1/chat/conversations/k/messages', ITEMS, 'id'],
    ['/api/v1/inventory/ledger?itemId=item-0&locationId=shop', 4, 'seq'],
  ])('%s gives every row once, over pages of any size', async (path, count, key) => {
    const whole = await all(path, 500);
    expect(new Set(whole.map((row) => row[key])).size).toBe(count);
    for (const size of [1, 2, 7, count]) expect(await all(path, size)).toEqual(whole);
  });

  it('lists alerts, open ones on their own', async () => {
    const open = await all('/api/v1/alerts?open=true', 3);
    expect(open.length).toBeGreaterThanOrEqual(ITEMS);
    expect(await all('/api/v1/alerts', 500)).toEqual(await all('/api/v1/alerts', 4));
  });

  it('reads one order with its payments', async () => {
    expect((await get('/api/v1/orders/o1')).body).toMatchObject({ order: { number: 'N1', status: 'paid' } });
    expect((await get('/api/v1/orders/o1/payments')).body).toMatchObject({
      rows: [{ id: 'p1', settlesOrder: true }],
    });
  });

  it('refuses with a code: no token, no permission, no such thing, no such cursor', async () => {
    expect((await get('/api/v1/orders', 'nobody')).status).toBe(401);
    expect(await get('/api/v1/chat/conversations', 'guest')).toMatchObject({
      status: 403,
      body: { error: { permission: 'chat:read' } },
    });
    expect((await get('/api/v1/inventory/levels', 'guest')).status).toBe(200);
    expect((await get('/api/v1/orders/none')).status).toBe(404);
    expect((await get('/api/v1/chat/conversations/none/messages')).status).toBe(404);
    for (const bad of ['cursor=zzz', 'cursor=eyJhIjoxfQ', 'limit=0', 'limit=501', 'limit=x']) {
      expect(await get(`/api/v1/orders?${bad}`), bad).toMatchObject({
        status: 400,
        body: { error: { code: 'invalid' } },
      });
    }
  });
});

import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { ROLE_PERMISSIONS } from '#shared/protocol/permissions.ts';
import { handshake, TestClient } from '../support/client.ts';
import { TestEngine } from '../support/engine.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeItem, makeLocation } from '../support/make/item.ts';
import { People } from '../support/people.ts';

const EMAIL = 'kim@example.com';

let on: TestGateway;
let people: People;
let orders: number;
const clients: TestClient[] = [];

async function order(): Promise<void> {
  orders += 1;
  await people.as('orders.create', {
    orderId: `o${orders}`,
    number: `N-${orders}`,
    customer: { id: 'kim', name: 'Kim', email: EMAIL },
    currency: 'EUR',
    locationId: 'l',
    lines: [{ itemId: 'tea', quantity: 1, unitPrice: 300, total: 300 }],
  });
}

async function connect(token: string, cursors = {}): Promise<TestClient> {
  const client = new TestClient(on.url, handshake(token, cursors));
  clients.push(client);
  await client.until((all) => all.filter(({ name }) => name === 'caught_up').length > 3);
  return client;
}

const knowsOrder = (client: TestClient, id: string) =>
  client.until((all) =>
    all.some(({ name, body }) => name === 'events' && JSON.stringify(body).includes(`"${id}"`)),
  );

/** Everything a client was sent. */
const told = (client: TestClient): string => JSON.stringify(client.received);

beforeEach(async () => {
  on = await startTestGateway();
  orders = 0;
  people = new People(on);
  await people.as('inventory.create_location', { location: makeLocation({ id: 'l', name: 'L' }) });
  await people.as('inventory.create_item', {
    item: makeItem({ id: 'tea', category: 'kitchen', price: 300, currency: 'EUR' }),
  });
  await people.as('inventory.receive', { itemId: 'tea', locationId: 'l', quantity: 1000, reference: null });
  await order();
  await people.as('chat.open_conversation', {
    conversationId: 'c1',
    customer: { id: 'kim', name: 'Kim', email: EMAIL },
    subject: 'Tea',
    orderIds: [],
  });
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await on.stop();
});

describe('personal data of customers', () => {
  it('is shown to agents and hidden from viewers: snapshot, live, catch-up and REST', async () => {
    const [viewer, agent] = [await on.token('viewer'), await on.token('agent')];
    const [v, a] = [await connect(viewer), await connect(agent)];
    expect([told(v).includes('N-1'), told(v).includes(EMAIL), told(a).includes(EMAIL)]).toEqual([
      true,
      false,
      true,
    ]);
    a.received.length = 0;
    await order();
    await Promise.all([knowsOrder(v, 'o2'), knowsOrder(a, 'o2')]);
    expect([told(v).includes(EMAIL), told(a).includes(EMAIL)]).toEqual([false, true]);
    const from = { orders: { seq: 0, id: null } };
    const [later, laterAgent] = [await connect(viewer, from), await connect(agent, from)];
    await Promise.all([knowsOrder(later, 'o1'), knowsOrder(laterAgent, 'o1')]);
    expect([told(later).includes(EMAIL), told(laterAgent).includes(EMAIL)]).toEqual([false, true]);
    for (const path of ['/api/v1/orders', '/api/v1/orders/o1']) {
      const [hidden, shown] = await Promise.all(
        [viewer, agent].map((token) => people.ask('GET', path, { token })),
      );
      expect(JSON.stringify(hidden?.body)).toContain('"name":"Kim","email":null');
      expect(JSON.stringify(shown?.body)).toContain(EMAIL);
    }
  });

  it('is hidden from an API key without the permission, in every channel it has', async () => {
    const key = `qk_${randomBytes(32).toString('base64url')}`;
    await people.as('admin.create_api_key', {
      keyId: uuidv7(),
      name: 'Figures',
      permissions: ['orders:read', 'chat:read', 'payments:read', 'inventory:read'],
      expiresAt: null,
      key,
    });
    const client = await connect(key);
    await people.as('chat.open_conversation', {
      conversationId: 'c2',
      customer: { id: 'kim', name: 'Kim', email: EMAIL },
      subject: null,
      orderIds: [],
    });
    await knowsOrder(client, 'c2');
    expect(told(client)).toContain('"c1"');
    expect(told(client)).not.toContain(EMAIL);
    const list = await people.ask('GET', '/api/v1/chat/conversations', { token: key });
    expect([list.status, JSON.stringify(list.body).includes(EMAIL)]).toEqual([200, false]);
  });

  it('is hidden in pages of history, too', async () => {
    const { socket } = await connect(await on.token('viewer'));
    const request = { channel: 'orders', kind: 'order', before: null, of: null, urgent: false };
    const page: unknown = await socket.timeout(5000).emitWithAck('history', request);
    expect(JSON.stringify(page)).toContain('"N-1"');
    expect(JSON.stringify(page)).not.toContain(EMAIL);
  });

  it('costs one encoding for each variant, however many are connected', async () => {
    const viewers = await Promise.all([1, 2, 3].map(async () => connect(await on.token('viewer'))));
    const stringify = vi.spyOn(JSON, 'stringify');
    await order();
    await Promise.all(viewers.map((client) => knowsOrder(client, `o${orders}`)));
    const encoded = stringify.mock.results.filter(
      ({ value }) =>
        typeof value === 'string' && value.startsWith('{"id"') && value.includes('"type":"orders.created"'),
    );
    stringify.mockRestore();
    // Once for the log, once without the personal data.
    expect(encoded).toHaveLength(2);
  });
});

describe('a console whose user', () => {
  it('loses the permission wipes what it holds, and gets it again with the permission', async () => {
    const userId = await people.add('nora', 'agent');
    await people.add('root', 'admin');
    const { accessToken, permissions } = await people.signIn('nora');
    const engine = new TestEngine({ token: async () => accessToken });
    onTestFinished(() => engine.dispose());
    await engine.open({ server: on.url, userId, userName: 'nora', permissions });
    await engine.untilLive();
    const email = async (): Promise<unknown> => {
      const found = await engine.engine.read('orders.list', {
        customerId: null,
        itemId: null,
        after: null,
        limit: 10,
      });
      return found.ok ? found.value.rows.map(({ customer }) => customer?.email) : found.error;
    };
    const hits = async (text: string): Promise<number> => {
      const found = await engine.engine.read('search.query', { text, kinds: null, limit: 10 });
      return found.ok ? found.value.rows.filter(({ kind }) => kind === 'order').length : -1;
    };
    expect(await email()).toEqual([EMAIL]);
    expect(await hits('example')).toBe(1);
    await people.as('admin.set_role', { userId, role: 'viewer' });
    await expect.poll(email, { timeout: 10_000 }).toEqual([null]);
    expect([await hits('kim'), await hits('example')]).toEqual([1, 0]);
    // The rows that were replaced are deleted in slices, which go on after a restart.
    const wiped = async (): Promise<boolean> => {
      await engine.engine.close();
      if (!readFileSync(engine.cacheFile()).includes('kim@example')) return true;
      await engine.open({ server: on.url, userId, userName: 'nora', permissions: ROLE_PERMISSIONS.viewer });
      await engine.untilLive();
      return false;
    };
    await expect.poll(wiped, { timeout: 20_000 }).toBe(true);
    await people.as('admin.set_role', { userId, role: 'manager' });
    await engine.open({ server: on.url, userId, userName: 'nora', permissions });
    await expect.poll(email, { timeout: 10_000 }).toEqual([EMAIL]);
    expect(await hits('example')).toBe(1);
  });
});

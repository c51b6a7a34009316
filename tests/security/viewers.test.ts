import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { SYSTEM_PRINCIPAL } from '../../src/gateway/execute/index.ts';
import { handshake, TestClient } from '../support/client.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeItem } from '../support/make/item.ts';

/** More than eight pages of 500 rows: a snapshot that stops where its reader does. */
const ITEMS = 6_000;

const clients: TestClient[] = [];
let on: TestGateway;
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await on.stop();
});

function join(token: string): TestClient {
  const client = new TestClient(on.url, handshake(token));
  clients.push(client);
  return client;
}

function stock(gateway: TestGateway['gateway']): void {
  gateway.executor.run(SYSTEM_PRINCIPAL, Date.now(), (context) => {
    for (let n = 0; n < ITEMS; n += 1) {
      const name = `Item ${n} ${'x'.repeat(80)}`;
      context.dispatch('inventory.create_item', {
        item: makeItem({ id: `item-${n}`, sku: `sku-${n}`, name }),
      });
    }
  });
}

/** Connects and takes nothing of its snapshot. */
async function hold(token: string): Promise<TestClient> {
  const client = join(token);
  client.acknowledges = false;
  await client.untilReceived('welcome');
  return client;
}

const begun = (client: TestClient): boolean => client.named('snapshot_begin').length > 0;

describe('hostile viewers', () => {
  it('hold a few snapshots for each user: 16 sockets of one delay nobody', async () => {
    on = await startTestGateway();
    stock(on.gateway);
    const viewer = await on.token('viewer');
    const greedy = await Promise.all(Array.from({ length: 16 }, () => hold(viewer)));
    const admin = join(await on.token('admin'));
    await admin.until((received) => received.some(({ name }) => name === 'snapshot_end'), 20_000);
    expect(greedy.filter(begun).length).toBeLessThanOrEqual(2);
  });

  it('lose their slots to those who wait, however they drip acknowledgements', async () => {
    on = await startTestGateway({}, { snapshotWindowMs: 400 });
    stock(on.gateway);
    const tokens = await Promise.all(Array.from({ length: 8 }, () => on.token('viewer')));
    const holders = await Promise.all([...tokens, ...tokens].map(hold));
    // All slots are taken, and nobody gives one back while nobody waits.
    await Promise.all(
      holders.map((client) =>
        client.until((received) => received.some(({ name }) => name === 'snapshot_page')),
      ),
    );
    const drip = setInterval(() => {
      for (const client of holders) {
        const next = client
          .named<{ batch: number }>('snapshot_page')
          .find(({ batch }) => batch > (acked.get(client) ?? 0));
        if (!next || !client.socket.connected) continue;
        acked.set(client, next.batch);
        client.socket.emit('ack', { batch: next.batch });
      }
    }, 2_000);
    const acked = new Map<TestClient, number>();
    try {
      const admin = join(await on.token('admin'));
      await admin.until((received) => received.some(({ name }) => name === 'snapshot_end'), 20_000);
      const given = holders.filter((client) =>
        client
          .named<{ about: string; error: { code: string } }>('problem')
          .some(({ about, error }) => about === 'snapshot_page' && error.code === 'unavailable'),
      );
      expect(given.length).toBeGreaterThan(0);
    } finally {
      clearInterval(drip);
    }
  });

  it('have a limit of connections: one more is told when to come back, other users are served', async () => {
    on = await startTestGateway({ MAX_CONNECTIONS_PER_USER: '3' });
    const [viewer, other] = [await on.token('viewer'), await on.token('viewer')];
    const many = Array.from({ length: 12 }, () => join(viewer));
    await Promise.all(
      many.map((client) =>
        client.until((received) =>
          received.some(({ name }) => name === 'welcome' || name === 'connect_error'),
        ),
      ),
    );
    const refused = many.flatMap((client) => client.named('connect_error'));
    expect(refused).toHaveLength(9);
    for (const error of refused)
      expect(error).toMatchObject({ code: 'rate_limited', retryAfterMs: expect.any(Number) });
    await join(other).untilReceived('welcome');
    many.find((client) => client.socket.connected)?.close();
    await expect
      .poll(async () => {
        const again = join(viewer);
        await again.until((received) =>
          received.some(({ name }) => name === 'welcome' || name === 'connect_error'),
        );
        return again.named('welcome').length;
      })
      .toBe(1);
  });
});

describe('acknowledgements', () => {
  it('count for what the connection was sent, and repeated ones are limited', async () => {
    on = await startTestGateway();
    on.append(2000);
    const second = await hold(await on.token('admin'));
    await second.untilReceived('snapshot_end');
    // What the first is sent comes later, and is not sent to the second.
    const first = join(await on.token('admin'));
    await first.untilReceived('caught_up');
    const batches = (client: TestClient): number[] =>
      client.received.flatMap(({ body }) =>
        typeof body === 'object' && body !== null && 'batch' in body ? [Number(body.batch)] : [],
      );
    const own = batches(second);
    const foreign = batches(first).filter((batch) => !own.includes(batch));
    expect(foreign.length).toBeGreaterThan(0);
    second.socket.emit('ack', { batch: foreign[0] });
    await second.untilReceived('problem');
    expect(second.named('problem')[0]).toMatchObject({
      about: 'ack',
      error: { code: 'invalid', field: 'batch' },
    });
    second.socket.emit('ack', { batch: own[0] });
    for (let n = 0; n < 40; n += 1) second.socket.emit('ack', { batch: own[0] });
    await second.until((received) =>
      received.some(({ name, body }) => name === 'problem' && JSON.stringify(body).includes('rate_limited')),
    );
    for (let n = 0; n < 5000; n += 1) second.socket.emit('ack', { batch: own[0] });
    await second.untilReceived('disconnect');
    expect(first.socket.connected).toBe(true);
  });

  it('do not fill the gateway when nothing is read: the connection lags, then ends', async () => {
    on = await startTestGateway({}, { unreadMs: 1_000 });
    const text = 'x'.repeat(1_900);
    on.gateway.executor.run(SYSTEM_PRINCIPAL, Date.now(), (context) => {
      for (let n = 0; n < 20_000; n += 1)
        context.emit('admin.setting_changed', { setting: { key: 'k', value: `${n} ${text}` } });
    });
    const { log } = on.gateway;
    const token = await on.token('admin');
    const start = { seq: 1, id: log.idAt(1) };
    const socket = new WebSocket(`${on.url.replace('http:', 'ws:')}/ws/?EIO=4&transport=websocket`);
    await once(socket, 'open');
    const channels = [
      'admin',
      'orders',
      'payments',
      'inventory',
      'alerts',
      'chat',
      'notifications',
      'system',
      'team',
    ];
    const cursors = Object.fromEntries(channels.map((channel) => [channel, start]));
    socket.send(`40${JSON.stringify(handshake(token, cursors))}`);
    let last = 0;
    socket.on('message', (data) => {
      const batch = /"batch":(\d+)/.exec(String(data).slice(0, 200))?.[1];
      if (batch === undefined) return;
      last = Number(batch);
      // From the first batch on, nothing is read any more.
      socket.pause();
    });
    await expect.poll(() => last).toBeGreaterThan(0);
    let batch = last;
    // Batches of this gateway's only client have consecutive numbers, so it can guess what it was sent.
    const blind = setInterval(() => {
      socket.send(`42["ack",{"batch":${batch}}]`);
      batch += 4;
    }, 20);
    try {
      const metric = async (name: string): Promise<number> => {
        const text = await (await fetch(`${on.url}/api/monitoring/metrics`)).text();
        return Number(new RegExp(`^quayside_${name} (\\d+)$`, 'm').exec(text)?.[1]);
      };
      await expect.poll(() => metric('connections_lagging'), { timeout: 10_000 }).toBe(1);
      await expect.poll(() => metric('connections_unread_total'), { timeout: 10_000 }).toBe(1);
      await expect.poll(() => metric('connections'), { timeout: 10_000 }).toBe(0);
      // What the gateway handed out before it noticed is far below the 40 MB it was asked for.
      expect((await metric('catch_up_events_total')) * 2_000).toBeLessThan(16_000_000);
    } finally {
      clearInterval(blind);
      socket.terminate();
    }
  });
});

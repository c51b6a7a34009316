import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EventStream, listenTo, type StreamEvent } from '../support/event-stream.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeItem, makeLocation } from '../support/make/item.ts';
import { makeCustomer } from '../support/make/order.ts';
import { People } from '../support/people.ts';
import { until } from '../support/wait.ts';

const HEARTBEAT_MS = 1_000;
const PER_USER = 5;

let on: TestGateway;
let people: People;

beforeAll(async () => {
  on = await startTestGateway(
    { MAX_CONNECTIONS_PER_USER: String(PER_USER) },
    { streamHeartbeatMs: HEARTBEAT_MS },
  );
  people = new People(on);
  await people.as('inventory.create_location', { location: makeLocation({ id: 'shop' }) });
  await people.as('inventory.create_item', { item: makeItem({ id: 'tea', sku: 'TEA-1' }) });
});

afterAll(async () => {
  await on.stop();
});

/** Opens a stream; `after` is the id of the last event that the client has. */
const open = (token: string, { after, channels }: { after?: string; channels?: string } = {}) =>
  listenTo(`${on.url}/api/v1/events/stream${channels === undefined ? '' : `?channels=${channels}`}`, {
    authorization: `Bearer ${token}`,
    ...(after === undefined ? {} : { 'last-event-id': after }),
  });

const receive = (quantity = 1): Promise<void> =>
  people.as('inventory.receive', { itemId: 'tea', locationId: 'shop', quantity, reference: null });

const seqOf = ({ data }: StreamEvent): number => Number(data['seq']);

/** Reads events of a kind until one has a sequence. */
async function readTo(stream: EventStream, event: string, seq: number): Promise<StreamEvent[]> {
  const read: StreamEvent[] = [];
  while (read.length === 0 || seqOf(read.at(-1) as StreamEvent) < seq) read.push(await stream.next(event));
  return read;
}

/** The sequences of a type that the log has after one. */
const logged = (type: string, after: number): number[] =>
  on.gateway.sql
    .prepare<[string, number], { seq: number }>(
      'SELECT seq FROM events WHERE type = ? AND seq > ? ORDER BY seq',
    )
    .all(type, after)
    .map(({ seq }) => seq);

describe('the stream of events', () => {
  it('greets, names orders and payments as other programs do, and everything else by its type', async () => {
    const stream = await open(await on.token('manager'));
    const connected = await stream.next('connected');
    expect(connected.data).toMatchObject({
      user: { role: 'manager' },
      heartbeatMs: HEARTBEAT_MS,
      head: on.gateway.log.head(),
    });
    expect(connected.data['channels']).toContain('orders');
    await receive();
    const received = await stream.next('inventory.stock_received');
    expect(received.data).toMatchObject({ channel: 'inventory', type: 'inventory.stock_received' });
    expect(received.id).toBe(`${seqOf(received)}.${String(received.data['id'])}`);
    // At the head, a heartbeat moves the client's place.
    const head = on.gateway.log.head();
    const place = Number((await stream.next('heartbeat')).id.split('.')[0]);
    expect(place).toBeGreaterThanOrEqual(head);
    const orderId = uuidv7();
    await people.as('orders.create', newOrder(orderId));
    expect((await stream.next('order_created')).data).toMatchObject({ data: { order: { id: orderId } } });
    stream.close();
  });

  it('shows each user what they may see', async () => {
    const [viewer, manager] = [await on.token('viewer'), await on.token('manager')];
    const streams = [await open(viewer), await open(manager)];
    const [seen, all] = await Promise.all(
      streams.map(async (stream) => (await stream.next('connected')).data['channels'] as string[]),
    );
    expect(all).toContain('chat');
    expect(seen).not.toContain('chat');
    for (const stream of streams) stream.close();
    const { status, error } = await people.ask('GET', '/api/v1/events/stream?channels=chat', {
      token: viewer,
    });
    expect([status, error?.code]).toEqual([403, 'forbidden']);
  });

  it('keeps private rooms to their members', async () => {
    const tokens = await Promise.all(['agent', 'agent', 'admin'].map((role) => on.token(role as 'agent')));
    const [a = '', b = '', admin = ''] = tokens;
    const ids = await Promise.all(tokens.map((token) => idOf(token)));
    const streams = await Promise.all(
      [b, admin].map((token) => open(token, { channels: 'rooms,inventory' })),
    );
    for (const stream of streams) await stream.next('connected');
    const roomId = uuidv7();
    const room = {
      roomId,
      kind: 'private' as const,
      name: 'Two of us',
      topic: '',
      memberIds: [ids[1] ?? ''],
    };
    expect(await people.command(a, 'rooms.create', room)).toMatchObject({ ok: true });
    await receive();
    const [member, outsider] = streams;
    expect((await member?.next('rooms.created'))?.data).toMatchObject({ data: { room: { id: roomId } } });
    // The administrator gets what came after it, and nothing of the room.
    const next = await outsider?.any();
    expect(next?.event).toBe('inventory.stock_received');
    for (const stream of streams) stream.close();
  });

  it('brings what an administrator tells everybody, and to one user only what is told them', async () => {
    const path = '/api/realtime/websocket';
    const [admin, agent, viewer] = [
      await on.token('admin'),
      await on.token('agent'),
      await on.token('viewer'),
    ];
    const streams = [await open(agent, { channels: 'system' }), await open(viewer, { channels: 'system' })];
    for (const stream of streams) await stream.next('connected');
    const tell = (token: string, body: object) => people.ask('POST', path, { token, body });
    expect(await people.ask('GET', path, { token: viewer })).toMatchObject({
      status: 200,
      body: { connections: 0, head: expect.any(Number) },
    });
    const userId = await idOf(agent);
    const id = uuidv7();
    for (const _ of [1, 2])
      expect((await tell(admin, { action: 'send', userId, message: 'Call me', id })).status).toBe(200);
    expect((await tell(admin, { action: 'broadcast', message: 'Back at noon' })).status).toBe(200);
    const [told, other] = streams;
    const seen = [await told?.next('system.announced'), await told?.next('system.announced')];
    expect(seen.map((event) => event?.data['data'])).toEqual([
      { message: 'Call me', userId },
      { message: 'Back at noon', userId: null },
    ]);
    expect((await other?.next('system.announced'))?.data['data']).toMatchObject({ message: 'Back at noon' });
    for (const [token, body, status, field] of [
      [agent, { action: 'broadcast', message: 'Hi' }, 403, undefined],
      [admin, { action: 'broadcast', message: ' ' }, 400, 'message'],
      [admin, { action: 'broadcast', message: 'x'.repeat(301) }, 400, 'message'],
      [admin, { action: 'shout', message: 'Hi' }, 400, 'action'],
      [admin, { action: 'send', message: 'Hi' }, 400, 'userId'],
      [admin, { action: 'send', userId: 'nobody', message: 'Hi' }, 404, 'userId'],
    ] as const)
      expect(await tell(token, body), JSON.stringify(body)).toMatchObject({
        status,
        error: field === undefined ? {} : { field },
      });
    for (const stream of streams) stream.close();
  });

  it('hides personal data from those who may not see it, as the sockets do', async () => {
    const token = await on.token('viewer');
    const stream = await open(token, { channels: 'orders' });
    await stream.next('connected');
    await people.as('orders.create', newOrder(uuidv7()));
    const { data } = await stream.next('order_created');
    expect(JSON.stringify(data)).not.toContain('kim@example.com');
    stream.close();
  });

  it('goes on after the last event without loss or repetition, wherever it broke off', async () => {
    const token = await on.token('manager');
    const from = on.gateway.log.head();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 5 }),
        async (rounds) => {
          const start = on.gateway.log.head();
          let after: string | undefined;
          const got: number[] = [];
          for (const count of rounds) {
            const stream = await open(token, {
              channels: 'inventory',
              ...(after === undefined ? {} : { after }),
            });
            const connected = await stream.next('connected');
            after ??= connected.id;
            for (let n = 0; n < count; n += 1) {
              await receive();
              // Some are read while it is open, the others after it broke off.
              if (n % 2 === 0) {
                const event = await stream.next('inventory.stock_received');
                got.push(seqOf(event));
                after = event.id;
              }
            }
            stream.close();
          }
          const wanted = logged('inventory.stock_received', start);
          const last = wanted.at(-1);
          if (last !== undefined && got.at(-1) !== last) {
            const stream = await open(token, {
              channels: 'inventory',
              ...(after === undefined ? {} : { after }),
            });
            got.push(...(await readTo(stream, 'inventory.stock_received', last)).map(seqOf));
            stream.close();
          }
          expect(got).toEqual(wanted);
        },
      ),
      { numRuns: 8 },
    );
    expect(on.gateway.log.head()).toBeGreaterThan(from);
  }, 60_000);

  it('goes on from far behind, over much that is not for it', async () => {
    const token = await on.token('admin');
    const stream = await open(token, { channels: 'inventory' });
    const { id } = await stream.next('connected');
    stream.close();
    for (let n = 0; n < 12; n += 1) on.append(10_000);
    await receive();
    const head = on.gateway.log.head();
    const resumed = await open(token, { channels: 'inventory', after: id });
    expect(seqOf(await resumed.next('inventory.stock_received'))).toBeGreaterThan(head - 10);
    resumed.close();
    const all = await open(token, { channels: 'admin', after: id });
    const wanted = logged('admin.setting_changed', Number(id.split('.')[0]));
    const read = await readTo(all, 'admin.setting_changed', wanted.at(-1) ?? 0);
    expect(read.map(seqOf)).toEqual(wanted);
    all.close();
  }, 60_000);

  it('says so where it cannot go on: after a restore, and below what the log keeps', async () => {
    const token = await on.token('manager');
    const head = on.gateway.log.head();
    for (const [after, reason] of [
      [`${head}.${uuidv7()}`, 'restored'],
      [`${head + 50}`, 'restored'],
    ] as const) {
      const stream = await open(token, { after });
      expect((await stream.next('reset')).data).toEqual({ reason, head: on.gateway.log.head() });
      await receive();
      expect(seqOf(await stream.next('inventory.stock_received'))).toBe(on.gateway.log.head());
      stream.close();
    }
  });

  it('is refused without a token, for nonsense, and to whom has too many', async () => {
    expect((await people.ask('GET', '/api/v1/events/stream')).status).toBe(401);
    const token = await on.token('manager');
    for (const channels of ['', 'nonsense', 'orders,,', "orders'--", 'x'.repeat(500)])
      expect(
        await people.ask('GET', `/api/v1/events/stream?channels=${encodeURIComponent(channels)}`, { token }),
      ).toMatchObject({ status: 400, error: { code: 'invalid', field: 'channels' } });
    const streams = await Promise.all(Array.from({ length: PER_USER }, () => open(token)));
    expect(await people.ask('GET', '/api/v1/events/stream', { token })).toMatchObject({
      status: 429,
      error: { code: 'rate_limited' },
    });
    streams[0]?.close();
    await until('there is room again', async () => {
      const again = await open(token).catch(() => null);
      again?.close();
      return again !== null;
    });
    for (const stream of streams) stream.close();
  });

  it('ends when the user is disabled, with the reason, and sends nothing more', async () => {
    const id = await people.add('leaver', 'agent');
    const { accessToken } = await people.signIn('leaver');
    const stream = await open(accessToken);
    await stream.next('connected');
    await people.as('admin.disable_user', { userId: id });
    expect((await stream.next('ended')).data).toMatchObject({ error: { code: 'unauthenticated' } });
    await expect(stream.next('heartbeat')).rejects.toThrow('ended');
  });

  it('ends when its token expires, though nothing else happens', async () => {
    let aheadMs = 0;
    const short = await startTestGateway(
      {},
      { streamHeartbeatMs: 100, clock: { now: () => Date.now() + aheadMs } },
    );
    const stream = await listenTo(`${short.url}/api/v1/events/stream`, {
      authorization: `Bearer ${await short.token('agent')}`,
    });
    await stream.next('connected');
    aheadMs = 24 * 3_600_000;
    expect((await stream.next('ended')).data).toMatchObject({ error: { why: { id: 'token_expired' } } });
    await short.stop();
  });

  it('keeps nothing for a client that does not read, and cuts it off', async () => {
    const { port, hostname } = new URL(on.url);
    const streams = async (): Promise<number> => {
      const text = await (await fetch(`${on.url}/api/monitoring/metrics`)).text();
      return Number(/event_streams (\d+)/.exec(text)?.[1]);
    };
    await until('the others are closed', async () => (await streams()) === 0);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    socket.pause();
    socket.write(
      `GET /api/v1/events/stream HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAuthorization: Bearer ${await on.token('admin')}\r\n\r\n`,
    );
    const closed = once(socket, 'close');
    // More than the buffers of both ends; then nothing is read for two heartbeats.
    await until('it is open', async () => (await streams()) === 1);
    await until('it is cut off', async () => {
      on.append(2_000);
      return (await streams()) === 0;
    });
    socket.resume();
    await closed;
  }, 40_000);
});

async function idOf(token: string): Promise<string> {
  const stream = await open(token);
  const { data } = await stream.next('connected');
  stream.close();
  return String((data['user'] as { id: string }).id);
}

/** An order of a customer with an address, for one unit of tea. */
function newOrder(orderId: string) {
  return {
    orderId,
    number: `N-${orderId.slice(-6)}`,
    customer: makeCustomer({ name: 'Kim', email: 'kim@example.com' }),
    currency: 'USD',
    locationId: 'shop',
    lines: [{ itemId: 'tea', quantity: 1, unitPrice: 100, total: 100 }],
  };
}

import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SYSTEM_PRINCIPAL } from '../../src/gateway/execute/index.ts';
import { trimLog } from '../../src/gateway/log/index.ts';
import { CHANNELS } from '../../src/shared/protocol/channels.ts';
import { handshake, TestClient } from '../support/client.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeCommand } from '../support/make/command.ts';
import { runNow } from '../support/run-now.ts';

let on: TestGateway;
const clients: TestClient[] = [];

function connect(auth: Record<string, unknown>): TestClient {
  const client = new TestClient(on.url, auth);
  clients.push(client);
  return client;
}

const caughtUp = (channel: string) => (all: readonly { name: string; body: unknown }[]) =>
  all.some((r) => r.name === 'caught_up' && (r.body as { channel: string }).channel === channel);

const all = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);

beforeEach(async () => {
  on = await startTestGateway({}, { watermarkMs: 300, snapshotStallMs: 500 });
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await on.stop();
});

describe('handshake', () => {
  it('refuses a bad token, a strange version, a malformed one, each with a code', async () => {
    const bad = connect(handshake('nonsense'));
    const strange = connect({ ...handshake(await on.token()), protocol: { major: 99, minor: 0 } });
    const malformed = connect({ token: 'x' });
    for (const client of [bad, strange, malformed]) await client.untilReceived('connect_error');
    expect(bad.named('connect_error')[0]).toMatchObject({ code: 'unauthenticated' });
    expect(strange.named('connect_error')[0]).toMatchObject({ code: 'invalid', field: 'client.protocol' });
    expect(malformed.named('connect_error')[0]).toMatchObject({ code: 'invalid' });
  });

  it('refuses more clients than are allowed', async () => {
    const full = await startTestGateway({ WEBSOCKET_MAX_CLIENTS: '1' });
    const first = new TestClient(full.url, handshake(await full.token()));
    await first.untilReceived('welcome');
    const second = new TestClient(full.url, handshake(await full.token()));
    await second.untilReceived('connect_error');
    expect(second.named('connect_error')[0]).toMatchObject({ code: 'unavailable' });
    first.close();
    second.close();
    await full.stop();
  });

  it('shows each role its channels only', async () => {
    const viewer = connect(handshake(await on.token('viewer')));
    await viewer.untilReceived('welcome');
    const names = viewer.named<{ channels: { name: string }[] }>('welcome')[0]?.channels.map((c) => c.name);
    expect(names).not.toContain('admin');
    expect(names).not.toContain('chat');
    await viewer.until(caughtUp('system'));
    on.append(3);
    await viewer.untilReceived('watermark');
    expect(viewer.seqs('admin')).toEqual([]);
  });
});

describe('catching up', () => {
  it('sends exactly what came after the cursor, then what is live, without a gap or a repeat', async () => {
    const head = on.append(3000);
    const from = { seq: 500, id: on.gateway.log.idAt(500) };
    const client = connect(handshake(await on.token(), { admin: from }));
    for (let i = 0; i < 20; i += 1) on.append(50);
    await client.until(caughtUp('admin'));
    for (let i = 0; i < 20; i += 1) on.append(50);
    const end = on.gateway.log.head();
    await client.until(() => client.seqs('admin').at(-1) === end);
    expect(end).toBe(head + 2000);
    expect(client.seqs('admin')).toEqual(all(501, end));
    expect(client.named('snapshot_begin').map((b) => b['channel'])).not.toContain('admin');
    for (const message of client.named<{ events: unknown[] }>('events'))
      expect(message.events.length).toBeLessThanOrEqual(500);
  });

  it('chains each batch to the one before, per channel', async () => {
    on.append(700);
    const client = connect(handshake(await on.token(), { admin: { seq: 10, id: on.gateway.log.idAt(10) } }));
    await client.until(caughtUp('admin'));
    for (let i = 0; i < 10; i += 1) on.append(30);
    const end = on.gateway.log.head();
    await client.until(() => client.seqs('admin').at(-1) === end);
    let cursor = 10;
    for (const message of client.named<{
      after: Record<string, number>;
      events: { seq: number; channel: string }[];
    }>('events')) {
      if (message.after['admin'] === undefined) continue;
      expect(message.after['admin']).toBeLessThanOrEqual(cursor);
      cursor = message.events.filter((e) => e.channel === 'admin').at(-1)?.seq ?? cursor;
    }
  });

  it('sends a snapshot without a cursor, below the floor, above the head, and for a history that is not its own', async () => {
    on.append(50);
    const token = await on.token();
    const reasons = async (cursors: Record<string, { seq: number; id: string | null }>): Promise<unknown> => {
      const client = connect(handshake(token, cursors));
      await client.until(caughtUp('admin'));
      client.close();
      return client.named('snapshot_begin').find((b) => b['channel'] === 'admin')?.['reason'];
    };
    expect(await reasons({})).toBe('initial');
    expect(await reasons({ admin: { seq: 9999, id: uuidv7() } })).toBe('history_changed');
    expect(await reasons({ admin: { seq: 20, id: uuidv7() } })).toBe('history_changed');
    expect(await reasons({ admin: { seq: 20, id: on.gateway.log.idAt(20) } })).toBeUndefined();
    const step = on.gateway.log.nextTrim(10);
    runNow(on.gateway.executor, SYSTEM_PRINCIPAL, Date.now(), (context) =>
      context.write(trimLog, { below: step?.below ?? 0 }),
    );
    on.gateway.log.floorMoved();
    const floor = on.gateway.log.floor();
    expect(await reasons({ admin: { seq: floor - 1, id: uuidv7() } })).toBe('below_floor');
    expect(await reasons({ admin: { seq: floor, id: on.gateway.log.idAt(floor) } })).toBeUndefined();
  });

  it('a snapshot holds the rows, says how many, and goes on from its cursor', async () => {
    on.append(50);
    const client = connect(handshake(await on.token()));
    await client.until(caughtUp('admin'));
    const rows = client
      .named<{ channel: string; rows: { kind: string }[] }>('snapshot_page')
      .filter((p) => p.channel === 'admin')
      .flatMap((p) => p.rows);
    const end = client
      .named<{ channel: string; rows: number; cursor: { seq: number } }>('snapshot_end')
      .find((p) => p.channel === 'admin');
    expect(rows.filter((r) => r.kind === 'setting')).toHaveLength(50);
    expect(end?.rows).toBe(rows.length);
    const before = on.gateway.log.head();
    on.append(5);
    await client.until(() => client.seqs('admin').length >= 5);
    expect(client.seqs('admin')).toEqual(all(before + 1, before + 5));
  });

  it('gives up a snapshot that nobody acknowledges, and begins it anew when asked', async () => {
    // Nine pages of rows: the eighth fills the window while the snapshot is still being read.
    runNow(on.gateway.executor, SYSTEM_PRINCIPAL, Date.now(), (context) => {
      for (let i = 0; i < 4200; i += 1)
        context.emit('admin.setting_changed', { setting: { key: `key${i}`, value: i } });
    });
    const head = on.gateway.log.head();
    const level = { seq: head, id: on.gateway.log.idAt(head) };
    const others = CHANNELS.filter((channel) => channel !== 'admin').map((channel) => [channel, level]);
    const client = connect(handshake(await on.token(), Object.fromEntries(others)));
    client.acknowledges = false;
    await client.untilReceived('problem');
    expect(client.named('problem')[0]).toMatchObject({ error: { code: 'unavailable' } });
    client.acknowledges = true;
    client.socket.emit('ack', {
      batch: Math.max(
        ...client.received.flatMap((r) =>
          typeof r.body === 'object' && r.body && 'batch' in r.body ? [Number(r.body.batch)] : [0],
        ),
      ),
    });
    client.socket.emit('resync', { cursors: { admin: { seq: 0, id: null } } });
    await client.until(caughtUp('admin'));
  });
});

describe('live', () => {
  it('stops sending to a client that does not acknowledge, and serves it from the log when it does', async () => {
    const start = on.append(1);
    const client = connect(
      handshake(await on.token(), { admin: { seq: start, id: on.gateway.log.idAt(start) } }),
    );
    const quick = connect(
      handshake(await on.token(), { admin: { seq: start, id: on.gateway.log.idAt(start) } }),
    );
    const snapshotsOver = (c: TestClient) => () =>
      c.named('caught_up').length === c.named<{ channels: unknown[] }>('welcome')[0]?.channels.length;
    await client.until(snapshotsOver(client));
    await quick.until(snapshotsOver(quick));
    client.acknowledges = false;
    const batches = (): number => client.named('events').length;
    const already = batches();
    for (let i = 0; i < 30; i += 1) {
      on.append(200);
      await new Promise((resolve) => setTimeout(resolve, 12));
    }
    const end = on.gateway.log.head();
    await quick.until(() => quick.seqs('admin').at(-1) === end);
    expect(batches() - already).toBe(8);
    client.acknowledges = true;
    const last = client.named<{ batch: number }>('events').at(-1);
    client.socket.emit('ack', { batch: last?.batch });
    await client.until(() => client.seqs('admin').at(-1) === end);
    expect(client.seqs('admin')).toEqual(all(start + 1, end));
    expect(quick.seqs('admin')).toEqual(all(start + 1, end));
  });

  it('completes a snapshot and catches up for a client that is slower than the events', async () => {
    const client = connect(handshake(await on.token()));
    await client.until(caughtUp('admin'));
    // Each batch takes this client longer than the next events take to come.
    client.acknowledges = false;
    let working = Promise.resolve();
    client.socket.onAny((_name, body: unknown) => {
      if (typeof body !== 'object' || body === null || !('batch' in body)) return;
      const { batch } = body;
      working = working.then(
        () => new Promise((done) => setTimeout(() => done(void client.socket.emit('ack', { batch })), 40)),
      );
    });
    const events = setInterval(() => on.append(1), 5);
    try {
      await client.until((received) => received.filter(({ name }) => name === 'events').length >= 12);
      client.received.length = 0;
      const head = on.gateway.log.head();
      const cursors = { admin: { seq: head, id: on.gateway.log.idAt(head) } };
      client.socket.emit('resync', { cursors: { ...cursors, chat: { seq: 1, id: uuidv7() } } });
      await client.until(caughtUp('admin'));
      await client.untilReceived('snapshot_end');
      await client.until(caughtUp('chat'));
    } finally {
      clearInterval(events);
    }
    expect(on.gateway.log.head() - (client.seqs('admin').at(-1) ?? 0)).toBeLessThan(400);
  });

  it('tells quiet channels how far they are complete', async () => {
    const client = connect(handshake(await on.token()));
    await client.untilReceived('watermark');
    const head = on.gateway.log.head();
    const mark = client
      .named<{ marks: { channel: string; after: number; cursor: { seq: number; id: string } }[] }>(
        'watermark',
      )[0]
      ?.marks.find((m) => m.channel === 'alerts');
    expect(mark?.cursor).toEqual({ seq: head, id: on.gateway.log.idAt(head) });
  });

  it('ends a session whose user lost the role', async () => {
    const client = connect(handshake(await on.token('manager')));
    await client.untilReceived('welcome');
    const userId = client.named<{ user: { id: string } }>('welcome')[0]?.user.id ?? '';
    const admin = connect(handshake(await on.token('admin')));
    await admin.untilReceived('welcome');
    const reply = await admin.command('admin.set_role', { userId, role: 'viewer' });
    expect(reply).toMatchObject({ ok: true });
    await client.untilReceived('disconnect');
    expect(client.named('problem')[0]).toMatchObject({ about: 'session' });
  });
});

describe('what a client sends', () => {
  it('answers what is malformed with a code and a field, changes nothing and goes on', async () => {
    const client = connect(handshake(await on.token()));
    await client.until(caughtUp('admin'));
    const head = on.gateway.log.head();
    const bad: [string, unknown][] = [
      ['ack', { batch: 'x' }],
      ['ack', { batch: 10 ** 12 }],
      ['resync', null],
      ['resync', { cursors: { nothing: 1 } }],
      ['signal', { type: 'shout' }],
      ['frobnicate', {}],
      ['command', { id: 'x' }],
      ['token', 5],
    ];
    for (const [name, body] of bad) client.socket.emit(name, body);
    await client.until(() => client.named('problem').length === bad.length);
    for (const problem of client.named<{ error: { code: string; field?: string } }>('problem')) {
      expect(problem.error.code).toBe('invalid');
      expect(problem.error.field).toMatch(/^\w+(\.\w+)*$/);
    }
    const reply = await client.submit(makeCommand('inventory.adjust', {}));
    expect(reply).toMatchObject({ ok: false, error: { code: 'invalid' } });
    expect(await client.socket.timeout(5000).emitWithAck('heartbeat', { sentAt: 1 })).toHaveProperty(
      'serverTime',
    );
    expect(on.gateway.log.head()).toBe(head);
  });

  it('runs a command once, however often it is sent', async () => {
    const client = connect(handshake(await on.token()));
    await client.untilReceived('welcome');
    const command = makeCommand('admin.set_setting', { setting: { key: 'a', value: 1 } });
    const replies = await Promise.all([1, 2, 3].map(() => client.submit(command)));
    expect(replies[1]).toEqual(replies[0]);
    expect(replies[2]).toEqual(replies[0]);
    expect(on.gateway.log.readAfter(0, new Set(['admin']), { maxEvents: 100 }).events).toHaveLength(1);
    const other = await client.submit({ ...command, data: { setting: { key: 'a', value: 2 } } });
    expect(other).toMatchObject({ ok: false, error: { code: 'idempotency_conflict' } });
  });

  it('ends a session that goes on sending rubbish', async () => {
    const strict = await startTestGateway({ RATE_LIMIT_MESSAGES_PER_SECOND: '5' });
    const client = new TestClient(strict.url, handshake(await strict.token()));
    await client.untilReceived('welcome');
    for (let i = 0; i < 100; i += 1) client.socket.emit('frobnicate', i);
    await client.untilReceived('disconnect');
    expect(client.named<{ error: { code: string } }>('problem').at(-1)?.error.code).toBe('rate_limited');
    await strict.stop();
  });

  it('takes a fresh token of the same user and no other', async () => {
    const token = await on.token();
    const client = connect(handshake(token));
    await client.untilReceived('welcome');
    expect(await client.socket.timeout(5000).emitWithAck('token', { token })).toMatchObject({ ok: true });
    expect(await client.socket.timeout(5000).emitWithAck('token', { token: await on.token() })).toMatchObject(
      { ok: false, error: { code: 'forbidden' } },
    );
    expect(client.socket.connected).toBe(true);
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { CHANNELS } from '#shared/protocol/channels.ts';
import { COMMANDS, isCommandType, parseCommand } from '#shared/protocol/commands/index.ts';
import { CommandEnvelope, Reply } from '#shared/protocol/envelope.ts';
import { ProtocolError } from '#shared/protocol/errors.ts';
import {
  AckMessage,
  CLIENT_MESSAGES,
  HeartbeatMessage,
  MAX_MESSAGE_BYTES,
  ProblemMessage,
  ResyncMessage,
  SignalMessage,
  TokenMessage,
} from '#shared/protocol/messages.ts';
import { handshake, TestClient } from '../support/gateway.ts';
import { makeCustomer } from '../support/make/order.ts';
import { commandSamples, junk, nearly } from '../support/malformed.ts';
import { type Program, runGateway, startSourceGateway } from '../support/processes.ts';
import { gatewayRows } from '../support/projections.ts';
import { canonical, digest } from '../support/shop.ts';

/**
 * Everything a client could send wrongly to a gateway process, over real sockets. QUAYSIDE_FUZZ_RUNS is the number of
 * messages; QUAYSIDE_FUZZ_SEED repeats a run.
 */
const RUNS = Number(process.env['QUAYSIDE_FUZZ_RUNS'] ?? 50_000);
const SEED = Number(process.env['QUAYSIDE_FUZZ_SEED'] ?? Date.now() % 2 ** 31);
const IN_FLIGHT = 250;
const PASSWORD = 'correct horse battery';

interface Case {
  readonly name: string;
  readonly body: unknown;
  /** Whether the client asks for an answer. */
  readonly asks: boolean;
}

type Problem = z.infer<typeof ProblemMessage>;
const Refused = z.object({ ok: z.literal(false), error: ProtocolError });

let dir: string;
let gateway: Program;
const tokens: Record<string, string> = {};
const file = (): string => join(dir, 'gateway.db');

async function signIn(username: string): Promise<string> {
  const response = await fetch(`${gateway.address}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: PASSWORD }),
  });
  return z.object({ accessToken: z.string() }).parse(await response.json()).accessToken;
}

async function connect(user: string): Promise<TestClient> {
  const client = new TestClient(gateway.address, handshake(tokens[user] ?? ''));
  await client.until((all) => all.some(({ name }) => name === 'caught_up'));
  return client;
}

async function send(client: TestClient, type: string, data: unknown): Promise<Reply> {
  const envelope = { id: uuidv7(), type, data, at: Date.now() };
  return Reply.parse(await client.socket.timeout(20_000).emitWithAck('command', envelope));
}

/** Socket.IO itself takes nothing else as the `auth` of a handshake. */
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a malformed message must not change: the head and every row that clients are shown. */
function state(): { readonly head: number; readonly channels: Record<string, ReturnType<typeof digest>> } {
  const db = new Database(file(), { readonly: true });
  const head = Number(db.prepare('SELECT max(seq) FROM events').pluck().get());
  db.close();
  const channels = Object.fromEntries(
    CHANNELS.map((channel) => [channel, digest(gatewayRows(file(), channel).map(canonical).sort())]),
  );
  return { head, channels };
}

/** Resident memory of the gateway, MB, as it says itself. */
async function memory(): Promise<number> {
  const text = await (await fetch(`${gateway.address}/api/monitoring/metrics`)).text();
  const bytes = /^\S*process_resident_memory_bytes\S* (\S+)$/m.exec(text)?.[1];
  return Number(bytes) / 1e6;
}

/** A small shop, so that there is something to damage. */
async function fill(): Promise<void> {
  const admin = await connect('admin');
  const good = commandSamples();
  const order = [
    'inventory.create_location',
    'inventory.create_item',
    'inventory.receive',
    'inventory.adjust',
    'inventory.reserve',
    'alerts.raise',
  ];
  const currency = (await send(admin, 'admin.set_setting', good['admin.set_setting'])).ok;
  expect(currency).toBe(true);
  for (const type of order) expect(await send(admin, type, good[type])).toMatchObject({ ok: true });
  const customer = makeCustomer();
  const conversation = { conversationId: 'talk', customer, subject: null, orderIds: [] };
  expect(await send(admin, 'chat.open_conversation', conversation)).toMatchObject({ ok: true });
  admin.close();
}

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'quayside-fuzz-'));
  for (const role of ['admin', 'viewer']) {
    const made = await runGateway(['user', 'add', role, '--role', role], {
      QUAYSIDE_DATA_DIR: dir,
      QUAYSIDE_PASSWORD: PASSWORD,
    });
    expect(made.code, made.stderr).toBe(0);
  }
  gateway = await startSourceGateway(['serve', '--port', '0', '--data-dir', dir], {
    RATE_LIMIT_MESSAGES_PER_SECOND: '1000000',
    RATE_LIMIT_COMMANDS_PER_SECOND: '1000000',
    LOG_LEVEL: 'warn',
    // A leak of what was refused would not fit.
    NODE_OPTIONS: '--max-old-space-size=96',
  });
  for (const role of ['admin', 'viewer']) tokens[role] = await signIn(role);
  await fill();
}, 60_000);

afterAll(async () => {
  await gateway?.stop();
  rmSync(dir, { recursive: true, force: true });
});

const BODIES: Readonly<
  Record<
    Exclude<(typeof CLIENT_MESSAGES)[number], 'command'>,
    { readonly schema: z.ZodType; readonly good: unknown }
  >
> = {
  ack: { schema: AckMessage, good: { batch: 1 } },
  resync: { schema: ResyncMessage, good: { cursors: { inventory: { seq: 1, id: null } } } },
  token: { schema: TokenMessage, good: { token: 'nonsense' } },
  heartbeat: { schema: HeartbeatMessage, good: { sentAt: 1 } },
  signal: {
    schema: SignalMessage,
    good: { type: 'typing', conversationId: 'talk', name: 'n', who: 'user', expiresAt: 1 },
  },
};

/** As it arrives: JSON cannot say everything. */
const arrived = (body: unknown): unknown =>
  body === undefined ? null : JSON.parse(JSON.stringify(body) ?? 'null');

function isGoodCommand(body: unknown): boolean {
  return [body, arrived(body)].some((form) => {
    const envelope = CommandEnvelope.safeParse(form);
    return envelope.success && parseCommand(envelope.data.type, envelope.data.data).ok;
  });
}

const asks = fc.boolean();
const samples = commandSamples();
const envelopes = Object.entries(samples).map(([type, data]) => ({
  id: uuidv7(),
  type,
  data,
  at: 1,
  basedOn: 1,
}));

const badMessage: fc.Arbitrary<Case> = fc
  .constantFrom(...Object.entries(BODIES))
  .chain(([name, { schema, good }]) =>
    fc
      .oneof({ weight: 1, arbitrary: junk }, { weight: 2, arbitrary: nearly(good) })
      .filter((body) => !schema.safeParse(body).success && !schema.safeParse(arrived(body)).success)
      .chain((body) =>
        asks.map((asked) => ({ name, body, asks: asked && (name === 'token' || name === 'heartbeat') })),
      ),
  );
const badCommand: fc.Arbitrary<Case> = fc
  .oneof(
    { weight: 1, arbitrary: junk },
    { weight: 6, arbitrary: fc.constantFrom(...envelopes).chain(nearly) },
  )
  .filter((body) => !isGoodCommand(body))
  .map((body) => ({ name: 'command', body, asks: true }));
/** A good body without the acknowledgement it needs is refused as well. */
const commandWithoutAsking: fc.Arbitrary<Case> = fc
  .constantFrom(...envelopes)
  .map((body) => ({ name: 'command', body, asks: false }));
const RESERVED = new Set([
  'connect',
  'connect_error',
  'disconnect',
  'disconnecting',
  'newListener',
  'removeListener',
]);
const unknownMessage: fc.Arbitrary<Case> = fc.record({
  name: fc
    .oneof(
      fc.string(),
      fc.constantFrom(
        '',
        '__proto__',
        'constructor',
        'commands',
        'COMMAND',
        'welcome',
        'events',
        'x'.repeat(500),
      ),
    )
    .filter((name) => !RESERVED.has(name) && !(CLIENT_MESSAGES as readonly string[]).includes(name)),
  body: junk,
  asks,
});
const wrongCase = fc.oneof(
  { weight: 10, arbitrary: badCommand },
  { weight: 6, arbitrary: badMessage },
  { weight: 2, arbitrary: unknownMessage },
  { weight: 1, arbitrary: commandWithoutAsking },
);

/** Sends cases over one socket, so many at a time. Each is answered with a code: an answer where one was asked for, else a `problem`. */
async function exchange(client: TestClient, cases: readonly Case[]): Promise<Map<string, number>> {
  const codes = new Map<string, number>();
  const count = (error: ProtocolError): void => void codes.set(error.code, (codes.get(error.code) ?? 0) + 1);
  let done = 0;
  let sent = 0;
  await new Promise<void>((resolve, reject) => {
    const guard = (check: () => void): void => {
      try {
        check();
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    };
    const settle = (error: ProtocolError): void => {
      count(error);
      done += 1;
      if (done === cases.length) resolve();
      else more();
    };
    const more = (): void => {
      while (sent < cases.length && sent - done < IN_FLIGHT) {
        const made = cases[sent] as Case;
        sent += 1;
        if (!made.asks) client.socket.emit(made.name, made.body);
        else {
          client.socket.emit(made.name, made.body, (answer: unknown) =>
            guard(() => settle((made.name === 'command' ? Reply.and(Refused) : Refused).parse(answer).error)),
          );
        }
      }
    };
    client.socket.on('problem', (body: unknown) => guard(() => settle(ProblemMessage.parse(body).error)));
    client.socket.on('disconnect', (reason) =>
      reject(new Error(`the session ended after ${done} answers: ${reason} (seed ${SEED})`)),
    );
    more();
  });
  client.socket.off('problem');
  client.socket.off('disconnect');
  return codes;
}

async function expectUnharmed(before: ReturnType<typeof state>): Promise<void> {
  expect(state()).toEqual(before);
  expect(gateway.child.exitCode).toBeNull();
  expect(gateway.tail.filter((line) => /"level":(50|60)/.test(line))).toEqual([]);
  const client = await connect('admin');
  const beat = await client.socket.timeout(5000).emitWithAck('heartbeat', { sentAt: Date.now() });
  expect(beat).toEqual({ serverTime: expect.any(Number) });
  client.close();
}

describe('malformed messages at the gateway', () => {
  it('has a good sample of every command to spoil', () => {
    expect(Object.keys(samples).sort()).toEqual(Object.keys(COMMANDS).sort());
    expect(envelopes.filter((envelope) => !isGoodCommand(envelope)).map(({ type }) => type)).toEqual([]);
  });

  it(`${RUNS} of them are each refused with a code and change nothing (seed ${SEED})`, async () => {
    const before = state();
    const clients = await Promise.all(['admin', 'admin', 'viewer', 'admin'].map(connect));
    const share = Math.ceil(RUNS / clients.length);
    const started = performance.now();
    const half = Math.ceil(share / 2);
    const codes = new Map<string, number>();
    const run = async (count: number, seed: number): Promise<void> => {
      const all = await Promise.all(
        clients.map((client, n) =>
          exchange(client, fc.sample(wrongCase, { numRuns: count, seed: seed + n })),
        ),
      );
      for (const some of all) for (const [code, n] of some) codes.set(code, (codes.get(code) ?? 0) + n);
    };
    await run(half, SEED);
    const warm = await memory();
    await run(share - half, SEED + 100);
    const grown = (await memory()) - warm;
    const answered = [...codes.values()].reduce((sum, n) => sum + n, 0);
    process.stdout.write(
      `protocol fuzz: ${answered} malformed messages, ${JSON.stringify(Object.fromEntries(codes))}, ${Math.round(performance.now() - started)} ms, memory ${Math.round(warm)} MB, then ${grown >= 0 ? '+' : ''}${Math.round(grown)} MB\n`,
    );
    expect(answered).toBe(share * clients.length);
    expect([...codes.keys()]).toEqual(['invalid']);
    expect(grown).toBeLessThan(150);
    for (const client of clients) {
      expect(client.socket.connected).toBe(true);
      client.close();
    }
    await expectUnharmed(before);
  }, 300_000);

  it('good commands about nothing, or without the permission, change nothing either', async () => {
    const before = state();
    const [admin, viewer] = [await connect('admin'), await connect('viewer')];
    const creates = /create|open_conversation|raise|set_threshold|set_setting/;
    for (let round = 0; round < 10; round += 1) {
      for (const [type, data] of Object.entries(commandSamples())) {
        if (!isCommandType(type)) throw new Error(type);
        const refused = await send(viewer, type, data);
        expect(refused).toMatchObject({
          ok: false,
          error: { code: 'forbidden', permission: COMMANDS[type].permission },
        });
        if (creates.test(type)) continue;
        expect(await send(admin, type, data)).toMatchObject({
          ok: false,
          error: { code: expect.stringMatching(/not_found|conflict/) },
        });
      }
    }
    admin.close();
    viewer.close();
    await expectUnharmed(before);
  });

  it('what is no message at all ends that connection and no other', async () => {
    const before = state();
    const bystander = await connect('admin');
    const frames = [
      'hello',
      '42',
      '42{',
      '42[',
      '42[]',
      '42[{}]',
      '42["command"',
      '42["disconnect"]',
      '451-["command",{"_placeholder":true,"num":9}]',
      '459999999999-["command"]',
      '49',
      '4',
      '47["x"]',
      `42["command",${'['.repeat(100_000)}`,
      `42["signal","${'x'.repeat(MAX_MESSAGE_BYTES + 1)}"]`,
      '42/other,["command",{}]',
      Buffer.from([0xff, 0xfe]),
      Buffer.alloc(MAX_MESSAGE_BYTES + 1),
    ];
    let ended = 0;
    for (const frame of frames) {
      const socket = new WebSocket(`${gateway.address.replace('http', 'ws')}/ws/?EIO=4&transport=websocket`);
      const answered = await new Promise<boolean>((resolve, reject) => {
        let welcomed = false;
        socket.on('error', () => undefined);
        socket.on('close', () => resolve(false));
        socket.on('message', (data) => {
          const text = data.toString();
          if (text.startsWith('0')) socket.send(`40${JSON.stringify(handshake(tokens['admin'] ?? ''))}`);
          else if (text.startsWith('44')) reject(new Error(text));
          else if (text.startsWith('42["welcome"') && !welcomed) {
            welcomed = true;
            socket.send(frame);
            // Asked after it on the same connection: an answer tells that the session goes on.
            socket.send(`427["heartbeat",{"sentAt":1}]`);
          } else if (text.startsWith('437')) resolve(true);
        });
      });
      if (!answered) ended += 1;
      socket.terminate();
    }
    expect(ended).toBeGreaterThan(0);
    expect(bystander.socket.connected).toBe(true);
    bystander.close();
    await expectUnharmed(before);
  });

  it('bad handshakes are refused with a code', async () => {
    const good = handshake(tokens['admin'] ?? '');
    const cases = fc.sample(nearly(good).map(arrived), { numRuns: 150, seed: SEED });
    let refused = 0;
    for (const auth of cases) {
      const client = new TestClient(gateway.address, isRecord(auth) ? auth : { auth });
      await client.until((all) => all.some(({ name }) => name === 'connect_error' || name === 'welcome'));
      const error = client.named('connect_error')[0];
      if (error) {
        refused += 1;
        expect(error).toMatchObject({ code: expect.stringMatching(/^(invalid|unauthenticated)$/) });
      }
      client.close();
    }
    expect(refused).toBeGreaterThan(75);
  });
});

describe('abuse', () => {
  it('is limited: the flood is refused, then the session ends with a code, and others are served', async () => {
    const strict = mkdtempSync(join(tmpdir(), 'quayside-abuse-'));
    const environment = { QUAYSIDE_DATA_DIR: strict, QUAYSIDE_PASSWORD: PASSWORD };
    expect((await runGateway(['user', 'add', 'admin', '--role', 'admin'], environment)).code).toBe(0);
    const other = gateway;
    gateway = await startSourceGateway(['serve', '--port', '0', '--data-dir', strict], {
      RATE_LIMIT_MESSAGES_PER_SECOND: '50',
      RATE_LIMIT_COMMANDS_PER_SECOND: '20',
      LOG_LEVEL: 'warn',
    });
    const kept = tokens['admin'];
    try {
      tokens['admin'] = await signIn('admin');
      const [abuser, honest] = [await connect('admin'), await connect('admin')];
      for (let n = 0; n < 2000; n += 1) abuser.socket.emit('nonsense', n);
      await abuser.until((all) => all.some(({ name }) => name === 'disconnect'));
      const codes = abuser
        .named<Problem>('problem')
        .map(({ about, error }) => `${about === 'session' ? 'session ' : ''}${error.code}`);
      expect(new Set(codes)).toEqual(new Set(['invalid', 'session rate_limited']));
      expect(codes.at(-1)).toBe('session rate_limited');
      expect(codes.length).toBeLessThan(300);
      expect(abuser.named<Problem>('problem').at(-1)?.error.retryAfterMs).toBeGreaterThan(0);

      // Commands of one user are limited over their connections; what is over the limit says when to come back.
      const replies = await Promise.all(
        Array.from({ length: 90 }, () =>
          honest.socket.timeout(5000).emitWithAck('command', {
            id: uuidv7(),
            type: 'alerts.acknowledge',
            data: { alertId: 'x', note: null },
            at: 1,
          }),
        ),
      );
      const refused = replies
        .map((reply) => Reply.parse(reply))
        .filter((reply) => !reply.ok && reply.error.code === 'rate_limited');
      expect(refused.length).toBeGreaterThan(30);
      for (const reply of refused)
        expect(reply).toMatchObject({ error: { retryAfterMs: expect.any(Number) } });
      expect(honest.socket.connected).toBe(true);
      abuser.close();
      honest.close();
    } finally {
      await gateway.stop();
      gateway = other;
      tokens['admin'] = kept ?? '';
      rmSync(strict, { recursive: true, force: true });
    }
  }, 60_000);
});

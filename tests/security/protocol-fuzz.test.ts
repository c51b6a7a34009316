import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { CHANNELS, type Channel } from '#shared/protocol/channels.ts';
import { COMMANDS, type CommandType, isCommandType } from '#shared/protocol/commands/index.ts';
import { Reply } from '#shared/protocol/envelope.ts';
import { ProtocolError } from '#shared/protocol/errors.ts';
import { MAX_MESSAGE_BYTES, ProblemMessage } from '#shared/protocol/messages.ts';
import { ROLE_PERMISSIONS } from '#shared/protocol/permissions.ts';
import { handshake, TestClient } from '../support/client.ts';
import { GatewayProcess } from '../support/gateway-process.ts';
import { makeCommand } from '../support/make/command.ts';
import { makeCustomer } from '../support/make/order.ts';
import { commandSamples, nearly } from '../support/malformed.ts';
import {
  arrived,
  type ClientMessage,
  envelopes,
  isGoodCommand,
  malformedMessage,
  samples,
} from '../support/malformed-messages.ts';
import { gatewayRows } from '../support/projections.ts';
import { canonical, digest } from '../support/shop.ts';
import { until } from '../support/wait.ts';

/**
 * Everything a client could send wrongly to a gateway process, over real sockets. QUAYSIDE_FUZZ_RUNS is the number of
 * messages; QUAYSIDE_FUZZ_SEED repeats a run.
 */
const RUNS = Number(process.env['QUAYSIDE_FUZZ_RUNS'] ?? 20_000);
const SEED = Number(process.env['QUAYSIDE_FUZZ_SEED'] ?? Date.now() % 2 ** 31);
const IN_FLIGHT = 250;

const Refused = z.object({ ok: z.literal(false), error: ProtocolError });

let gateway: GatewayProcess;

/** Socket.IO itself takes nothing else as the `auth` of a handshake. */
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What comes with time alone: what people are told about an open alert, a check by schedule, and what the gateway uses itself. */
const OF_TIME = {
  types: ['alerts.notified', 'watchdog.run_finished', 'usage.counted'],
  kinds: ['usage_day'],
};

/** What a malformed message must not change: the head and every row that clients are shown. */
function state(): { readonly head: number; readonly channels: Record<string, ReturnType<typeof digest>> } {
  const db = new Database(gateway.file, { readonly: true });
  const head = Number(
    db
      .prepare('SELECT max(seq) FROM events WHERE type NOT IN (SELECT value FROM json_each(?))')
      .pluck()
      .get(JSON.stringify(OF_TIME.types)),
  );
  db.close();
  const rows = (channel: Channel): string[] =>
    gatewayRows(gateway.file, channel)
      .filter(({ kind }) => !OF_TIME.kinds.includes(kind))
      .map(canonical)
      .sort();
  return { head, channels: Object.fromEntries(CHANNELS.map((channel) => [channel, digest(rows(channel))])) };
}

/** A small shop, so that there is something to damage. */
async function fill(): Promise<void> {
  const admin = await gateway.connect('admin');
  const good = commandSamples();
  const order = [
    'inventory.create_location',
    'inventory.create_item',
    'inventory.receive',
    'inventory.adjust',
    'inventory.reserve',
    'alerts.raise',
  ];
  const currency = (await admin.submit(makeCommand('admin.set_setting', good['admin.set_setting']))).ok;
  expect(currency).toBe(true);
  for (const type of order)
    expect(await admin.submit(makeCommand(type, good[type]))).toMatchObject({ ok: true });
  const customer = makeCustomer();
  const conversation = { conversationId: 'talk', customer, subject: null, orderIds: [] };
  expect(await admin.command('chat.open_conversation', conversation)).toMatchObject({ ok: true });
  admin.close();
  // What the shop counts of this is told to consoles a moment later.
  await until('the sums are told', () => {
    const db = new Database(gateway.file, { readonly: true });
    const left = Number(db.prepare('SELECT count(*) FROM kpi_pending').pluck().get());
    db.close();
    return left === 0;
  });
}

beforeAll(async () => {
  gateway = await GatewayProcess.start(['admin', 'viewer'], {
    RATE_LIMIT_MESSAGES_PER_SECOND: '1000000',
    RATE_LIMIT_COMMANDS_PER_SECOND: '1000000',
    // A leak of what was refused would not fit.
    NODE_OPTIONS: '--max-old-space-size=96',
  });
  await fill();
}, 60_000);

afterAll(() => gateway?.stop());

/** Sends cases over one socket, so many at a time. Each is answered with a code: an answer where one was asked for, else a `problem`. */
async function exchange(client: TestClient, cases: readonly ClientMessage[]): Promise<Map<string, number>> {
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
        const made = cases[sent] as ClientMessage;
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
  expect(gateway.program.child.exitCode).toBeNull();
  expect(gateway.program.tail.filter((line) => /"level":(50|60)/.test(line))).toEqual([]);
  const client = await gateway.connect('admin');
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
    const clients = await Promise.all(
      (['admin', 'admin', 'viewer', 'admin'] as const).map((role) => gateway.connect(role)),
    );
    const share = Math.ceil(RUNS / clients.length);
    const started = performance.now();
    const half = Math.ceil(share / 2);
    const codes = new Map<string, number>();
    const run = async (count: number, seed: number): Promise<void> => {
      const all = await Promise.all(
        clients.map((client, n) =>
          exchange(client, fc.sample(malformedMessage, { numRuns: count, seed: seed + n })),
        ),
      );
      for (const some of all) for (const [code, n] of some) codes.set(code, (codes.get(code) ?? 0) + n);
    };
    await run(half, SEED);
    const warm = await gateway.memory();
    await run(share - half, SEED + 100);
    const grown = (await gateway.memory()) - warm;
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
    const [admin, viewer] = [await gateway.connect('admin'), await gateway.connect('viewer')];
    // These make something, or say something about whoever sends them.
    const creates =
      /create|open_conversation|raise|set_threshold|set_setting|watchdog\.run|imports\.start|set_policy|views\.save|boards\.save|canned\.save|change_plan|add_credit|set_availability|report_away/;
    const refuse = async (type: CommandType, data: unknown): Promise<void> => {
      const { permission } = COMMANDS[type];
      if (!ROLE_PERMISSIONS.viewer.includes(permission))
        expect(await viewer.submit(makeCommand(type, data))).toMatchObject({
          ok: false,
          error: { code: 'forbidden', permission },
        });
      if (creates.test(type)) return;
      expect(await admin.submit(makeCommand(type, data)), type).toMatchObject({
        ok: false,
        error: { code: expect.stringMatching(/not_found|conflict/) },
      });
    };
    for (let round = 0; round < 10; round += 1)
      await Promise.all(
        Object.entries(commandSamples()).map(([type, data]) => {
          if (!isCommandType(type)) throw new Error(type);
          return refuse(type, data);
        }),
      );
    admin.close();
    viewer.close();
    await expectUnharmed(before);
  });

  it('what is no message at all ends that connection and no other', async () => {
    const before = state();
    const bystander = await gateway.connect('admin');
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
          if (text.startsWith('0')) socket.send(`40${JSON.stringify(handshake(gateway.token('admin')))}`);
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
    const good = handshake(gateway.token('admin'));
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

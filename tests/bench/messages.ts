import { fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { PROTOCOL_VERSION } from '#shared/protocol/version.ts';
import { openBridge, redeem, type TestBridge } from '../support/bridge.ts';
import { openTalk, signInColleague } from '../support/colleague.ts';
import { temporaryFolder } from '../support/folders.ts';
import { startProgram } from '../support/processes.ts';
import { openShop } from '../support/shop.ts';
import { until } from '../support/wait.ts';
import { loopsOf } from './lib/loops.ts';
import { note, quantile, report, rounded } from './lib/report.ts';

/**
 * Milliseconds from a message that a window hands to its console until the window of another console has read it, while 20 agents
 * write 100 messages a second. `value`: the 95th percentile. Floor: the same messages over bare Socket.IO, which passes each on to all
 * 20 and stores nothing.
 */
const AGENTS = 20;
const PER_SECOND = 100;
/** Messages a second that are timed. */
const TIMED = 10;
const SECONDS = Number(process.env['SECONDS'] ?? 30);
/** Events a second, at most, of a shop whose past is written. */
const QUIET_EVENTS = 30;
const BODY =
  'Your parcel left our warehouse this morning; the carrier expects to deliver it tomorrow before noon.';

const Ready = z.object({ url: z.string() });
const Batch = z.object({ batch: z.number() });
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, Math.max(0, ms)));

/** Calls `send` with the number of each message, evenly spread over the time. */
async function atRate(perSecond: number, send: (n: number) => void): Promise<void> {
  const started = performance.now();
  for (let n = 0; n < perSecond * SECONDS; n += 1) {
    await pause(started + (n * 1000) / perSecond - performance.now());
    send(n);
  }
}

async function connected(url: string, auth: Readonly<Record<string, unknown>>): Promise<Socket> {
  const socket = io(url, {
    path: '/ws',
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    auth,
  });
  for (const name of ['events', 'snapshot_page', 'snapshot_end'])
    socket.on(name, (raw: unknown) => socket.emit('ack', { batch: Batch.parse(raw).batch }));
  await new Promise<void>((done, fail) => {
    socket.once('connect', () => done());
    socket.once('connect_error', fail);
  });
  return socket;
}

/** The floor: ms from one client to another through a server that only passes on. */
async function bare(): Promise<number[]> {
  const child = fork(resolve(import.meta.dirname, 'lib/relay-server.ts'));
  const { url } = Ready.parse((await once(child, 'message'))[0]);
  const sockets = await Promise.all(Array.from({ length: AGENTS }, () => connected(url, {})));
  const took: number[] = [];
  const sent = new Map<string, number>();
  sockets[1]?.on('message', ({ id }: { id: string }) => {
    const at = sent.get(id);
    if (at !== undefined) took.push(performance.now() - at);
  });
  const every = PER_SECOND / TIMED;
  await atRate(PER_SECOND, (n) => {
    const id = uuidv7();
    const timed = n % every === 0;
    if (timed) sent.set(id, performance.now());
    sockets[timed ? 0 : 2 + (n % (AGENTS - 2))]?.emit('message', { id, conversationId: id, body: BODY });
  });
  await until('all arrived', () => took.length === TIMED * SECONDS, 10_000);
  for (const socket of sockets) socket.disconnect();
  child.send('end');
  await once(child, 'exit');
  return took;
}

const isLive = (bridge: TestBridge) => async (): Promise<boolean> =>
  (await bridge.call('connection.status', {})).state === 'live';

/** Waits until the shop's past is written: the demo writes hundreds of events a second until then. */
async function quiet(bridge: TestBridge): Promise<void> {
  const head = async (): Promise<number> =>
    Math.max(...Object.values((await bridge.call('app.diagnostics', {})).cursors));
  let [before, calm] = [await head(), 0];
  const steady = async (): Promise<boolean> => {
    const now = await head();
    calm = now - before < QUIET_EVENTS ? calm + 1 : 0;
    before = now;
    return calm >= 3;
  };
  await until('the past is written', steady, 240_000, 1_000);
}

/** Times the messages of one conversation as the window of a console reads them. Returns the list it fills. */
function timeAt(bridge: TestBridge, conversationId: string, sent: ReadonlyMap<string, number>): number[] {
  const took: number[] = [];
  const seen = new Set<string>();
  bridge.watch('changes.notices', {}, async ({ topics }) => {
    const chat = topics.find(({ topic }) => topic === 'chat');
    if (chat === undefined || (chat.keys !== null && !chat.keys.includes(conversationId))) return;
    const { rows } = await bridge.call('chat.messages', { conversationId, after: null, limit: 20 });
    for (const { id } of rows) {
      const at = sent.get(id);
      if (at === undefined || seen.has(id)) continue;
      seen.add(id);
      took.push(performance.now() - at);
    }
  });
  return took;
}

async function throughGateway() {
  const shop = await openShop({ demo: ['--speed', '1', '--seed', '11'] });
  const folder = temporaryFolder('bench-messages');
  const second = await startProgram('browser', [
    ...['--server', shop.gateway.address, '--port', '0', '--no-open', '--profile', 'test'],
    ...['--data-dir', folder.path],
  ]);
  const { origin, cookie } = await redeem(second.address);
  const reader = openBridge(origin, cookie);
  try {
    await shop.bridge.call('session.sign_in_persona', { username: 'marco' });
    await reader.call('session.sign_in_persona', { username: 'ines' });
    for (const bridge of [shop.bridge, reader]) await until('live', isLive(bridge), 120_000);
    await quiet(reader);
    const admin = await signInColleague(shop.gateway.address, 'ines');
    const talks: string[] = [];
    for (let n = 0; n < AGENTS; n += 1) talks.push(await openTalk(admin, `Bench ${n}`));
    const sockets = await Promise.all(
      Array.from({ length: AGENTS - 2 }, async (_, n) =>
        connected(shop.gateway.address, {
          token: (await signInColleague(shop.gateway.address, 'marco')).token,
          protocol: PROTOCOL_VERSION,
          client: { name: 'bench', version: '0', deviceId: `bench-${n}` },
          cursors: {},
        }),
      ),
    );
    await pause(3_000);
    const [own = ''] = talks;
    const sent = new Map<string, number>();
    const took = timeAt(reader, own, sent);
    let accepted = 0;
    const refused: unknown[] = [];
    const message = (conversationId: string, messageId: string) => ({
      ...{ id: uuidv7(), type: 'chat.send_message' },
      data: { conversationId, messageId, kind: 'text', body: BODY },
    });
    const every = PER_SECOND / TIMED;
    const started = performance.now();
    await atRate(PER_SECOND, (n) => {
      const messageId = uuidv7();
      if (n % every === 0) {
        sent.set(messageId, performance.now());
        const { id, data } = message(own, messageId);
        void shop.bridge.call('commands.submit', { id, type: 'chat.send_message', data });
        return;
      }
      const talk = talks[1 + (n % (AGENTS - 1))] ?? own;
      const at = Date.now();
      sockets[n % sockets.length]?.emit('command', { ...message(talk, messageId), at }, (reply: unknown) => {
        if (z.object({ ok: z.literal(true) }).safeParse(reply).success) accepted += 1;
        else refused.push(reply);
      });
    });
    const seconds = (performance.now() - started) / 1000;
    await until('all arrived', () => took.length === TIMED * SECONDS, 20_000).catch(() => undefined);
    const loops = await loopsOf(shop.gateway.address, await reader.call('app.diagnostics', {}));
    for (const socket of sockets) socket.disconnect();
    if (refused.length > 0) note(`refused: ${refused.length}, the first: ${JSON.stringify(refused[0])}`);
    return { took, perSecond: (accepted + took.length) / seconds, refused: refused.length, loops };
  } finally {
    reader.dispose();
    await second.stop();
    await shop.stop();
    folder.remove();
  }
}

const floor = await bare();
const { took, perSecond, refused, loops } = await throughGateway();
const p95 = rounded(quantile(took, 0.95), 1);
const floorP95 = rounded(quantile(floor, 0.95), 1);
note(`${took.length} of ${TIMED * SECONDS} timed messages at ${rounded(perSecond)} a second`);
report({
  bench: 'messages',
  value: p95,
  unit: 'ms',
  floor: floorP95,
  ratio: rounded(p95 / floorP95, 1),
  overFloorMs: rounded(p95 - floorP95, 1),
  p50: rounded(quantile(took, 0.5), 1),
  p99: rounded(quantile(took, 0.99), 1),
  floorP50: rounded(quantile(floor, 0.5), 1),
  timed: took.length,
  lost: TIMED * SECONDS - took.length,
  messagesPerSecond: rounded(perSecond),
  refused,
  agents: AGENTS,
  ...loops,
});

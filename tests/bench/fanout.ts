import { fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { z } from 'zod';
import { Cursor } from '#shared/protocol/messages.ts';
import { channelsFor, ROLE_PERMISSIONS } from '#shared/protocol/permissions.ts';
import { PROTOCOL_VERSION } from '#shared/protocol/version.ts';
import { gatewayLoop } from './lib/loops.ts';
import { median, note, report, rounded } from './lib/report.ts';

/**
 * Events a second from the gateway's log to every client, against bare Socket.IO broadcasting the same batches: a busy shop's mix to
 * one and to ten clients, and nothing but messages to twenty agents.
 */
const EVENTS = 40_000;
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3);
const Ready = z.object({ url: z.string(), token: z.string(), cursor: Cursor.nullable() });
const Started = z.object({ started: z.number() });
const Batch = z.object({ batch: z.number(), events: z.array(z.object({ seq: z.number() })) });
const cursorsOf = (cursor: Cursor | null) =>
  cursor ? Object.fromEntries(channelsFor(ROLE_PERMISSIONS.manager).map((name) => [name, cursor])) : {};

const loops: number[] = [];

/** One run: a serving process and `clients` clients in this one; ms from the first append to the last client's last event. */
async function run(
  mode: 'gateway' | 'bare',
  how: 'burst' | 'sustained',
  clients: number,
  events: 'mixed' | 'messages',
): Promise<number> {
  const args = [mode, String(EVENTS), '0', events];
  const child = fork(resolve(import.meta.dirname, 'lib/fanout-server.ts'), args);
  const [message] = await once(child, 'message');
  const ready = Ready.parse(message);
  const sockets: Socket[] = [];
  const all: Promise<void>[] = [];
  for (let n = 0; n < clients; n += 1) {
    const auth = {
      token: ready.token,
      protocol: PROTOCOL_VERSION,
      client: { name: 'bench', version: '0', deviceId: `bench-${n}` },
      cursors: cursorsOf(ready.cursor),
    };
    const socket = io(ready.url, {
      path: '/ws',
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      auth,
    });
    sockets.push(socket);
    let due = mode === 'gateway' ? channelsFor(ROLE_PERMISSIONS.manager).length : 0;
    const open = new Promise<void>((done, fail) => {
      socket.on('connect_error', fail);
      if (due === 0) socket.on('connect', () => done());
      socket.on('caught_up', () => {
        due -= 1;
        if (due === 0) done();
      });
    });
    await open;
    all.push(
      new Promise((done) => {
        let received = 0;
        socket.on('events', (raw: unknown) => {
          const { batch, events } = Batch.parse(raw);
          received += events.length;
          if (mode === 'gateway') socket.emit('ack', { batch });
          if (received >= EVENTS) done();
        });
      }),
    );
  }
  // Asked for here, the gateway counts anew: starting is not serving.
  if (mode === 'gateway') await gatewayLoop(ready.url);
  child.send(how);
  const [answer] = await once(child, 'message');
  const { started } = Started.parse(answer);
  await Promise.all(all);
  const took = performance.timeOrigin + performance.now() - started;
  // A burst is one turn of the benchmark's own, which appends all events in it.
  if (mode === 'gateway' && how === 'sustained') loops.push(await gatewayLoop(ready.url));
  for (const socket of sockets) socket.disconnect();
  child.send('end');
  await once(child, 'exit');
  return took;
}

const perSecond = (times: readonly number[]): number => rounded((EVENTS / median(times)) * 1000);
const details: Record<string, unknown> = {};
let worst = { ratio: Number.POSITIVE_INFINITY, value: 0, floor: 0 };
for (const [clients, events] of [
  [1, 'mixed'],
  [10, 'mixed'],
  [20, 'messages'],
] as const) {
  const times: Record<'bare' | 'burst' | 'sustained', number[]> = { bare: [], burst: [], sustained: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    times.bare.push(await run('bare', 'burst', clients, events));
    times.burst.push(await run('gateway', 'burst', clients, events));
    times.sustained.push(await run('gateway', 'sustained', clients, events));
  }
  const floor = perSecond(times.bare);
  const value = perSecond(times.burst);
  const withAppend = perSecond(times.sustained);
  const ratio = rounded(value / floor, 2);
  note(
    `${clients} client(s), ${events}: fan-out ${value}/s, with the durable append ${withAppend}/s, bare ${floor}/s, ratio ${ratio}`,
  );
  details[events === 'messages' ? `messagesTo${clients}` : `clients${clients}`] = {
    value,
    floor,
    ratio,
    withAppend,
    ratioWithAppend: rounded(withAppend / floor, 2),
  };
  if (ratio < worst.ratio) worst = { ratio, value, floor };
}
report({
  bench: 'fanout',
  value: worst.value,
  unit: 'events/s to every client',
  floor: worst.floor,
  ratio: worst.ratio,
  events: EVENTS,
  rounds: ROUNDS,
  gatewayLoopP99Ms: Math.max(...loops),
  ...details,
});

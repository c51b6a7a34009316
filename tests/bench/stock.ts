import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { Cursor } from '#shared/protocol/messages.ts';
import { channelsFor, ROLE_PERMISSIONS } from '#shared/protocol/permissions.ts';
import { PROTOCOL_VERSION } from '#shared/protocol/version.ts';
import { median, note, quantile, report, rounded } from './lib/report.ts';

/**
 * Commands a second through a gateway in another process, over sockets: 2, 8 and 32 clients adjust 1,000 items, each with one
 * command at a time, and each receives and acknowledges everybody's events, as consoles do. There are two floors, both bare
 * transactions of the same rows in the gateway's process: one command in each (`alone`), and as many as there are clients
 * (`grouped`), as the gateway does where they arrive together. Then 32 clients reserve what there is five times over: no level
 * may go below zero.
 */
const ITEMS = 1_000;
const UNITS = 50;
const CLIENTS = [2, 8, 32] as const;
const SECONDS = 5;
const ROUNDS = 3;

const Ready = z.object({ url: z.string(), tokens: z.array(z.string()), cursor: Cursor });
const Floor = z.object({ perSecond: z.number() });
const Check = z.object({ wrong: z.int() });
const Answer = z.object({ ok: z.boolean(), error: z.object({ code: z.string() }).optional() });
type Answer = z.infer<typeof Answer>;

async function ask<T>(child: ChildProcess, message: object, schema: z.ZodType<T>): Promise<T> {
  child.send(message);
  const [answer] = await once(child, 'message');
  return schema.parse(answer);
}

async function connect(ready: z.infer<typeof Ready>, n: number): Promise<Socket> {
  const channels = channelsFor(ROLE_PERMISSIONS.manager);
  const socket = io(ready.url, {
    path: '/ws',
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    auth: {
      token: ready.tokens[n],
      protocol: PROTOCOL_VERSION,
      client: { name: 'bench', version: '0', deviceId: `bench-${n}` },
      cursors: Object.fromEntries(channels.map((name) => [name, ready.cursor])),
    },
  });
  socket.onAny((_name, body: unknown) => {
    if (typeof body === 'object' && body !== null && 'batch' in body)
      socket.emit('ack', { batch: body.batch });
  });
  let due = channels.length;
  await new Promise<void>((done, fail) => {
    socket.on('connect_error', fail);
    socket.on('caught_up', () => {
      due -= 1;
      if (due === 0) done();
    });
  });
  return socket;
}

const submit = async (socket: Socket, type: string, data: object, id = uuidv7()): Promise<Answer> =>
  Answer.parse(await socket.timeout(20_000).emitWithAck('command', { id, type, at: Date.now(), data }));

/** Lets every client send one command after the other until the time is over. Returns commands a second and their times, ms. */
async function load(sockets: readonly Socket[]): Promise<{ perSecond: number; took: number[] }> {
  const took: number[] = [];
  const started = performance.now();
  const end = started + SECONDS * 1000;
  await Promise.all(
    sockets.map(async (socket, client) => {
      for (let n = 0; performance.now() < end; n += 1) {
        const sent = performance.now();
        const answer = await submit(socket, 'inventory.adjust', {
          itemId: `item-${(n * 37 + client * 131) % ITEMS}`,
          locationId: 'main',
          change: { mode: 'delta', quantity: n % 2 === 0 ? 1 : -1 },
          reason: 'counted',
          reference: null,
        });
        if (!answer.ok) throw new Error(answer.error?.code);
        took.push(performance.now() - sent);
      }
    }),
  );
  return { perSecond: (took.length / (performance.now() - started)) * 1000, took };
}

/** Reserves five times what 20 items have, from all clients at once. Returns how many were granted and refused. */
async function contend(sockets: readonly Socket[]): Promise<{ granted: number; refused: number }> {
  const counts = { granted: 0, refused: 0 };
  await Promise.all(
    sockets.map(async (socket, client) => {
      const attempts = Math.ceil((20 * UNITS * 5) / sockets.length);
      for (let n = 0; n < attempts; n += 1) {
        const { ok, error } = await submit(socket, 'inventory.reserve', {
          reservationId: uuidv7(),
          itemId: `item-${(n + client) % 20}`,
          locationId: 'main',
          quantity: 1,
          orderId: null,
          expiresAt: null,
        });
        if (ok) counts.granted += 1;
        else if (error?.code === 'insufficient_stock') counts.refused += 1;
        else throw new Error(error?.code);
      }
    }),
  );
  return counts;
}

const server = resolve(import.meta.dirname, 'lib/stock-server.ts');
const child = fork(server, [String(ITEMS), String(UNITS), String(Math.max(...CLIENTS))]);
const ready = Ready.parse((await once(child, 'message'))[0]);
const EMPTY = { perSecond: 0, alone: 0, ratio: 0, grouped: 0, ratioGrouped: 0, p95: 0 };
const results: Record<string, typeof EMPTY> = {};
let wrong = 0;
for (const clients of CLIENTS) {
  const sockets = await Promise.all(Array.from({ length: clients }, (_, n) => connect(ready, n)));
  // The first does not count: the gateway's code is compiled after some ten thousand commands.
  await load(sockets);
  const runs: number[] = [];
  const alone: number[] = [];
  const grouped: number[] = [];
  const took: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const run = await load(sockets);
    runs.push(run.perSecond);
    took.push(...run.took);
    const bare = async (commands: number, group: number): Promise<number> =>
      (await ask(child, { do: 'bare', commands, group }, Floor)).perSecond;
    alone.push(await bare(4_000, 1));
    grouped.push(await bare(2_000 * clients, clients));
  }
  if (clients === 32) {
    const { granted, refused } = await contend(sockets);
    note(`32 clients reserved ${granted} units of ${20 * UNITS} and a little; ${refused} were refused`);
  }
  wrong += (await ask(child, { do: 'check' }, Check)).wrong;
  const perSecond = rounded(median(runs));
  const result = {
    perSecond,
    alone: rounded(median(alone)),
    ratio: rounded(perSecond / median(alone), 2),
    grouped: rounded(median(grouped)),
    ratioGrouped: rounded(perSecond / median(grouped), 2),
    p95: rounded(quantile(took, 0.95), 1),
  };
  results[clients] = result;
  note(
    `${clients} clients: ${perSecond} commands/s; bare ${result.alone}/s, ratio ${result.ratio}; grouped ${result.grouped}/s, ratio ${result.ratioGrouped}`,
  );
  for (const socket of sockets) socket.disconnect();
}
child.send({ do: 'end' });
await once(child, 'exit');
if (wrong > 0) throw new Error(`${wrong} levels are wrong`);
const eight = results[8] ?? EMPTY;
report({
  bench: 'stock',
  value: eight.perSecond,
  unit: 'commands/s',
  floor: eight.alone,
  ratio: eight.ratio,
  clients: results,
  wrongLevels: wrong,
});

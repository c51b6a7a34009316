import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { io } from 'socket.io-client';
import { z } from 'zod';
import { temporaryFolder } from '../support/folders.ts';
import { Loop } from './lib/loops.ts';
import { note, report, rounded } from './lib/report.ts';
import { throttle } from './lib/throttle.ts';

/**
 * The first sync of an empty cache with a large gateway: milliseconds to the first useful screen (stock, open chats, today's
 * figures) and to the whole window, over loopback and over a link of 10 MB/s. Floor: the rows of the window read with bare
 * statements and sent over bare Socket.IO. `--scale N` makes everything N times smaller.
 */
const at = process.argv.indexOf('--scale');
const SCALE = at === -1 ? 1 : Number(process.argv[at + 1]);
const scale = { messages: 1_000_000 / SCALE, movements: 5_000_000 / SCALE, orders: 500_000 / SCALE };
const LINK = 10_000_000;

const Ready = z.object({ url: z.string(), token: z.string(), userId: z.string(), rssMb: z.number() });
const Served = z.object({ loop: Loop, rssMb: z.number(), cpuMs: z.number() });
const Synced = z.object({
  firstMs: z.number(),
  firstCpuMs: z.number(),
  cpuMs: z.number(),
  windowMs: z.number(),
  loop: Loop,
  firstLoop: Loop,
  idleMb: z.number(),
  rssMb: z.number(),
  cacheMb: z.number(),
});
const folder = temporaryFolder('sync');
const serverFile = resolve(import.meta.dirname, 'lib/sync-gateway-server.ts');

async function messageOf(child: ChildProcess): Promise<unknown> {
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('a process ended without a result')));
  ended.catch(() => undefined);
  const [message] = await Promise.race([once(child, 'message'), ended]);
  return message;
}

/** One sync of an empty cache. */
async function run(name: string, bytesPerSecond: number | null) {
  const server = fork(serverFile, ['gateway', folder.path]);
  const ready = Ready.parse(await messageOf(server));
  const link = await throttle(ready.url, bytesPerSecond);
  const dataDir = join(folder.path, name);
  mkdirSync(dataDir);
  const input = JSON.stringify({ server: link.url, token: ready.token, userId: ready.userId, dataDir });
  const engine = fork(resolve(import.meta.dirname, 'lib/sync-engine-server.ts'), [input]);
  const synced = Synced.parse(await messageOf(engine));
  server.send('end');
  const served = Served.parse(await messageOf(server));
  const megabytes = link.bytes() / 1e6;
  await link.close();
  note(
    `${name}: first screen ${rounded(synced.firstMs)} ms, window ${rounded(synced.windowMs)} ms, ${rounded(megabytes)} MB; longest turns: engine ${rounded(synced.loop.longest)} ms, gateway ${rounded(served.loop.longest)} ms`,
  );
  return {
    firstScreenMs: rounded(synced.firstMs),
    windowMs: rounded(synced.windowMs),
    megabytes: rounded(megabytes, 1),
    engine: {
      cpuToFirstScreenMs: rounded(synced.firstCpuMs),
      cpuMs: rounded(synced.cpuMs),
      longestTurnMs: rounded(synced.loop.longest, 1),
      longestTurnToFirstScreenMs: rounded(synced.firstLoop.longest, 1),
      p99Ms: rounded(synced.loop.p99, 1),
      idleMb: rounded(synced.idleMb),
      memoryMb: rounded(synced.rssMb),
      cacheMb: rounded(synced.cacheMb),
    },
    gateway: {
      cpuMs: rounded(served.cpuMs),
      longestTurnMs: rounded(served.loop.longest, 1),
      p99Ms: rounded(served.loop.p99, 1),
      idleMb: rounded(ready.rssMb),
      memoryMb: rounded(served.rssMb),
    },
  };
}

/** The rows of the window, read and sent bare; ms until the last has arrived. */
async function bare(): Promise<number> {
  const server = fork(serverFile, ['bare', folder.path]);
  const { url } = Ready.parse(await messageOf(server));
  const started = performance.now();
  const socket = io(url, { transports: ['websocket'], reconnection: false });
  socket.on('page', (_rows: unknown, acknowledge: () => void) => acknowledge());
  const rows = await new Promise<unknown>((done) => socket.on('done', done));
  const took = performance.now() - started;
  note(`bare: ${String(rows)} rows in ${rounded(took)} ms`);
  socket.disconnect();
  server.send('end');
  await once(server, 'exit');
  return took;
}

try {
  const building = performance.now();
  const builder = fork(serverFile, ['build', folder.path, JSON.stringify(scale)]);
  await messageOf(builder);
  note(`built the gateway in ${rounded((performance.now() - building) / 1000)} s`);
  const floor = rounded(await bare());
  const loopback = await run('loopback', null);
  const slow = await run('link-10MBs', LINK);
  report({
    bench: 'sync',
    value: loopback.windowMs,
    unit: 'ms to the whole window',
    floor,
    ratio: rounded(floor / loopback.windowMs, 2),
    ...scale,
    loopback,
    link10MBs: slow,
  });
} finally {
  folder.remove();
}

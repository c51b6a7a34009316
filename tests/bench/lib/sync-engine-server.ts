import { z } from 'zod';
import { ROLE_PERMISSIONS } from '#shared/protocol/permissions.ts';
import { createEngine } from '../../../src/main/engine/client/client.ts';
import { systemClock } from '../../../src/main/system-clock.ts';
import { silentLog } from '../../support/log.ts';
import { engineLoop, probedWorkers, resetEngineLoop } from './loops.ts';

/**
 * The console's side of the sync benchmark: the engine as it is built, in a process with nothing else in it. It syncs an empty
 * cache and reports when the first screen and the whole window were there.
 */
const Input = z.object({ server: z.string(), token: z.string(), userId: z.string(), dataDir: z.string() });
const { server, token, userId, dataDir } = Input.parse(JSON.parse(process.argv[2] ?? ''));
const pause = (): Promise<void> => new Promise((done) => setTimeout(done, 10));

const engine = createEngine(
  { clock: systemClock, logger: silentLog, workers: probedWorkers },
  {
    dataDir,
    clientVersion: '0',
    deviceId: 'bench',
    freshToken: async () => null,
    onWelcome: () => undefined,
  },
);
let rss = 0;
setInterval(() => {
  rss = Math.max(rss, process.memoryUsage.rss());
}, 20).unref();
const started = performance.now();
const opened = await engine.open(
  { server, userId, userName: 'Manager', permissions: ROLE_PERMISSIONS.manager, accessToken: token },
  { realtime: true },
);
if (!opened.ok) throw new Error(opened.error.message);
resetEngineLoop();
const idleMb = process.memoryUsage.rss() / 1048576;

/** Waits until the pages of the first screen have what they show: stock, open chats, and today's figures. */
async function firstScreen(): Promise<void> {
  while (engine.status().state !== 'live') await pause();
  const [items, chats, figures] = await Promise.all([
    engine.read('inventory.facets', {}),
    engine.read('chat.counts', {}),
    engine.read('live.figures', { window: '24h' }),
  ]);
  if (!items.ok || !chats.ok || !figures.ok || items.value.categories.length === 0 || chats.value.open === 0)
    throw new Error('the first screen is not useful');
  if ((figures.value.orders.value ?? 0) === 0) throw new Error('there are no figures');
}

async function window(): Promise<void> {
  for (;;) {
    const read = await engine.read('history.ranges', {});
    if (read.ok && read.value.ranges.every(({ from, windowFrom }) => from <= windowFrom)) return;
    await pause();
  }
}

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

await firstScreen();
const firstMs = performance.now() - started;
const firstCpuMs = cpuMs();
const firstLoop = await engineLoop();
await window();
const windowMs = performance.now() - started;
const windowCpuMs = cpuMs();
const loop = await engineLoop();
const diagnostics = await engine.diagnostics();
if (!diagnostics.ok || diagnostics.value.refusedEvents > 0) throw new Error('rows were refused');
const cacheMb = diagnostics.value.cacheBytes / 1048576;
await engine.dispose();
process.send?.({
  firstMs,
  firstCpuMs,
  windowMs,
  cpuMs: windowCpuMs,
  loop,
  firstLoop,
  idleMb,
  rssMb: rss / 1048576,
  cacheMb,
});
process.disconnect();

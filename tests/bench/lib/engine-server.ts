import { ROLE_PERMISSIONS } from '#shared/protocol/permissions.ts';
import { createEngine } from '../../../src/main/engine/client/client.ts';
import { systemClock } from '../../../src/main/system-clock.ts';
import { silentLog } from '../../support/log.ts';
import { builtWorkers } from '../../support/workers.ts';
import { loopsOf } from './loops.ts';
import { BEFORE, EVENTS, sender } from './sender.ts';

/** One round of the ingest benchmark in a process with nothing else in it, so that its memory is the engine's. */
const permissions = ROLE_PERMISSIONS.manager;

/** One run of the engine as it is built; events a second from commit to applied, and the most memory this process used. */
async function engineRun(dataDir: string): Promise<{
  perSecond: number;
  rssMb: number;
  outstanding: number;
  loops: Awaited<ReturnType<typeof loopsOf>>;
}> {
  const gateway = await sender();
  const engine = createEngine(
    { clock: systemClock, logger: silentLog, workers: builtWorkers },
    {
      dataDir,
      clientVersion: '0',
      deviceId: 'bench',
      freshToken: async () => null,
      onWelcome: () => undefined,
    },
  );
  const opened = await engine.open(
    {
      server: gateway.ready.url,
      userId: 'manager',
      userName: 'Manager',
      permissions,
      accessToken: gateway.ready.token,
    },
    { realtime: true },
  );
  if (!opened.ok) throw new Error(opened.error.message);
  let rss = 0;
  const applied = async (seq: number): Promise<void> => {
    for (;;) {
      rss = Math.max(rss, process.memoryUsage.rss());
      const diagnostics = await engine.diagnostics();
      if (diagnostics.ok && Math.max(0, ...Object.values(diagnostics.value.cursors)) >= seq) return;
      await new Promise((done) => setTimeout(done, 20));
    }
  };
  while (engine.status().state !== 'live') await new Promise((done) => setTimeout(done, 20));
  await gateway.commit('foundation');
  const before = gateway.ready.cursor.seq + BEFORE;
  await applied(before);
  const started = await gateway.commit('burst');
  await applied(before + EVENTS);
  const took = performance.timeOrigin + performance.now() - started;
  const diagnostics = await engine.diagnostics();
  if (!diagnostics.ok || diagnostics.value.refusedEvents > 0) throw new Error('events were refused');
  const loops = await loopsOf(gateway.ready.url, diagnostics.value);
  const outstanding = await gateway.mostOutstanding();
  await engine.dispose();
  await gateway.end();
  return { perSecond: (EVENTS / took) * 1000, rssMb: rss / 1048576, outstanding, loops };
}

process.send?.(await engineRun(process.argv[2] ?? ''));
process.disconnect();

import Database from 'better-sqlite3';
import { z } from 'zod';
import { ROLE_PERMISSIONS } from '#shared/protocol/permissions.ts';
import type { WorkerFactory } from '../../src/main/ports.ts';
import { TestEngine } from '../support/engine.ts';
import { temporaryFolder } from '../support/folders.ts';
import { startProgram } from '../support/processes.ts';
import { until } from '../support/wait.ts';
import { builtWorkers } from '../support/workers.ts';
import { loopsOf } from './lib/loops.ts';
import { note, report, rounded } from './lib/report.ts';

/**
 * The share of its time that the engine's thread is busy while the live page's four windows are watched, with the demo store
 * at 300 events a second. Floor: the same without any watch, in the same run. Figures are read by reader threads, so the
 * two are to be alike: a ratio above 1.25 ends the benchmark with an error.
 */
const RATE = 300;
const ALERTS = 40_000;
const SECONDS = Number(process.env['SECONDS'] ?? 10);
const ROUNDS = 3;
const MAX_RATIO = 1.25;
const WINDOWS = ['1h', '24h', '7d', '30d'] as const;

type Held = ReturnType<WorkerFactory['engine']>;
const engines: Held[] = [];
const readers: Held[] = [];
const keep = (list: Held[], worker: Held): Held => {
  list.push(worker);
  return worker;
};
const workers: WorkerFactory = {
  engine: (data) => keep(engines, builtWorkers.engine(data)),
  reader: (data) => keep(readers, builtWorkers.reader(data)),
};

/** Returns the share of the next seconds that each of the threads is busy, added up. */
async function busy(threads: readonly Held[]): Promise<number> {
  const before = threads.map((thread) => thread.performance.eventLoopUtilization());
  await new Promise((done) => setTimeout(done, SECONDS * 1000));
  return threads
    .map((thread, i) => thread.performance.eventLoopUtilization(before[i]).utilization)
    .reduce((sum, share) => sum + share, 0);
}

/** Adds resolved alerts of the last 60 days to a closed cache. */
function addAlerts(file: string): void {
  const db = new Database(file);
  db.prepare(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
     INSERT INTO alerts (id, rule_id, kind, severity, subject, message, state, raised_at, cause_seq, resolved_at, open, rank)
     SELECT 'bench-' || i, 'low_stock', 'low_stock', 'warning', '{"type":"workspace"}', 'Low stock', 'resolved',
       ? - i * 129600, 0, ? - i * 129600 + 60000, 0, 1 FROM n`,
  ).run(ALERTS, Date.now() - 120_000, Date.now() - 120_000);
  db.close();
}

const Grant = z.object({ accessToken: z.string(), user: z.object({ id: z.string(), name: z.string() }) });
const folder = temporaryFolder('figures');
const gateway = await startProgram('gateway', [
  'serve',
  '--port',
  '0',
  '--data-dir',
  folder.path,
  '--demo',
  '--rate',
  String(RATE),
  '--seed',
  '11',
]);
const console_ = new TestEngine({ workers });
let failed = false;
try {
  const answer = await fetch(new URL('/api/v1/auth/persona', gateway.address), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'marco' }),
  });
  const grant = Grant.parse(await answer.json());
  const account = {
    server: gateway.address,
    userId: grant.user.id,
    userName: grant.user.name,
    permissions: ROLE_PERMISSIONS.manager,
    accessToken: grant.accessToken,
  };
  await console_.engine.open(account, { realtime: true });
  await console_.untilLive(120_000);
  // The seeded history comes first; what is measured is the steady load after it.
  await until(
    'the history is in',
    async () => {
      const figures = await console_.engine.read('live.figures', { window: '1h' });
      return figures.ok && Date.now() - (figures.value.lastEventAt ?? 0) < 2_000;
    },
    120_000,
  );
  await console_.engine.close();
  addAlerts(console_.cacheFile());
  await console_.engine.open(account, { realtime: true });
  await console_.untilLive();
  const floors: number[] = [];
  const shares: number[] = [];
  const reading: number[] = [];
  let items = 0;
  const applied = (await console_.diagnostics()).appliedEvents;
  for (let round = 0; round < ROUNDS; round += 1) {
    floors.push(await busy(engines));
    const ends = WINDOWS.map((window) =>
      console_.engine.watch('live.figures', { window }, async () => {
        items += 1;
      }),
    );
    const [share, read] = await Promise.all([busy(engines), busy(readers)]);
    for (const end of ends) end();
    shares.push(share);
    reading.push(read);
    note(
      `round ${round + 1}: engine ${rounded(share * 100, 1)} % busy watched, ${rounded((floors.at(-1) ?? 0) * 100, 1)} % unwatched, readers ${rounded(read * 100, 1)} %`,
    );
  }
  const perSecond = ((await console_.diagnostics()).appliedEvents - applied) / (2 * ROUNDS * SECONDS);
  // The best of the rounds: what else this machine does only ever adds.
  const value = Math.min(...shares);
  const floor = Math.min(...floors);
  const ratio = value / floor;
  failed = ratio > MAX_RATIO;
  report({
    bench: 'figures',
    value: rounded(value * 100, 1),
    unit: '% busy',
    floor: rounded(floor * 100, 1),
    ratio: rounded(ratio, 2),
    allowedRatio: MAX_RATIO,
    windows: WINDOWS.length,
    eventsPerSecond: rounded(perSecond),
    itemsPerSecondAndWindow: rounded(items / WINDOWS.length / (ROUNDS * SECONDS), 1),
    readersBusy: rounded(Math.min(...reading) * 100, 1),
    ...(await loopsOf(gateway.address, await console_.diagnostics())),
  });
} finally {
  await console_.dispose();
  await gateway.stop();
  folder.remove();
}
if (failed) process.exitCode = 1;

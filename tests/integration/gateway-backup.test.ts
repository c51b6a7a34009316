import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openForReading } from '../../src/gateway/db/open.ts';
import { logPosition } from '../../src/gateway/log/index.ts';
import { CommitWriter } from '../support/commit-writer.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { folderPerTest } from '../support/per-test.ts';
import { type Outcome, runGateway } from '../support/processes.ts';
import { until } from '../support/wait.ts';

const RATE = 500;
/** The size at which a copy in steps never ended. */
const MEGABYTES = 63;
/** Megabytes of events that fill it: an event of 2 kB takes a page of 4. */
const FILL = Math.ceil(MEGABYTES / 2);
const CLI = resolve(import.meta.dirname, '../../src/gateway/cli.ts');

const folder = folderPerTest('backup');
const data = (): string => join(folder.path, 'data');
const database = (): string => join(data(), 'gateway.db');
const file = (): string => join(folder.path, 'b.db');
const run = (...args: string[]): Promise<Outcome> => runGateway(args, { QUAYSIDE_DATA_DIR: data() });

let writer: CommitWriter | null = null;
let on: TestGateway | null = null;
afterEach(async () => {
  await writer?.kill();
  await on?.stop();
  writer = null;
  on = null;
});

const position = (path: string) => {
  const sql = openForReading(path);
  try {
    return {
      ...logPosition(sql),
      integrity: sql.prepare<[], { integrity_check: string }>('PRAGMA integrity_check').get()
        ?.integrity_check,
      events: sql.prepare<[], { n: number }>('SELECT count(*) AS n FROM events').get()?.n,
    };
  } finally {
    sql.close();
  }
};

describe(`beside a process that commits ${RATE} times a second to ${MEGABYTES} MB`, () => {
  it('a backup ends, whole, and the writer goes on', async () => {
    writer = await CommitWriter.start(data(), RATE, FILL);
    const before = await writer.state();
    const started = performance.now();
    const outcome = await run('backup', file(), '--json');
    const ms = Math.round(performance.now() - started);
    const after = await writer.state();
    expect(outcome.code, outcome.stderr).toBe(0);
    const report = z.object({ head: z.number(), logId: z.string() }).parse(JSON.parse(outcome.stdout));
    const copy = position(file());
    expect(copy).toMatchObject({ integrity: 'ok', head: report.head, logId: report.logId });
    // Events are numbered without gaps: the copy holds all up to its head, which was the head while it was made.
    expect(copy.events).toBe(copy.head);
    expect(copy.head).toBeGreaterThanOrEqual(before.head);
    expect(copy.head).toBeLessThanOrEqual(after.head);
    const rate = ((after.commits - before.commits) / (after.ms - before.ms)) * 1000;
    const mb = Math.round(statSync(file()).size / 1e6);
    process.stdout.write(`backup: ${mb} MB in ${ms} ms beside ${Math.round(rate)} commits/s\n`);
    expect(rate).toBeGreaterThan(RATE / 2);
    expect(ms).toBeLessThan(60_000);
  });

  it('a restore is refused and disturbs nothing; once the writer has stopped, it succeeds', async () => {
    writer = await CommitWriter.start(data(), RATE);
    const { head } = z
      .object({ head: z.number() })
      .parse(JSON.parse((await run('backup', file(), '--json')).stdout));
    const refused = await run('restore', file());
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/waiting for another program[\s\S]*another program is using/);
    const end = await writer.stop();
    expect(position(database())).toMatchObject({ integrity: 'ok', head: end.head, events: end.head });
    const restored = await run('restore', file());
    expect(restored.code, restored.stderr).toBe(0);
    expect(restored.stdout).toMatch(new RegExp(`backup: log .*, head ${head}, schema`));
    expect(restored.stdout).toMatch(new RegExp(`database: log .*, head ${end.head}, schema`));
    expect(position(database())).toMatchObject({ integrity: 'ok', head, events: head });
    const kept = /kept the replaced database as (.*)\n/.exec(restored.stdout)?.[1] ?? '';
    expect(position(kept)).toMatchObject({ integrity: 'ok', head: end.head });
    // The restored database takes writes as before.
    writer = await CommitWriter.start(data(), RATE);
    await until('it has committed', async () => ((await writer?.state())?.head ?? 0) > head + 100);
  });
});

describe('a backup that is killed', () => {
  it('leaves nothing that looks like one, and the next one succeeds', async () => {
    writer = await CommitWriter.start(data(), 1, FILL);
    await writer.stop();
    const backups = join(folder.path, 'backups');
    const child = fork(CLI, ['backup', join(backups, 'b.db')], {
      env: { ...process.env, QUAYSIDE_DATA_DIR: data() },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const gone = once(child, 'exit');
    const partial = (): string | undefined => {
      const names = statSync(backups, { throwIfNoEntry: false }) ? readdirSync(backups) : [];
      return names.find((name) => statSync(join(backups, name)).size > 0);
    };
    await until('something is copied', () => partial() !== undefined, 30_000, 1);
    child.kill('SIGKILL');
    await gone;
    const left = readdirSync(backups);
    expect(left).toContainEqual(expect.stringMatching(/\.partial$/));
    expect(left.filter((name) => !/^\.b\.db\.[0-9a-f]{8}\.partial(?:-journal)?$/.test(name))).toEqual([]);
    const again = await run('backup', join(backups, 'b.db'));
    expect(again.code, again.stderr).toBe(0);
  });

  it('by a signal or by the end of its parent cleans up', async () => {
    writer = await CommitWriter.start(data(), 1, FILL);
    await writer.stop();
    for (const end of ['signal', 'disconnect'] as const) {
      const backups = join(folder.path, end);
      const child = fork(CLI, ['backup', join(backups, 'b.db')], {
        env: { ...process.env, QUAYSIDE_DATA_DIR: data() },
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      });
      const gone = once(child, 'exit');
      await until(
        'it has begun',
        () => statSync(backups, { throwIfNoEntry: false }) !== undefined,
        30_000,
        1,
      );
      if (end === 'signal') child.kill('SIGTERM');
      else child.disconnect();
      await gone;
      expect(readdirSync(backups)).toEqual([]);
    }
  });
});

const Health = z.object({
  backup: z
    .object({
      ageSeconds: z.number().nullable(),
      lastResult: z.enum(['ok', 'failed']).nullable(),
      failures: z.number(),
    })
    .nullable(),
});

describe('a gateway with BACKUP_EVERY', () => {
  const clock = { at: Math.floor(Date.now() / 1000) * 1000, now: () => clock.at };
  const start = async (env: Record<string, string> = {}): Promise<TestGateway> => {
    on = await startTestGateway(
      { BACKUP_EVERY: '60', BACKUP_KEEP: '2', BACKUP_DIR: join(folder.path, 'backups'), ...env },
      { clock, cli: CLI, backupLookMs: 20 },
      data(),
    );
    return on;
  };
  const health = async () => Health.parse(await (await fetch(`${on?.url}/api/health`)).json()).backup;
  const metric = async (name: string): Promise<string | undefined> => {
    const text = await (await fetch(`${on?.url}/api/monitoring/metrics`)).text();
    return new RegExp(`^quayside_${name} (.*)$`, 'm').exec(text)?.[1];
  };
  const backups = (): string[] => readdirSync(join(folder.path, 'backups')).sort();

  it('makes them in another process, keeps the newest, and reports their age', async () => {
    writer = await CommitWriter.start(data(), 1, 20);
    await writer.stop();
    const delay = monitorEventLoopDelay({ resolution: 5 });
    await start();
    delay.enable();
    await until('the first is made', async () => (await health())?.lastResult === 'ok', 90_000);
    delay.disable();
    process.stdout.write(
      `event loop during a scheduled backup: p99 ${(delay.percentile(99) / 1e6).toFixed(1)} ms, max ${(delay.max / 1e6).toFixed(1)} ms\n`,
    );
    expect(backups()).toHaveLength(1);
    const made = position(join(folder.path, 'backups', backups()[0] ?? ''));
    expect(made).toMatchObject({ integrity: 'ok', logId: on?.gateway.log.id });
    clock.at += 90_000;
    expect(await health()).toEqual({ ageSeconds: 90, lastResult: 'ok', failures: 0 });
    expect(await metric('backup_age_seconds')).toBe('90');
    expect(Number(await metric('backup_last_bytes'))).toBeGreaterThan(20e6);
    for (const first of [backups()[0], backups()[1]]) {
      clock.at += 3_600_000;
      await until('the next is made', async () => (await health())?.ageSeconds === 0, 90_000);
      await until('only two are kept', () => backups().length <= 2);
      if (first === undefined) break;
    }
    await on?.stop();
    clock.at += 60_000;
    await start();
    // Its age is known from the folder.
    expect(await health()).toEqual({ ageSeconds: 60, lastResult: null, failures: 0 });
  });

  it('shows one that fails', async () => {
    writeFileSync(join(folder.path, 'backups'), 'in the way');
    await start();
    await until('it has failed', async () => (await health())?.lastResult === 'failed');
    expect(await health()).toEqual({ ageSeconds: null, lastResult: 'failed', failures: 1 });
    expect(await metric('backup_age_seconds')).toBe('+Inf');
    expect(await metric('backup_last_failed')).toBe('1');
    expect(await metric('backup_failures_total')).toBe('1');
  });

  it('stops a running one when it ends, which leaves no file', async () => {
    writer = await CommitWriter.start(data(), 1, FILL);
    await writer.stop();
    await start();
    const dir = join(folder.path, 'backups');
    await until(
      'it has begun',
      () => statSync(dir, { throwIfNoEntry: false }) !== undefined && backups().length > 0,
      90_000,
      1,
    );
    await on?.gateway.dispose();
    expect(backups().filter((name) => !name.startsWith('.'))).toEqual([]);
  });

  it('reports nothing where none are configured', async () => {
    await start({ BACKUP_EVERY: '0' });
    expect(await health()).toBeNull();
    expect(await metric('backup_age_seconds')).toBeUndefined();
  });
});

import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { folderPerTest } from '../../../tests/support/per-test.ts';
import { until } from '../../../tests/support/wait.ts';
import { type Backups, createBackups } from './schedule.ts';

const HOUR = 3_600_000;
const LOG_ID = '01234567-89ab-4000-8000-000000000000';

const folder = folderPerTest('schedule');
const dir = (): string => join(folder.path, 'backups');
const clock = {
  at: 0,
  reads: 0,
  now(): number {
    clock.reads += 1;
    return clock.at;
  },
};
const running: Backups[] = [];
let runs = 0;
let failing: string | null = null;
let lines: string[] = [];

/** Starts a schedule whose backups are empty files. */
function start(keep = 3): Backups {
  const backups = createBackups({
    settings: { everyMs: HOUR, keep, dir: dir() },
    logId: () => LOG_ID,
    clock,
    lookEveryMs: 1,
    logger: pino({ level: 'info' }, { write: (line) => lines.push(line) }),
    async run(file) {
      runs += 1;
      if (failing !== null) throw new Error(failing);
      writeFileSync(file, '');
      const files = { count: 1, bytes: 2, lost: 0 };
      return { file, bytes: 5, ms: 7, head: 1, headId: 'e', logId: LOG_ID, migrations: [], files };
    },
  });
  running.push(backups);
  backups.start();
  return backups;
}

const untilRuns = (count: number): Promise<void> => until(`run ${count}`, () => runs >= count, 5000, 1);
/** Waits until the schedule has looked at the clock a few times more. */
function settle(): Promise<void> {
  const reads = clock.reads;
  return until('it has looked', () => clock.reads > reads + 6, 5000, 1);
}

afterEach(async () => {
  for (const backups of running.splice(0)) await backups.dispose();
  clock.at = 0;
  runs = 0;
  failing = null;
  lines = [];
});

describe('scheduled backups', () => {
  it('are made at once where there is none, then after each interval, and only so many are kept', async () => {
    clock.at = Date.UTC(2026, 0, 5, 9);
    const backups = start(3);
    for (let n = 1; n <= 5; n += 1) {
      await untilRuns(n);
      await until('it is reported', () => backups.status().lastAt === clock.at, 5000, 1);
      clock.at += HOUR - 1;
      await settle();
      expect(runs).toBe(n);
      clock.at += 1;
    }
    await untilRuns(6);
    await until('old ones are gone', () => readdirSync(dir()).length === 3, 5000, 1);
    expect(readdirSync(dir()).sort()).toEqual([
      'gateway-20260105T120000Z-0123456789ab.db',
      'gateway-20260105T130000Z-0123456789ab.db',
      'gateway-20260105T140000Z-0123456789ab.db',
    ]);
    expect(backups.status()).toMatchObject({ lastResult: 'ok', failures: 0, bytes: 5, ms: 7 });
  });

  it('remove what killed programs left of theirs, and nothing else', async () => {
    clock.at = Date.UTC(2026, 0, 5, 9);
    mkdirSync(dir());
    const strangers = [
      'gateway-20250101T000000Z-ffffffffffff.db',
      'gateway-20250101T000000Z-0123456789ab.db.keep',
      'holiday.jpg',
    ];
    const draft = '.gateway-20250101T000000Z-0123456789ab.db.0123abcd.partial';
    for (const name of [...strangers, draft]) writeFileSync(join(dir(), name), '');
    start(1);
    await untilRuns(1);
    clock.at += HOUR;
    await untilRuns(2);
    const made = 'gateway-20260105T100000Z-0123456789ab.db';
    await until('one is left', () => !readdirSync(dir()).some((name) => /T09/.test(name)), 5000, 1);
    expect(readdirSync(dir()).sort()).toEqual([...strangers, made].sort());
  });

  it('are removed with their files, and of those that were never finished the last one is gone on with', async () => {
    clock.at = Date.UTC(2026, 0, 5, 9);
    const folderAt = (time: string): string => `gateway-2026010${time}-0123456789ab-files`;
    const stranger = 'gateway-20250101T000000Z-ffffffffffff-files';
    for (const name of [stranger, folderAt('3T000000Z'), folderAt('4T000000Z'), folderAt('5T090000Z')]) {
      mkdirSync(join(dir(), name), { recursive: true });
      writeFileSync(join(dir(), name, 'content'), '');
    }
    failing = 'the disk is full';
    const backups = start(1);
    await until('it failed', () => backups.status().failures === 1, 5000, 1);
    expect(readdirSync(dir()).sort()).toEqual([stranger, folderAt('5T090000Z')].sort());
    failing = null;
    clock.at += HOUR;
    await untilRuns(2);
    await until('only its own are left', () => readdirSync(dir()).length === 2, 5000, 1);
    expect(readdirSync(dir()).sort()).toEqual([stranger, 'gateway-20260105T100000Z-0123456789ab.db'].sort());
  });

  it('go on from the newest in the folder after a restart, with its age', async () => {
    clock.at = Date.UTC(2026, 0, 5, 9, 30);
    mkdirSync(dir());
    writeFileSync(join(dir(), 'gateway-20260105T090000Z-0123456789ab.db'), '');
    const backups = start();
    await settle();
    expect(runs).toBe(0);
    expect(backups.status()).toMatchObject({ lastAt: Date.UTC(2026, 0, 5, 9), lastResult: null });
    clock.at += HOUR / 2;
    await untilRuns(1);
  });

  it('that fail are logged, retried with growing pauses, and show', async () => {
    clock.at = Date.UTC(2026, 0, 5, 9);
    failing = 'the disk is full';
    const backups = start();
    await until('it failed', () => backups.status().failures === 1, 5000, 1);
    expect(backups.status()).toMatchObject({ lastAt: null, lastResult: 'failed' });
    expect(lines.join('')).toContain('backup_failed');
    expect(lines.join('')).toContain('the disk is full');
    clock.at += 60_000;
    await until('it failed again', () => backups.status().failures === 2, 5000, 1);
    clock.at += 119_999;
    await settle();
    expect(runs).toBe(2);
    failing = null;
    clock.at += 1;
    await until('it went well', () => backups.status().lastResult === 'ok', 5000, 1);
    expect(backups.status()).toMatchObject({ lastAt: clock.at, failures: 2 });
  });

  it('fail and come back where their folder cannot be made', async () => {
    writeFileSync(dir(), 'a file');
    const backups = start();
    await until('it failed', () => backups.status().failures === 1, 5000, 1);
    rmSync(dir());
    clock.at += 60_000;
    await until('it went well', () => backups.status().lastResult === 'ok', 5000, 1);
  });

  it('survive a clock that jumps: none is missed for long, and the newest is never pruned', async () => {
    clock.at = Date.UTC(2036, 0, 5, 9);
    const backups = start(2);
    await untilRuns(1);
    clock.at += HOUR;
    await untilRuns(2);
    await until('both are there', () => readdirSync(dir()).length === 2, 5000, 1);
    clock.at = Date.UTC(2026, 0, 5, 9);
    await settle();
    expect(backups.status().lastAt).toBeLessThanOrEqual(clock.at);
    clock.at += HOUR;
    await untilRuns(3);
    await until('old ones are gone', () => readdirSync(dir()).length === 2, 5000, 1);
    expect(readdirSync(dir())).toContain('gateway-20260105T100000Z-0123456789ab.db');
  });
});

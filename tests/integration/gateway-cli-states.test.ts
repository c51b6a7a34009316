import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, vi } from 'vitest';
import { runCli } from '../../src/gateway/cli/program.ts';
import { appliedMigrations } from '../../src/gateway/db/migrate.ts';
import { openAlone, openForReading, openSql } from '../../src/gateway/db/open.ts';
import { migrateTo } from '../../src/gateway/migrations.ts';
import { startTestGateway } from '../support/gateway.ts';
import { openGatewayData } from '../support/gateway-data.ts';
import { folderPerTest } from '../support/per-test.ts';
import { type Outcome, runGateway } from '../support/processes.ts';

const folder = folderPerTest('cli-states');
const data = (): string => join(folder.path, 'data');
const database = (): string => join(data(), 'gateway.db');
const backups = (): string => join(folder.path, 'backups');
const csv = (): string => join(folder.path, 'orders.csv');

const env = () => ({ QUAYSIDE_DATA_DIR: data(), QUAYSIDE_PASSWORD: 'correct horse battery' });
const run = (args: readonly string[], onStderr?: (said: string) => void): Promise<Outcome> =>
  runGateway(args, env(), undefined, onStderr);

/** Runs a command in this process, which is quicker; those that listen for the end of their process, in one of their own. */
async function runHere(args: readonly string[]): Promise<Outcome> {
  if (args[0] === 'serve' || args[0] === 'backup') return run(args);
  for (const [name, value] of Object.entries(env())) vi.stubEnv(name, value);
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      said[name] += String(text);
      return true;
    });
  try {
    return { code: await runCli(args), ...said };
  } finally {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  }
}

/** Runs commands at once. */
const runAll = (some: Record<string, string[] | undefined>) =>
  Promise.all(Object.entries(some).map(async ([name, args]) => [name, await run(args ?? [])] as const));

/** Every command, by name. */
const commands = (): Record<string, string[]> => ({
  serve: ['serve', '--port', '0'],
  migrate: ['migrate'],
  'migrate down': ['migrate', '--to', '0', '--force'],
  backup: ['backup', join(backups(), 'b.db')],
  restore: ['restore', join(backups(), 'good.db')],
  'user add': ['user', 'add', 'ada', '--role', 'agent'],
  import: ['import', 'orders', csv(), '--format', 'superstore'],
  stats: ['stats', '--json'],
});

/** A database that a gateway has used, and a backup of it. */
async function prepare(): Promise<void> {
  (await openGatewayData(data())).close();
  const made = await run(['backup', join(backups(), 'good.db')]);
  expect(made.code, made.stderr).toBe(0);
  const columns =
    'Row ID,Order ID,Order Date,Ship Date,Ship Mode,Customer ID,Customer Name,Segment,Country,City,State,Postal Code,Region,Product ID,Category,Sub-Category,Product Name,Sales,Quantity,Discount,Profit';
  writeFileSync(csv(), `${columns}\n`);
}

/** The outcome is explained in a sentence, without a stack. */
function expectWords(outcome: Outcome, code: number, says: RegExp): void {
  expect(outcome.stderr).toMatch(says);
  expect(outcome.stderr).not.toMatch(/\n\s+at /);
  expect(outcome.code, outcome.stderr).toBe(code);
}

const fingerprint = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

describe('every command', () => {
  it('on a database that another program holds, says that it waits and then gives up', async () => {
    await prepare();
    // Before it is held: reading a file in the process that locks it would drop the lock.
    const before = fingerprint(database());
    const held = await openAlone(database());
    const { serve, ...rest } = commands();
    for (const [name, outcome] of await runAll(rest)) {
      expect(outcome.stderr, name).toMatch(/waiting for another program/);
      expectWords(outcome, 1, /error: another (?:program|gateway) is (?:using|serving)/);
    }
    // It logs that it waits.
    expectWords(await run(serve ?? []), 1, /waiting for another program[\s\S]*error: another program/);
    held.close();
    expect(fingerprint(database())).toBe(before);
    expect(readdirSync(backups())).toEqual(['good.db']);
  });

  it('on a database with a long write transaction, waits for it or reads beside it', async () => {
    await prepare();
    const busy = openSql(database());
    busy.raw.exec('BEGIN IMMEDIATE');
    const { 'user add': add, stats, backup } = commands();
    for (const [, outcome] of await runAll({ stats, backup })) expect(outcome.code, outcome.stderr).toBe(0);
    const added = await run(add ?? [], (said) => {
      if (/waiting for another program/.test(said) && busy.raw.inTransaction) busy.raw.exec('ROLLBACK');
    });
    expect(added.stderr).toMatch(/waiting for another program/);
    expect(added.code, added.stderr).toBe(0);
    busy.close();
  });

  it('on a damaged file names it and how to go on; only a restore succeeds', async () => {
    await prepare();
    writeFileSync(database(), 'these are words and not a database'.repeat(1000));
    const before = fingerprint(database());
    const { restore, ...rest } = commands();
    for (const args of Object.values(rest))
      expectWords(await runHere(args), 1, /error: .*damaged.*gateway restore FILE/);
    expect(fingerprint(database())).toBe(before);
    const restored = await runHere(restore ?? []);
    expect(restored.code, restored.stderr).toBe(0);
    expect(restored.stderr).toMatch(/damaged/);
    expect((await runHere(commands()['stats'] ?? [])).code).toBe(0);
  });

  it('on a database of a newer version leaves it as it is', async () => {
    await prepare();
    const sql = openSql(database());
    sql.raw.exec("INSERT INTO kysely_migration (name, timestamp) VALUES ('9999-later', '2036-01-01')");
    sql.close();
    const before = fingerprint(database());
    const { backup, restore, ...rest } = commands();
    for (const args of Object.values(rest))
      expectWords(await runHere(args), 1, /error: .*newer version.*not changed/);
    expect(fingerprint(database())).toBe(before);
    // A backup is of any version; one of a newer version is not restored.
    expect((await runHere(backup ?? [])).code).toBe(0);
    expectWords(await runHere(['restore', backup?.[1] ?? '']), 1, /newer version/);
    expect((await runHere(restore ?? [])).code).toBe(0);
  });

  it('on a database of an older version migrates it or asks for it', async () => {
    await prepare();
    await migrateTo(database(), 40);
    expectWords(await runHere(['stats']), 1, /older version; run `gateway migrate` first/);
    expect(appliedMigrations(database()).at(-1)).toMatch(/^0040/);
    const added = await runHere(commands()['user add'] ?? []);
    expect(added.code, added.stderr).toBe(0);
    expect((await runHere(['stats'])).code).toBe(0);
  });

  it('on a database of another program leaves it as it is', async () => {
    await prepare();
    mkdirSync(data(), { recursive: true });
    for (const suffix of ['', '-wal', '-shm'])
      if (existsSync(database() + suffix)) truncateSync(database() + suffix);
    const other = new Database(database());
    other.exec('CREATE TABLE mine (x)');
    other.close();
    const before = fingerprint(database());
    for (const args of Object.values(commands()))
      expectWords(await runHere(args), 1, /error: .*not a gateway's database/);
    expect(fingerprint(database())).toBe(before);
  });

  it('where there is no database either makes one or says so', async () => {
    for (const name of ['stats', 'backup', 'restore']) {
      expectWords(await runHere(commands()[name] ?? []), 2, /error: there is no database at/);
      expect(existsSync(data()), name).toBe(false);
      expect(existsSync(backups()), name).toBe(false);
    }
    const down = await runHere(['migrate', '--to', '0', '--force']);
    expect([down.code, down.stdout]).toEqual([0, 'nothing to do\n']);
    expect(existsSync(data())).toBe(false);
    expect((await runHere(['migrate'])).code).toBe(0);
    expect((await runHere(['stats'])).code).toBe(0);
  });
});

describe('stats', () => {
  it('creates no file and changes none, beside a gateway and alone', async () => {
    await prepare();
    const look = () => [readdirSync(data()).sort(), fingerprint(database()), statSync(database()).mtimeMs];
    const alone = look();
    expect((await run(['stats'])).code).toBe(0);
    expect(look()).toEqual(alone);
    const on = await startTestGateway({}, {}, data());
    const served = readdirSync(data()).sort();
    expect((await run(['stats'])).code).toBe(0);
    expect(readdirSync(data()).sort()).toEqual(served);
    await on.stop();
  });
});

describe('a migration', () => {
  const tables = (): number => {
    const sql = openForReading(database());
    try {
      return (
        sql.prepare<[], { n: number }>("SELECT count(*) AS n FROM sqlite_master WHERE type = 'table'").get()
          ?.n ?? 0
      );
    } finally {
      sql.close();
    }
  };

  it('beside a running gateway is refused and changes nothing', async () => {
    const on = await startTestGateway({}, {}, data());
    const head = on.append(10);
    const before = tables();
    for (const args of [
      ['migrate', '--to', '0', '--force'],
      ['migrate', '--to', '0'],
      ['migrate', '--to', '30', '--force'],
    ]) {
      const outcome = await run(args);
      expect(outcome.code, outcome.stderr).not.toBe(0);
      expect(outcome.stderr).toMatch(/another gateway is serving|add --force/);
    }
    const none = await run(['migrate']);
    expect([none.code, none.stdout]).toEqual([0, 'nothing to do\n']);
    expect(tables()).toBe(before);
    expect(on.append(1)).toBe(head + 1);
    expect(readdirSync(data()).filter((name) => name.includes('before'))).toEqual([]);
    await on.stop();
  });

  it('of another command beside a gateway of another version is refused', async () => {
    const on = await startTestGateway({}, {}, data());
    // As an older gateway would have it: without this version's last migration.
    on.gateway.sql.raw.exec(
      'DELETE FROM kysely_migration WHERE name = (SELECT max(name) FROM kysely_migration)',
    );
    const { 'user add': add, import: load } = commands();
    for (const [, outcome] of await runAll({ add, load }))
      expectWords(outcome, 1, /another gateway is serving/);
    await on.stop();
  });

  it('beside an import or any other program that has the database open is refused', async () => {
    await prepare();
    const open = openSql(database());
    const before = tables();
    expectWords(await run(['migrate', '--to', '0', '--force']), 1, /another program is using/);
    expect(tables()).toBe(before);
    open.close();
  });

  it('down needs --force, and makes a backup first that can be restored', async () => {
    const on = await startTestGateway({}, {}, data());
    const head = on.append(10);
    await on.stop();
    const before = tables();
    expectWords(await run(['migrate', '--to', '0']), 2, /would undo .*0010-log.*add --force/);
    expect(tables()).toBe(before);
    const down = await run(['migrate', '--to', '0', '--force']);
    expect(down.code, down.stderr).toBe(0);
    const backup = /backed up to (.*)\n/.exec(down.stdout)?.[1] ?? '';
    expect(tables()).toBeLessThan(before);
    const restored = await run(['restore', backup]);
    expect(restored.code, restored.stderr).toBe(0);
    expect((await run(['stats', '--json'])).stdout).toContain(`"head":${head}`);
  });

  it('down whose backup cannot be made changes nothing', async () => {
    await prepare();
    const before = tables();
    const sql = openSql(database());
    // A page that no migration reads: the copy is found damaged.
    const page = Number(
      sql.raw.prepare("SELECT rootpage FROM sqlite_master WHERE name = 'audit'").pluck().get(),
    );
    sql.close();
    const bytes = readFileSync(database());
    bytes.fill(0x5a, (page - 1) * 4096, page * 4096);
    writeFileSync(database(), bytes);
    expectWords(await run(['migrate', '--to', '0', '--force']), 1, /damaged/);
    expect(tables()).toBe(before);
  });
});

import {
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';
import { backUp } from '../../src/gateway/backup/copy.ts';
import { type RestoreOptions, restore } from '../../src/gateway/backup/restore.ts';
import { openForReading } from '../../src/gateway/db/open.ts';
import { acquireServingLock } from '../../src/gateway/db/serving-lock.ts';
import { SYSTEM_PRINCIPAL } from '../../src/gateway/execute/index.ts';
import { missingMigrations } from '../../src/gateway/migrations.ts';
import { openGatewayData } from '../support/gateway-data.ts';
import { folderPerTest } from '../support/per-test.ts';
import { runNow } from '../support/run-now.ts';

const folder = folderPerTest('restore');
const data = (): string => join(folder.path, 'data');
const database = (): string => join(data(), 'gateway.db');
const file = (): string => join(folder.path, 'b.db');
const kept = (): string => join(data(), 'gateway.db.replaced-20260105T090000Z');
let head = 0;

async function append(count: number, to = data()): Promise<number> {
  const open = await openGatewayData(to);
  runNow(open.executor, SYSTEM_PRINCIPAL, 1, (context) => {
    for (let n = 0; n < count; n += 1)
      context.emit('admin.setting_changed', { setting: { key: `k${n}`, value: 'x'.repeat(1000) } });
  });
  const reached = open.log.head();
  open.close();
  return reached;
}

const headOf = (path: string): unknown => {
  const sql = openForReading(path);
  try {
    return sql.prepare<[], { head: number }>('SELECT max(seq) AS head FROM events').get()?.head;
  } finally {
    sql.close();
  }
};

const run = (options: Partial<RestoreOptions> = {}) =>
  restore({
    file: file(),
    databasePath: database(),
    now: Date.UTC(2026, 0, 5, 9),
    missing: missingMigrations,
    waitMs: 0,
    ...options,
  });

/** The restore is refused, and the folder and the database are as they were. */
async function expectRefused(says: RegExp, options: Partial<RestoreOptions> = {}): Promise<void> {
  const before = [readdirSync(data()).sort(), headOf(database())];
  await expect(run(options)).rejects.toThrow(says);
  expect([readdirSync(data()).sort(), headOf(database())]).toEqual(before);
}

beforeEach(async () => {
  head = await append(300);
  await backUp(database(), file());
  await append(100);
});

describe('a restore', () => {
  it('puts the backup in the place of the database, which it keeps whole', async () => {
    const found: unknown[] = [];
    const report = await run({ found: (...both) => found.push(...both) });
    expect(report).toMatchObject({ kept: kept(), missing: [], backup: { head } });
    expect(found).toEqual([expect.objectContaining({ head }), expect.objectContaining({ head: head + 100 })]);
    expect(headOf(database())).toBe(head);
    expect(headOf(kept())).toBe(head + 100);
    expect(readdirSync(data()).sort()).toEqual([
      'gateway.db',
      'gateway.db.lock',
      'gateway.db.replaced-20260105T090000Z',
    ]);
    // What was kept can be restored in turn.
    await run({ file: kept(), now: Date.UTC(2026, 0, 6) });
    expect(headOf(database())).toBe(head + 100);
    expect(await append(1)).toBe(head + 101);
  });

  it('brings back a folder that is gone', async () => {
    const fresh = join(folder.path, 'fresh', 'gateway.db');
    expect(await run({ databasePath: fresh })).toMatchObject({ kept: null });
    expect(headOf(fresh)).toBe(head);
  });

  it('follows a symbolic link to the database', async () => {
    const link = join(folder.path, 'link.db');
    symlinkSync(database(), link);
    expect(await run({ databasePath: link })).toMatchObject({ kept: kept() });
    expect(headOf(database())).toBe(head);
    expect(headOf(link)).toBe(head);
  });

  it('replaces a database that cannot be opened, and keeps it with its log', async () => {
    truncateSync(database(), 5000);
    writeSync(openSync(database(), 'r+'), 'this is not a header any more');
    const damaged = readFileSync(database());
    writeFileSync(`${database()}-wal`, 'log');
    await run();
    expect(headOf(database())).toBe(head);
    expect(readFileSync(kept()).equals(damaged)).toBe(true);
    expect(readFileSync(`${kept()}-wal`, 'utf8')).toBe('log');
    expect(existsSync(`${database()}-wal`)).toBe(false);
  });

  it('is refused while a gateway serves the database', async () => {
    const release = acquireServingLock(database());
    await expectRefused(/another gateway is serving/);
    release();
  });

  it('is refused while another program has the database open', async () => {
    const open = await openGatewayData(data());
    await expectRefused(/another program is using/);
    open.close();
  });

  it('is refused for a damaged backup', async () => {
    const bytes = openSync(file(), 'r+');
    for (let page = 10; page < 20; page += 1) writeSync(bytes, Buffer.alloc(4096, 1), 0, 4096, page * 4096);
    await expectRefused(/is damaged/);
    truncateSync(file(), 20_000);
    await expectRefused(/is damaged/);
  });

  it('is refused for what is no backup of this version', async () => {
    await expectRefused(/no database/, { file: join(folder.path, 'none.db') });
    await expectRefused(/no database/, { file: folder.path });
    await expectRefused(/already exists/, { file: database() });
    const other = join(folder.path, 'other.db');
    const db = new Database(other);
    db.exec('CREATE TABLE mine (x)');
    db.close();
    await expectRefused(/not a gateway/, { file: other });
    const newer = new Database(file());
    newer.prepare("INSERT INTO kysely_migration (name, timestamp) VALUES ('9999-later', 'now')").run();
    newer.close();
    await expectRefused(/newer version/);
  });

  it('is refused for another shop’s backup, unless forced', async () => {
    const theirs = join(folder.path, 'theirs');
    await append(5, theirs);
    const their = join(folder.path, 'their.db');
    await backUp(join(theirs, 'gateway.db'), their);
    await expectRefused(/another shop/, { file: their });
    expect(await run({ file: their, force: true })).toMatchObject({ kept: kept() });
    expect(headOf(database())).toBe(headOf(their));
  });

  it('locks out who opened the database before it was replaced', async () => {
    const early = new Database(database(), { timeout: 0 });
    let refused: unknown = null;
    await run({
      // Opened by path only: SQLite has not read the file yet.
      found: () => {
        try {
          early.prepare('SELECT count(*) FROM events').get();
        } catch (error) {
          refused = error;
        }
      },
    });
    expect(refused).toMatchObject({ code: 'SQLITE_BUSY' });
    expect(() => early.exec('PRAGMA journal_mode = WAL; DELETE FROM events')).toThrow(/readonly/);
    early.close();
    expect(headOf(database())).toBe(head);
    expect(headOf(kept())).toBe(head + 100);
  });
});

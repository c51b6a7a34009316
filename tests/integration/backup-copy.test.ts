import { existsSync, openSync, readdirSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';
import { backUp } from '../../src/gateway/backup/copy.ts';
import { createDraft, publish, scheduledIn } from '../../src/gateway/backup/files.ts';
import { SYSTEM_PRINCIPAL } from '../../src/gateway/execute/index.ts';
import { openGatewayData } from '../support/gateway-data.ts';
import { folderPerTest } from '../support/per-test.ts';
import { runNow } from '../support/run-now.ts';

const folder = folderPerTest('copy');
const database = (): string => join(folder.path, 'gateway.db');
const target = (): string => join(folder.path, 'backups', 'b.db');
const inFolder = (): string[] => (existsSync(join(target(), '..')) ? readdirSync(join(target(), '..')) : []);

/** Appends events of about 1 KB each. */
async function append(count: number): Promise<void> {
  const data = await openGatewayData(folder.path);
  runNow(data.executor, SYSTEM_PRINCIPAL, 1, (context) => {
    for (let n = 0; n < count; n += 1)
      context.emit('admin.setting_changed', { setting: { key: `k${n}`, value: 'x'.repeat(1000) } });
  });
  data.close();
}

beforeEach(() => append(500));

describe('a backup', () => {
  it('is one file, readable by its owner only, with what the report says', async () => {
    const report = await backUp(database(), target());
    expect(inFolder()).toEqual(['b.db']);
    if (process.platform !== 'win32') expect(statSync(target()).mode & 0o777).toBe(0o600);
    const copy = new Database(target(), { readonly: true });
    expect(copy.pragma('journal_mode', { simple: true })).toBe('delete');
    expect(copy.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(copy.prepare('SELECT max(seq) AS head, count(*) AS count FROM events').get()).toEqual({
      head: report.head,
      count: report.head,
    });
    expect(copy.prepare("SELECT value FROM meta WHERE key = 'log_id'").pluck().get()).toBe(report.logId);
    copy.close();
    expect(inFolder()).toEqual(['b.db']);
    expect(report.bytes).toBe(statSync(target()).size);
    // The database was closed before, and is as it was.
    expect(readdirSync(folder.path).sort()).toEqual(['backups', 'gateway.db', 'gateway.db.lock']);
  });

  it('does not overwrite a file, also one that appears while it is made', async () => {
    await backUp(database(), target());
    const before = readFileSync(target());
    await expect(backUp(database(), target())).rejects.toThrow('already exists');
    const draft = createDraft(target());
    expect(() => publish(draft, target())).toThrow('already exists');
    expect(readFileSync(target()).equals(before)).toBe(true);
  });

  it('of a damaged database is refused and leaves no file', async () => {
    const file = openSync(database(), 'r+');
    for (let page = 10; page < 30; page += 1) writeSync(file, Buffer.alloc(4096, 0x5a), 0, 4096, page * 4096);
    await expect(backUp(database(), target())).rejects.toThrow('is damaged');
    expect(inFolder()).toEqual([]);
  });

  it('of a file that is no database of a gateway is refused and leaves no file', async () => {
    const other = join(folder.path, 'other.db');
    const db = new Database(other);
    db.exec('CREATE TABLE mine (x)');
    db.close();
    await expect(backUp(other, target())).rejects.toThrow('not a gateway');
    writeFileSync(join(folder.path, 'text.db'), 'not a database at all, only some words'.repeat(100));
    await expect(backUp(join(folder.path, 'text.db'), target())).rejects.toThrow('is damaged');
    await expect(backUp(join(folder.path, 'none.db'), target())).rejects.toThrow('no database');
    expect(inFolder()).toEqual([]);
  });

  it('that is stopped leaves no file', async () => {
    const stop = new AbortController();
    stop.abort(new Error('stopped'));
    await expect(backUp(database(), target(), { signal: stop.signal })).rejects.toThrow('stopped');
    expect(inFolder()).toEqual([]);
  });

  it('that is made while others commit is of the moment at which it began', async () => {
    await append(3000);
    const writer = await openGatewayData(folder.path);
    writer.sql.raw.pragma('synchronous = OFF');
    let wrote = 0;
    const write = setInterval(() => {
      wrote += 1;
      runNow(writer.executor, SYSTEM_PRINCIPAL, 1, (context) =>
        context.emit('admin.setting_changed', { setting: { key: 'w', value: wrote } }),
      );
    }, 1);
    const before = writer.log.head();
    const { head } = await backUp(database(), target()).finally(() => clearInterval(write));
    expect(head).toBe(before);
    expect(writer.log.head()).toBeGreaterThan(before);
    writer.close();
  });
});

describe('the folder of scheduled backups', () => {
  it('lists exactly the names that the schedule gives to a log', () => {
    const names = [
      'gateway-20260105T090000Z-0123456789ab.db',
      'gateway-20260106T090000Z-0123456789ab.db',
      'gateway-20260107T090000Z-ffffffffffff.db',
      'gateway-20260107T090000Z-0123456789ab.db.old',
      'gateway-20261399T090000Z-0123456789ab.db',
      'my-gateway-20260107T090000Z-0123456789ab.db',
      'gateway-before-upgrade.db',
      '.gateway-20260108T090000Z-0123456789ab.db.00ff00ff.partial',
      '.gateway-20260108T090000Z-0123456789ab.db.mine',
    ];
    for (const name of names) writeFileSync(join(folder.path, name), '');
    const listed = scheduledIn(folder.path, '01234567-89ab-4000-8000-000000000000');
    expect(listed.backups).toEqual([
      { path: join(folder.path, names[1] ?? ''), at: Date.UTC(2026, 0, 6, 9) },
      { path: join(folder.path, names[0] ?? ''), at: Date.UTC(2026, 0, 5, 9) },
    ]);
    expect(listed.drafts).toEqual([join(folder.path, names[7] ?? '')]);
  });
});

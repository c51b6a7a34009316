import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OUTBOX_MIGRATIONS } from '../../src/main/engine/outbox/index.ts';
import { latestVersion, migrate, schemaVersion } from '../../src/main/engine/store/migrate.ts';
import type { OpenedStore } from '../../src/main/engine/store/open.ts';
import { CACHE_MIGRATIONS, openCache } from '../../src/main/engine/threads/cache.ts';
import { leafPages, overwritePages } from '../support/damage.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/folders.ts';

/** The last version that kept commands and drafts in the cache. */
const BEFORE = 150;
const STATES = ['queued', 'sending', 'sent', 'settled', 'refused'];
const COUNT = 50;

let folder: TemporaryFolder;
let file: string;
beforeEach(() => {
  folder = temporaryFolder('move');
  file = join(folder.path, 'cache.db');
  writeOld(1);
});
afterEach(() => folder.remove());

/** A cache of the old version, with commands in every state and drafts. Numbers start at `from`. */
function writeOld(from: number): void {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  migrate(db, CACHE_MIGRATIONS, BEFORE);
  const add = db.prepare(
    `INSERT INTO outbox (id, n, user_id, type, subject, data, state, created_at, attempts, settle_seq, channel, effect, error, based_on)
     VALUES (?, ?, 'u', 'chat.send_message', 'chat:c1', json_object('body', printf('%0300d', 1)), ?, 7, 2, 9, 'chat', '{"kind":"x"}', null, 5)`,
  );
  const draft = db.prepare('INSERT INTO drafts (conversation_id, body, at) VALUES (?, ?, ?)');
  for (let n = from; n < from + COUNT; n++) add.run(`cmd-${n}`, n * 3, STATES[n % STATES.length]);
  for (let n = from; n < from + 10; n++) draft.run(`c${n}`, `words ${n}`, n);
  db.close();
}

function open(): OpenedStore {
  const opened = openCache({ file, userId: 'u', now: () => 1 });
  if (!opened.ok) throw new Error(opened.error.message);
  expect(opened.value).toMatchObject({ quarantined: null, quarantinedOutbox: null });
  return opened.value;
}

function expectMoved(opened: OpenedStore, ids: readonly number[]): void {
  const { db } = opened.outbox;
  const rows = db.prepare<[], { id: string; state: string }>('SELECT id, state FROM outbox ORDER BY n').all();
  expect(rows).toEqual(ids.map((n) => ({ id: `cmd-${n}`, state: STATES[n % STATES.length] })));
  expect(db.prepare('SELECT DISTINCT attempts, settle_seq, effect FROM outbox').all()).toEqual([
    { attempts: 2, settle_seq: 9, effect: '{"kind":"x"}' },
  ]);
  const tables = opened.writer.db
    .prepare("SELECT name FROM main.sqlite_schema WHERE name IN ('outbox', 'drafts')")
    .all();
  expect(tables).toEqual([]);
}

const ids = (from: number): number[] => Array.from({ length: COUNT }, (_, i) => from + i);

describe('commands and drafts of a cache from before they had a file of their own', () => {
  it('are moved there, in their order and with all they say', () => {
    const opened = open();
    expectMoved(opened, ids(1));
    expect(opened.outbox.db.prepare('SELECT count(*) FROM drafts').pluck().get()).toBe(10);
    opened.writer.close();
  });

  it.each(['created', 'copied', 'deleted'])(
    'are all there once if the move was killed after the point "%s"',
    (point) => {
      const child = join(import.meta.dirname, 'outbox-child.ts');
      const { signal } = spawnSync(process.execPath, [child, file, point], { stdio: 'inherit' });
      expect(signal).toBe('SIGKILL');
      const opened = open();
      expectMoved(opened, ids(1));
      expect(opened.outbox.db.prepare('SELECT count(*) FROM drafts').pluck().get()).toBe(10);
      opened.writer.close();
    },
  );

  it('join those of the file if an older version was used with a new cache in between', () => {
    open().writer.close();
    // The older version refuses the new cache. Without it, it starts one, and knows nothing of the file beside it.
    rmSync(file);
    writeOld(COUNT + 1);
    const opened = open();
    expectMoved(opened, [...ids(1), ...ids(COUNT + 1)]);
    opened.writer.close();
  });

  it('are rescued, as far as they can be read, from a damaged cache of the old version', () => {
    overwritePages(file, leafPages(file, 'outbox').slice(1, 2));
    const opened = openCache({ file, userId: 'u', now: () => 1 });
    if (!opened.ok) throw new Error(opened.error.message);
    const { rescued, quarantined, outbox, writer } = opened.value;
    expect(quarantined).toContain('corrupt');
    expect(rescued.drafts).toBe(10);
    expect(rescued.commands).toBeGreaterThan(10);
    expect(rescued.commands).toBeLessThan(COUNT);
    expect(outbox.db.prepare('SELECT count(*) FROM outbox').pluck().get()).toBe(rescued.commands);
    writer.close();
  });
});

it('the migrations of the outbox file go down and up again to the same schema', () => {
  const db = new Database(':memory:');
  const schema = (): unknown[] =>
    db.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name').all();
  migrate(db, OUTBOX_MIGRATIONS);
  const first = schema();
  migrate(db, OUTBOX_MIGRATIONS, 0);
  expect(schema()).toEqual([]);
  migrate(db, OUTBOX_MIGRATIONS);
  expect(schema()).toEqual(first);
  expect(schemaVersion(db)).toBe(latestVersion(OUTBOX_MIGRATIONS));
  db.close();
});

it('an outbox file of the first version keeps its commands and drafts, up and down, and gets forms', () => {
  const db = new Database(':memory:');
  migrate(db, OUTBOX_MIGRATIONS, 10);
  const tables = (): unknown => db.prepare("SELECT name FROM sqlite_schema WHERE name = 'forms'").all();
  const add = db.prepare(
    `INSERT INTO outbox (id, n, user_id, type, subject, data, based_on, state, created_at, attempts, effect)
     VALUES (?, ?, 'u', 'chat.send_message', 'chat:c1', '{}', 5, ?, 7, 2, '{"kind":"x"}')`,
  );
  for (const [n, state] of STATES.entries()) add.run(`cmd-${n}`, n, state);
  db.prepare("INSERT INTO drafts VALUES ('c1', 'words', 3)").run();
  const kept = (): unknown[] => [
    ...db.prepare('SELECT id, n, state, attempts, effect, created_at FROM outbox ORDER BY n').all(),
    ...db.prepare('SELECT * FROM drafts').all(),
  ];
  const before = kept();
  migrate(db, OUTBOX_MIGRATIONS);
  expect(kept()).toEqual(before);
  expect(Object.keys(db.prepare<[], object>('SELECT * FROM outbox').get() ?? {})).not.toContain('based_on');
  db.prepare("INSERT INTO forms VALUES ('orders.note:o1', 'orders.note', '{}', '{}', 4)").run();
  migrate(db, OUTBOX_MIGRATIONS, 10);
  expect(tables()).toEqual([]);
  expect(kept()).toEqual(before);
  expect(db.prepare('SELECT DISTINCT based_on FROM outbox').all()).toEqual([{ based_on: null }]);
  migrate(db, OUTBOX_MIGRATIONS);
  expect(kept()).toEqual(before);
  db.close();
});

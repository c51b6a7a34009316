import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MethodOutput } from '#shared/bridge/index.ts';
import type { OpenedStore } from '../../src/main/engine/store/open.ts';
import { attachOutbox, outboxPath, pairSnapshots } from '../../src/main/engine/store/outbox-file.ts';
import { finish } from '../../src/main/engine/store/slices.ts';
import { createSql } from '../../src/main/engine/store/sql.ts';
import { answerRead } from '../../src/main/engine/threads/cache.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/folders.ts';
import { applyOwn, furnish, openOwn, submit } from '../support/own-commands.ts';

let folder: TemporaryFolder;
let file: string;
beforeEach(() => {
  folder = temporaryFolder('settlement');
  file = join(folder.path, 'cache.db');
});
afterEach(() => folder.remove());

/** What a reader sees: the stock, what commands will add to it, and the commands. */
function seen(): { onHand: unknown; pending: unknown; commands: MethodOutput<'commands.outbox'>['entries'] } {
  const db = new Database(file, { readonly: true });
  attachOutbox(db);
  const [level] = answerRead(db, 'inventory.item', { itemId: 'tea' }, 1).levels;
  const { entries } = answerRead(db, 'commands.outbox', {}, 1);
  db.close();
  return { onHand: level?.onHand, pending: level?.pendingOnHand, commands: entries };
}

/** The states in the outbox file itself. */
function stored(): unknown[] {
  const db = new Database(outboxPath(file), { readonly: true });
  const states = db.prepare('SELECT state FROM outbox ORDER BY n').pluck().all();
  db.close();
  return states;
}

describe('a command that its event settles', () => {
  it('is settled once, killed between the commit of the cache and that of the outbox file', async () => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'settle-child.ts'), file], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let id = '';
    child.stdout.on('data', (text) => {
      id += String(text).trim();
    });
    const [, signal] = await once(child, 'close');
    expect(signal).toBe('SIGKILL');
    // The outbox file does not know it yet, but nobody is told so.
    expect(stored()).toEqual(['queued']);
    expect(seen()).toMatchObject({ onHand: 1, pending: 0, commands: [{ id, state: 'settled' }] });
    const opened = openOwn(file);
    expect(stored()).toEqual(['settled']);
    expect(opened.writer.cursors()).toMatchObject({ inventory: { seq: 4 } });
    expect(seen()).toMatchObject({ onHand: 1, pending: 0, commands: [{ id, state: 'settled' }] });
    opened.writer.close();
    openOwn(file).writer.close();
    expect(stored()).toEqual(['settled']);
  });

  it('is settled by the next write if the outbox file could not be written, and reported then', () => {
    const opened = openOwn(file);
    furnish(opened);
    const ids = submit(opened, 2);
    const { db } = opened.outbox;
    db.exec(`CREATE TRIGGER full BEFORE UPDATE ON outbox BEGIN SELECT raise(ABORT, 'disk is full'); END`);
    applyOwn(opened, ids[0] ?? '', 1);
    expect(stored()).toEqual(['queued', 'queued']);
    expect(seen()).toMatchObject({ onHand: 1, pending: 1 });
    db.exec('DROP TRIGGER full');
    applyOwn(opened, ids[1] ?? '', 2);
    expect(stored()).toEqual(['settled', 'settled']);
    expect(seen()).toMatchObject({ onHand: 2, pending: 0 });
    opened.writer.close();
  });

  it('is settled again in an outbox file that is older than the cache, and in one that was replaced', () => {
    const opened = openOwn(file);
    furnish(opened);
    const ids = submit(opened, 3);
    for (const [i, id] of ids.slice(0, 2).entries()) applyOwn(opened, id, i + 1);
    // As a file rescued from before both events.
    opened.outbox.db.exec(`UPDATE outbox SET state = 'sent'; UPDATE marks SET value = 0`);
    opened.writer.close();
    openOwn(file).writer.close();
    expect(stored()).toEqual(['settled', 'settled', 'sent']);
  });

  it('is queued again once when a restored gateway may lack its event, also after a failed write', () => {
    const opened = openOwn(file);
    furnish(opened);
    const [id = ''] = submit(opened, 1);
    applyOwn(opened, id, 1);
    const { db } = opened.outbox;
    db.exec(`CREATE TRIGGER full BEFORE UPDATE ON outbox BEGIN SELECT raise(ABORT, 'disk is full'); END`);
    finish(opened.writer.snapshotBegin('inventory', 'history_changed'));
    finish(opened.writer.snapshotEnd('inventory', { seq: 2, id: null }, 0));
    expect(stored()).toEqual(['settled']);
    const reader = new Database(file, { readonly: true });
    attachOutbox(reader);
    expect(answerRead(reader, 'commands.outbox', {}, 1).entries).toMatchObject([{ id, state: 'queued' }]);
    reader.close();
    db.exec('DROP TRIGGER full');
    opened.writer.close();
    openOwn(file).writer.close();
    expect(stored()).toEqual(['queued']);
  });

  it('goes on counting where the outbox file stands when the cache is new', () => {
    const first = openOwn(file);
    furnish(first);
    for (const [i, id] of submit(first, 3).entries()) applyOwn(first, id, i + 1);
    first.writer.close();
    const { through } = reopenWithoutCache();
    expect(through).toBe(3);
    const second = openOwn(file);
    furnish(second);
    const [id = ''] = submit(second, 1);
    applyOwn(second, id, 1);
    expect(second.outbox.settledThrough).toBe(4);
    expect(seen()).toMatchObject({ onHand: 1, pending: 0 });
    second.writer.close();
  });

  /** Opens the files as if the cache had been damaged. */
  function reopenWithoutCache(): { through: number } {
    const opened = openSuspect();
    const through = opened.outbox.settledThrough;
    opened.writer.close();
    return { through };
  }

  function openSuspect(): OpenedStore {
    const db = new Database(file);
    db.exec('DROP TABLE cursors');
    db.close();
    const opened = openOwn(file);
    expect(opened.quarantined).not.toBeNull();
    return opened;
  }

  it('leaves a limited number of rows in both files', () => {
    const opened = openOwn(file);
    opened.writer.db.pragma('synchronous = OFF');
    opened.outbox.db.pragma('synchronous = OFF');
    furnish(opened);
    const ids = submit(opened, 1_200);
    for (const [i, id] of ids.entries()) applyOwn(opened, id, i + 1);
    while (opened.writer.trim());
    const count = (table: string): unknown =>
      opened.writer.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
    expect([count('settled_commands'), count('outbox_file.outbox')]).toEqual([1, 501]);
    opened.writer.close();
  });
});

describe('the snapshots of both files', () => {
  const COMMANDS = 4;

  /** Lets commands be settled after a reader's first look and before its second. Returns what the reader then sees. */
  function between(work: (opened: OpenedStore, ids: readonly string[]) => void): {
    paired: boolean;
    sum: number;
  } {
    const opened = openOwn(file);
    furnish(opened);
    const ids = submit(opened, COMMANDS);
    const db = new Database(file, { readonly: true });
    attachOutbox(db);
    const sql = createSql(db);
    let looks = 0;
    db.exec('BEGIN');
    const paired = pairSnapshots({
      ...sql,
      prepare: (text) => {
        looks += 1;
        if (looks === 2) work(opened, ids);
        return sql.prepare(text);
      },
    });
    const [level] = answerRead(db, 'inventory.item', { itemId: 'tea' }, 1).levels;
    db.close();
    opened.writer.close();
    return { paired, sum: (level?.onHand ?? 0) + (level?.pendingOnHand ?? 0) };
  }

  it('agree when commands are settled between them', () => {
    const seenBetween = between((opened, ids) => {
      for (const [i, id] of ids.entries()) applyOwn(opened, id, i + 1);
    });
    expect(seenBetween).toEqual({ paired: true, sum: COMMANDS });
  });

  it('are taken again when the cache has already forgotten what the first does not know', () => {
    const { paired } = between((opened, ids) => {
      for (const [i, id] of ids.entries()) applyOwn(opened, id, i + 1);
      opened.writer.trim();
    });
    expect(paired).toBe(false);
  });
});

it('never shows the effect of a command twice or not at all to a reader beside the writer', async () => {
  const COMMANDS = 400;
  const opened = openOwn(file);
  for (const { db } of [opened.writer, opened.outbox]) db.pragma('synchronous = OFF');
  furnish(opened);
  const ids = submit(opened, COMMANDS);
  const stop = new SharedArrayBuffer(4);
  const workerData = { file, stop };
  const worker = new Worker(new URL('../support/stock-watch-worker.ts', import.meta.url), { workerData });
  await once(worker, 'message');
  for (const [i, id] of ids.entries()) {
    applyOwn(opened, id, i + 1);
    // Forgetting what was applied must not surprise a reader either.
    if (i % 7 === 0) opened.writer.trim();
  }
  Atomics.store(new Int32Array(stop), 0, 1);
  const [result] = await once(worker, 'message');
  opened.writer.close();
  expect(Object.keys(result.sums)).toEqual([String(COMMANDS)]);
  // It did look while the commands were being settled.
  expect(result.states).toBeGreaterThan(10);
});

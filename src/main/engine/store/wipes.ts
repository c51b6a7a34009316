import type { Database } from 'better-sqlite3';
import { overwriting } from './overwriting.ts';
import type { Sql } from './sql.ts';

/** What is to be deleted outside of the cache: the commands that posted a message, and a file. */
export interface Wipe {
  readonly kind: 'message' | 'file';
  readonly id: string;
}

/** How many are read at a time, and free pages given back in one step. */
const SLICE = 200;
const PAGES = 200;

/**
 * Notes what a removed message has left in other files. Runs in the transaction that removes it from the cache, so that a crash
 * leaves a list of what is still to be done; `threads/wiping.ts` does it.
 */
export function noteWipe(sql: Sql, { kind, id }: Wipe): void {
  sql.prepare<[string, string]>('INSERT OR IGNORE INTO wipes (kind, id) VALUES (?, ?)').run(kind, id);
}

/** Returns some of what is to be deleted. */
export function listWipes(sql: Sql): Wipe[] {
  return sql.prepare<[number], Wipe>('SELECT kind, id FROM wipes LIMIT ?').all(SLICE);
}

/** Forgets what was deleted. */
export function finishWipes(sql: Sql, done: readonly Wipe[]): void {
  const remove = sql.prepare<[string, string]>('DELETE FROM wipes WHERE kind = ? AND id = ?');
  sql.raw.transaction(() => {
    for (const { kind, id } of done) remove.run(kind, id);
  })();
}

/**
 * Gives free pages of the cache back, because the text index may have moved tokens of the removed text through them. Returns
 * whether some are left. Caches of the first versions cannot give pages back.
 */
export function giveBackPages(db: Database): boolean {
  if (db.pragma('auto_vacuum', { simple: true }) !== 2) return false;
  if (db.pragma('freelist_count', { simple: true }) === 0) return false;
  db.pragma(`incremental_vacuum(${PAGES})`);
  return db.pragma('freelist_count', { simple: true }) !== 0;
}

/** Moves the write-ahead log into the file and empties it. Returns whether nobody was in the way. */
export function emptyWal(db: Database): boolean {
  // The first column says whether somebody was in the way.
  return db.pragma('wal_checkpoint(TRUNCATE)', { simple: true }) === 0;
}

/** Deletes the commands that posted removed messages, and what refusals quote of these, from the outbox file. */
export function forgetPosts(outbox: Database, messageIds: readonly string[]): void {
  if (messageIds.length === 0) return;
  const ids = JSON.stringify(messageIds);
  const remove = outbox.prepare(
    `DELETE FROM outbox WHERE type IN ('chat.send_message', 'rooms.post') AND state IN ('settled', 'sent', 'refused')
     AND data ->> '$.messageId' IN (SELECT value FROM json_each(?))`,
  );
  const unquote = outbox.prepare(
    `UPDATE outbox SET error = json_remove(error, '$.current')
     WHERE error ->> '$.current.id' IN (SELECT value FROM json_each(?))`,
  );
  overwriting(outbox, () =>
    outbox
      .transaction(() => {
        remove.run(ids);
        unquote.run(ids);
      })
      .immediate(),
  );
}

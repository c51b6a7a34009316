import type { Database } from 'better-sqlite3';
import type { OutboxFile } from './outbox-file.ts';
import { adoptCommands, adoptDrafts, type Row } from './rescue.ts';

function tables(db: Database): ReadonlySet<unknown> {
  return new Set(
    db
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name IN ('outbox', 'drafts')")
      .pluck()
      .all(),
  );
}

/**
 * Moves commands and drafts out of a cache from before they had a file of their own. They are committed to the outbox file
 * before they are deleted here, so an interrupted move loses nothing, and is repeated: what the outbox file already has stays
 * as it is there. Throws SQLite's errors.
 */
export function moveOutbox(cache: Database, outbox: OutboxFile): void {
  const found = tables(cache);
  const rows = (table: string, order: string): Row[] =>
    found.has(table) ? cache.prepare<[], Row>(`SELECT * FROM ${table} ORDER BY ${order}`).all() : [];
  const commands = rows('outbox', 'n');
  const drafts = rows('drafts', 'at');
  if (commands.length + drafts.length === 0) return;
  const fail = (error: unknown): never => {
    throw error;
  };
  outbox.db
    .transaction(() => {
      adoptCommands(outbox.db, commands, fail);
      adoptDrafts(outbox.db, drafts, fail);
    })
    .immediate();
  // An earlier version may have stored secrets in commands. Nothing of them must stay in free space of the cache.
  cache.pragma('secure_delete = ON');
  cache
    .transaction(() => {
      for (const table of ['outbox', 'drafts']) if (found.has(table)) cache.exec(`DELETE FROM ${table}`);
    })
    .immediate();
  cache.pragma('secure_delete = OFF');
  cache.pragma('wal_checkpoint(TRUNCATE)');
}

import type { Database } from 'better-sqlite3';
import { OUTBOX_SCHEMA } from '../store/outbox-file.ts';

/**
 * Checks the pages of all tables and indexes of a cache and its outbox file, one table at each step. So the check can end
 * between two tables, and no read transaction stays open long enough to make the write-ahead log grow. Yields null for a sound
 * table and a sentence for a damaged one. Throws SQLite's errors.
 */
export function* checkTables(db: Database): Generator<string | null> {
  for (const schema of [OUTBOX_SCHEMA, 'main']) {
    const tables = db
      .prepare<[], string>(
        `SELECT name FROM pragma_table_list WHERE schema = '${schema}' AND type IN ('table', 'shadow')`,
      )
      .pluck()
      .all() as string[];
    for (const table of tables) {
      const found = String(db.pragma(`${schema}.quick_check("${table}")`, { simple: true }));
      yield found === 'ok' ? null : `${table}: ${found.slice(0, 200)}`;
    }
  }
}

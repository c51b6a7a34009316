import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database, { type Statement } from 'better-sqlite3';
import type { Sql } from '../kernel.ts';

/** Texts whose statements are kept; composed queries could otherwise fill memory with variants. */
const MAX_STATEMENTS = 1000;

export interface OpenOptions {
  readonly readonly?: boolean;
}

/** A connection and the end of it. */
export interface OpenSql extends Sql {
  close(): void;
}

/**
 * Opens a SQLite file for the gateway: write-ahead log, durable commits (nothing acknowledged is lost to a power cut),
 * foreign keys on, five seconds of patience with another writer. Creates the folder and the file unless `readonly`.
 */
export function openSql(path: string, options: OpenOptions = {}): OpenSql {
  const readonly = options.readonly === true;
  if (!readonly && path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
  const raw = new Database(path, { readonly, fileMustExist: readonly, timeout: 5000 });
  try {
    if (!readonly) {
      raw.pragma('journal_mode = WAL');
      raw.pragma('synchronous = FULL');
      raw.pragma('foreign_keys = ON');
      raw.pragma('wal_autocheckpoint = 2000');
    }
    raw.pragma('cache_size = -32768');
    raw.pragma('temp_store = MEMORY');
  } catch (error) {
    raw.close();
    throw error;
  }
  const statements = new Map<string, Statement>();
  return {
    raw,
    prepare<P extends unknown[] = unknown[], R = unknown>(text: string): Statement<P, R> {
      let statement = statements.get(text);
      if (!statement) {
        statement = raw.prepare(text);
        const oldest = statements.size >= MAX_STATEMENTS ? statements.keys().next() : null;
        if (oldest && !oldest.done) statements.delete(oldest.value);
        statements.set(text, statement);
      }
      // The caller states the shapes of its own SQL; the cache cannot know them.
      return statement as unknown as Statement<P, R>;
    },
    close() {
      statements.clear();
      raw.close();
    },
  };
}

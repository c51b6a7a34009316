import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database, { type Statement } from 'better-sqlite3';
import { LRUCache } from 'lru-cache';
import type { WritableSql } from '../kernel.ts';

/** Prepared statements kept; variants of composed queries could otherwise fill memory. */
const MAX_STATEMENTS = 1000;

/** How long a statement blocks where another process holds the database, ms. The executor waits longer, without blocking. */
const BUSY_MS = 20;

export interface OpenOptions {
  readonly readonly?: boolean;
  /** How long a statement blocks where another process holds the database, ms. */
  readonly busyMs?: number;
}

/** A connection that can be closed. */
export interface OpenSql extends WritableSql {
  close(): void;
}

/**
 * Opens a SQLite file for the gateway: write-ahead log, durable commits (nothing acknowledged is lost to a power cut),
 * foreign keys on. Creates the folder and the file unless `readonly`.
 */
export function openSql(path: string, options: OpenOptions = {}): OpenSql {
  const readonly = options.readonly === true;
  if (!readonly && path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
  const raw = new Database(path, { readonly, fileMustExist: readonly, timeout: options.busyMs ?? BUSY_MS });
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
  const statements = new LRUCache<string, Statement>({ max: MAX_STATEMENTS });
  return {
    raw,
    prepare<P extends unknown[] = unknown[], R = unknown>(text: string): Statement<P, R> {
      let statement = statements.get(text);
      if (!statement) {
        statement = raw.prepare(text);
        statements.set(text, statement);
      }
      // The caller declares the types of its own SQL; the cache cannot know them.
      return statement as unknown as Statement<P, R>;
    },
    close() {
      statements.clear();
      raw.close();
    },
  };
}

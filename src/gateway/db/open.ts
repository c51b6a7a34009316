import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database, { type Statement } from 'better-sqlite3';
import { LRUCache } from 'lru-cache';
import type { Sql, WritableSql } from '../kernel.ts';
import { type Waiting, whileBusy } from './busy.ts';
import { realPath } from './real-path.ts';

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

/** A connection without statements that write. */
export interface ReadSql extends Sql {
  /** Begins a transaction: reads see one moment of the database until `end`. */
  begin(): void;
  /** Ends the transaction, if one is open. */
  end(): void;
  /** Copies the database into a file. `progress` is asked before each step how many pages it copies. */
  copyInto(
    file: string,
    progress: (pages: { readonly total: number; readonly remaining: number }) => number,
  ): Promise<{ readonly pages: number }>;
  close(): void;
}

/** The only connection to a database, which can be made ready to be replaced. */
export interface ReplaceableSql extends ReadSql {
  /**
   * Brings everything into the file itself and keeps it locked: whoever waits for it then finds that the file has moved and
   * cannot write.
   */
  settle(): void;
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
      // Costs no writes of its own: text of removed messages must not stay in pages that are kept.
      raw.pragma('secure_delete = FAST');
      // A backup keeps the log from being reused while it reads; afterwards the file shrinks to this again.
      raw.pragma('journal_size_limit = 67108864');
    }
    raw.pragma('cache_size = -32768');
    raw.pragma('temp_store = MEMORY');
  } catch (error) {
    raw.close();
    throw error;
  }
  return sqlOn(raw);
}

/**
 * Opens an existing SQLite file for reading only, without waiting. Creates no file that stays: where no write-ahead log is
 * there, a connection that cannot write would leave an empty one behind, so it is one that can and does not.
 */
export function openForReading(path: string): ReadSql {
  const raw = new Database(path, {
    readonly: existsSync(`${realPath(path)}-wal`),
    fileMustExist: true,
    timeout: 0,
  });
  try {
    raw.pragma('query_only = ON');
    raw.pragma('temp_store = MEMORY');
  } catch (error) {
    raw.close();
    throw error;
  }
  return readingOn(sqlOn(raw));
}

/**
 * Opens a SQLite file that no other connection has open, and keeps others out until it is closed. Creates the file and its
 * folder. Waits for other programs to close it; throws DatabaseBusyError when they do not.
 */
export function openAlone(path: string, waiting: Waiting = {}): Promise<OpenSql & ReplaceableSql> {
  mkdirSync(dirname(path), { recursive: true });
  return whileBusy(
    path,
    () => {
      const raw = new Database(path, { timeout: 0 });
      try {
        // Set before the first access, it makes SQLite lock the file itself, which needs every other connection gone.
        raw.pragma('locking_mode = EXCLUSIVE');
        raw.pragma('journal_mode = WAL');
        raw.pragma('synchronous = FULL');
        raw.exec('BEGIN IMMEDIATE; COMMIT');
      } catch (error) {
        raw.close();
        throw error;
      }
      return aloneOn(sqlOn(raw));
    },
    waiting,
  );
}

function readingOn(sql: OpenSql): ReadSql {
  const { raw } = sql;
  return {
    raw,
    prepare: sql.prepare,
    close: () => sql.close(),
    begin() {
      raw.exec('BEGIN');
    },
    end() {
      if (raw.inTransaction) raw.exec('ROLLBACK');
    },
    async copyInto(file, progress) {
      const { totalPages } = await raw.backup(file, {
        progress: (now) => progress({ total: now.totalPages, remaining: now.remainingPages }),
      });
      return { pages: totalPages };
    },
  };
}

function aloneOn(sql: OpenSql): OpenSql & ReplaceableSql {
  const { raw } = sql;
  return {
    ...readingOn(sql),
    raw,
    prepare: sql.prepare,
    close() {
      if (raw.open) sql.close();
    },
    settle() {
      raw.pragma('journal_mode = DELETE');
      raw.exec('BEGIN EXCLUSIVE');
    },
  };
}

function sqlOn(raw: Database.Database): OpenSql {
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

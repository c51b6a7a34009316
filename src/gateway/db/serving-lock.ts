import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { realPath } from './real-path.ts';

/** Another gateway is serving this database. */
export class DatabaseInUseError extends Error {
  constructor(path: string) {
    super(`another gateway is serving ${path}; stop it first, or choose another data folder`);
    this.name = 'DatabaseInUseError';
  }
}

/**
 * Acquires the serving lock of a database: only one process serves it, under whatever name (symbolic links). Returns a function that releases the lock; the
 * operating system releases it when the process ends, however it ends. Throws DatabaseInUseError. Other programs can still
 * read and write the database itself.
 */
export function acquireServingLock(databasePath: string): () => void {
  const path = realPath(databasePath);
  mkdirSync(dirname(path), { recursive: true });
  const db = new Database(`${path}.lock`, { timeout: 0 });
  try {
    db.pragma('journal_mode = MEMORY');
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY'))
      throw new DatabaseInUseError(databasePath);
    throw error;
  }
  return () => db.close();
}

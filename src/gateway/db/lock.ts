import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';

/** Another gateway serves this database. */
export class DatabaseInUseError extends Error {
  constructor(path: string) {
    super(`another gateway is serving ${path}; stop it first, or choose another data folder`);
    this.name = 'DatabaseInUseError';
  }
}

/**
 * Makes this process the only one that serves a database, until the returned function is called or the process ends,
 * however it ends: the operating system frees the lock. Throws DatabaseInUseError. Other programs can still read and
 * write the database itself.
 */
export function lockForServing(databasePath: string): () => void {
  mkdirSync(dirname(databasePath), { recursive: true });
  const db = new Database(`${databasePath}.lock`, { timeout: 0 });
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

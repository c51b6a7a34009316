import { join } from 'node:path';
import Database from 'better-sqlite3';

/** Another console works in this data folder. */
export class DataInUseError extends Error {
  constructor(folder: string) {
    super(
      `Another console is open on ${folder}: use that one, or choose another profile with --profile NAME.`,
    );
    this.name = 'DataInUseError';
  }
}

/**
 * Makes this console the only one in a data folder, until the returned function is called or the process ends, however
 * it ends: the operating system frees the lock. Two would both write one cache and both send one outbox. Throws
 * DataInUseError.
 */
export function lockData(folder: string): () => void {
  const db = new Database(join(folder, 'console.lock'), { timeout: 0 });
  try {
    db.pragma('journal_mode = MEMORY');
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY'))
      throw new DataInUseError(folder);
    throw error;
  }
  return () => db.close();
}

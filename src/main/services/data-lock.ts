import { join } from 'node:path';
import Database from 'better-sqlite3';

/** Another console is using this data folder. */
export class DataInUseError extends Error {
  constructor(folder: string) {
    super(
      `Another console is already using ${folder}. Use that one, or choose another profile with --profile NAME.`,
    );
    this.name = 'DataInUseError';
  }
}

/**
 * Locks a data folder so that only one console uses it: two would write the same cache and send the same outbox. Returns
 * an unlock function. The operating system releases the lock when the process ends, even if it crashes. Throws
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

import { DamagedDatabaseError } from './damage.ts';

/** The code of an error of SQLite or of the system; empty where it has none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** A file that was named is not there. */
export class MissingDatabaseError extends Error {
  constructor(path: string) {
    super(`there is no database at ${path}`);
    this.name = 'MissingDatabaseError';
  }
}

/** Whether an error says that a file is damaged, or no database at all. */
export function isDamage(error: unknown): boolean {
  return error instanceof DamagedDatabaseError || /^SQLITE_(?:CORRUPT|NOTADB)/.test(codeOf(error));
}

/** Runs work on a database; names the file in a DamagedDatabaseError where SQLite finds it damaged. */
export function namingDamage<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error && isDamage(error) && !(error instanceof DamagedDatabaseError))
      throw new DamagedDatabaseError(path, `is damaged (${error.message})`);
    throw error;
  }
}

import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';

/** A database file cannot be used. The message is for the operator; the file was not changed. */
export class DamagedDatabaseError extends Error {
  constructor(path: string, what: string) {
    super(
      `${path} ${what}. The file was not changed. Move it and the files ${path}-wal and ${path}-shm away, keep them, and restore a backup.`,
    );
    this.name = 'DamagedDatabaseError';
  }
}

/** The first bytes of every SQLite file (sqlite.org/fileformat.html). */
const MAGIC = 'SQLite format 3\0';
const HEADER_BYTES = 100;

/**
 * Checks a database before anything is read from or written to it. Throws DamagedDatabaseError where the file is no SQLite
 * file, is shorter than its header says, or fails `quick_check`. That reads the whole file, and finds damage to its structure;
 * a changed byte inside a value leaves no trace that SQLite could find. A file that does not exist passes.
 */
export function checkDatabase(path: string): void {
  if (path === ':memory:' || !existsSync(path)) return;
  const bytes = statSync(path).size;
  if (bytes === 0) {
    // Without a log beside it, an empty file is a new database.
    if (existsSync(`${path}-wal`) && statSync(`${path}-wal`).size > 0)
      throw new DamagedDatabaseError(path, 'is empty, but its write-ahead log is not');
    return;
  }
  checkHeader(path, bytes);
  const found = firstFault(path);
  if (found !== null) throw new DamagedDatabaseError(path, `is damaged (${found})`);
}

function checkHeader(path: string, bytes: number): void {
  const header = Buffer.alloc(HEADER_BYTES);
  const file = openSync(path, 'r');
  try {
    readSync(file, header, 0, HEADER_BYTES, 0);
  } finally {
    closeSync(file);
  }
  if (bytes < HEADER_BYTES || header.toString('latin1', 0, MAGIC.length) !== MAGIC)
    throw new DamagedDatabaseError(path, 'is not a SQLite database, or its beginning is damaged');
}

/** Runs quick_check. Returns the first fault in words, or null. */
function firstFault(path: string): string | null {
  try {
    // Read-only: closing the file must not move a log left by a crash into it. What the log holds is checked with it.
    const db = new Database(path, { readonly: true, fileMustExist: true, timeout: 5000 });
    try {
      const [first] = db.pragma('quick_check(1)') as { quick_check: string }[];
      const text = first?.quick_check ?? 'quick_check returned nothing';
      return text === 'ok' ? null : text.replace(/\s+/g, ' ').slice(0, 200);
    } finally {
      db.close();
    }
  } catch (error) {
    const code = error instanceof Database.SqliteError ? error.code : '';
    if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB')
      return error instanceof Error ? error.message : code;
    throw error;
  }
}

import type { Database } from 'better-sqlite3';

/** The values that SQLite reports for `secure_delete`. */
const MODES = ['OFF', 'ON', 'FAST'] as const;

/** Runs work whose deleted rows are overwritten in the file, and goes back to what was set before. */
export function overwriting<T>(db: Database, work: () => T): T {
  const before = MODES[Number(db.pragma('secure_delete', { simple: true }))] ?? 'FAST';
  db.pragma('secure_delete = ON');
  try {
    return work();
  } finally {
    db.pragma(`secure_delete = ${before}`);
  }
}

import type { Database } from 'better-sqlite3';

/** The region of a location, in which figures add it up. */
export function up(db: Database): void {
  db.exec('ALTER TABLE locations ADD COLUMN region TEXT');
}

export function down(db: Database): void {
  db.exec('ALTER TABLE locations DROP COLUMN region');
}

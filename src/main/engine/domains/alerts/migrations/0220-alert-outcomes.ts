import type { Database } from 'better-sqlite3';

/** Adds the value at raising, which for open alerts is their value, and why an alert was resolved. */
export function up(db: Database): void {
  db.exec(`
    ALTER TABLE alerts ADD COLUMN raised_value REAL;
    ALTER TABLE alerts ADD COLUMN outcome TEXT;
    UPDATE alerts SET raised_value = value WHERE resolved_at IS NULL;
  `);
}

export function down(db: Database): void {
  db.exec(`
    ALTER TABLE alerts DROP COLUMN outcome;
    ALTER TABLE alerts DROP COLUMN raised_value;
  `);
}

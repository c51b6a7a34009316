import type { Database } from 'better-sqlite3';

/** The clocks of conversations with the keys of lists, and how customers rated them. The gateway sends clocks for all that are not resolved. */
export function up(db: Database): void {
  db.exec(`
    ALTER TABLE conversations ADD COLUMN clocks TEXT;
    ALTER TABLE conversations ADD COLUMN rating TEXT;
    ALTER TABLE conversations ADD COLUMN due_key INTEGER NOT NULL DEFAULT 9000000000000000;
    ALTER TABLE conversations ADD COLUMN warn_key INTEGER NOT NULL DEFAULT 9000000000000000;
    CREATE INDEX conversations_by_due ON conversations(due_key, k);
  `);
}

export function down(db: Database): void {
  db.exec(`
    DROP INDEX conversations_by_due;
    ALTER TABLE conversations DROP COLUMN warn_key;
    ALTER TABLE conversations DROP COLUMN due_key;
    ALTER TABLE conversations DROP COLUMN rating;
    ALTER TABLE conversations DROP COLUMN clocks;
  `);
}

import type { Database } from 'better-sqlite3';

/** Pictures of items, what the list of reservations is read by, and who made one, and for which conversation. */
export function up(db: Database): void {
  db.exec(`
    CREATE TABLE item_images (item_id TEXT NOT NULL PRIMARY KEY, image TEXT NOT NULL) STRICT, WITHOUT ROWID;
    ALTER TABLE reservations ADD COLUMN conversation_id TEXT;
    ALTER TABLE reservations ADD COLUMN made_by TEXT;
    CREATE INDEX reservations_by_time ON reservations(created_at, id);
    CREATE INDEX reservations_active ON reservations(expires_at, id) WHERE status = 'active' AND expires_at IS NOT NULL;
  `);
}

export function down(db: Database): void {
  db.exec(`
    DROP INDEX reservations_active;
    DROP INDEX reservations_by_time;
    ALTER TABLE reservations DROP COLUMN made_by;
    ALTER TABLE reservations DROP COLUMN conversation_id;
    DROP TABLE item_images;
  `);
}

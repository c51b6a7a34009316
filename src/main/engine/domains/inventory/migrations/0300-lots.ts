import type { Database } from 'better-sqlite3';

/** What is set aside, by reason; lots; and which part of a level a movement was about. */
export function up(db: Database): void {
  db.exec(`
    CREATE TABLE unavailable_stock (
      item_id TEXT NOT NULL, location_id TEXT NOT NULL, reason TEXT NOT NULL, quantity INTEGER NOT NULL,
      PRIMARY KEY (item_id, location_id, reason)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO unavailable_stock SELECT item_id, location_id, 'other', unavailable FROM levels WHERE unavailable > 0;
    CREATE TABLE lots (
      id TEXT NOT NULL PRIMARY KEY, item_id TEXT NOT NULL, location_id TEXT NOT NULL, code TEXT NOT NULL, expires_at INTEGER,
      on_hand INTEGER NOT NULL, unavailable TEXT NOT NULL, received_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX lots_of_item ON lots(item_id, location_id) WHERE on_hand > 0;
    ALTER TABLE movements ADD COLUMN unavailable_reason TEXT;
  `);
}

export function down(db: Database): void {
  db.exec(`
    ALTER TABLE movements DROP COLUMN unavailable_reason;
    DROP TABLE lots;
    DROP TABLE unavailable_stock;
    DELETE FROM history WHERE kind = 'lot';
    DELETE FROM complete_records WHERE kind = 'lot';
  `);
}

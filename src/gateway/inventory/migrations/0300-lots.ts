import { type Kysely, sql } from 'kysely';

/** What is set aside, by reason; lots; and which part of a level a movement was about. */
const UP = [
  `CREATE TABLE unavailable_stock (
    item_id TEXT NOT NULL, location_id TEXT NOT NULL, reason TEXT NOT NULL, quantity INTEGER NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (item_id, location_id, reason)
  ) STRICT, WITHOUT ROWID`,
  `INSERT INTO unavailable_stock SELECT item_id, location_id, 'other', unavailable FROM levels WHERE unavailable > 0`,
  `CREATE TABLE lots (
    id TEXT NOT NULL UNIQUE, item_id TEXT NOT NULL, location_id TEXT NOT NULL, code TEXT NOT NULL, expires_at INTEGER,
    on_hand INTEGER NOT NULL CHECK (on_hand >= 0), unavailable TEXT NOT NULL, received_at INTEGER NOT NULL,
    free INTEGER NOT NULL CHECK (free >= 0), UNIQUE (item_id, location_id, code)
  ) STRICT`,
  `CREATE INDEX lots_by_time ON lots(received_at, id)`,
  `CREATE INDEX lots_on_hand ON lots(id) WHERE on_hand > 0`,
  `CREATE INDEX lots_expiring ON lots(expires_at, id) WHERE expires_at IS NOT NULL AND free > 0`,
  `ALTER TABLE levels ADD COLUMN lots INTEGER NOT NULL DEFAULT 0`,
  `ALTER TABLE movements ADD COLUMN unavailable_reason TEXT`,
];
const DOWN = [
  `ALTER TABLE movements DROP COLUMN unavailable_reason`,
  `ALTER TABLE levels DROP COLUMN lots`,
  `DROP TABLE lots`,
  `DROP TABLE unavailable_stock`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of DOWN) await sql.raw(statement).execute(db);
}

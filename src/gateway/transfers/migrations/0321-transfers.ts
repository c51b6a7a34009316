import { type Kysely, sql } from 'kysely';

/** Transfers. Their lines are never read without them, so they are stored in them as JSON. */
const UP = [
  `CREATE TABLE transfers (
    k INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, number TEXT NOT NULL UNIQUE, from_location_id TEXT NOT NULL,
    to_location_id TEXT NOT NULL, status TEXT NOT NULL, lines TEXT NOT NULL CHECK (json_valid(lines)), note TEXT NOT NULL,
    created_by TEXT, created_at INTEGER NOT NULL, sent_at INTEGER, ended_at INTEGER, reason TEXT, change_id TEXT NOT NULL
  ) STRICT`,
  `CREATE INDEX transfers_by_time ON transfers(created_at, id)`,
  `CREATE INDEX transfers_open ON transfers(id) WHERE status IN ('draft', 'in_transit', 'partially_received')`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw('DROP TABLE transfers').execute(db);
}

import { type Kysely, sql } from 'kysely';

/**
 * Service levels: the rules, the clocks of conversations with what the sweep looks for, and the customer's rating. Conversations that are
 * not resolved get clocks as soon as the first rules are set (version 1 or above).
 */
const UP = [
  `CREATE TABLE service_rules (
    id TEXT NOT NULL PRIMARY KEY, hours TEXT NOT NULL, holidays TEXT NOT NULL, targets TEXT NOT NULL, time_zone TEXT NOT NULL,
    version INTEGER NOT NULL, changed_by TEXT NOT NULL, changed_at INTEGER NOT NULL
  ) STRICT`,
  `CREATE TABLE service_clocks (
    conversation_id TEXT NOT NULL PRIMARY KEY, next_at INTEGER, version INTEGER NOT NULL
  ) STRICT`,
  `CREATE INDEX service_clocks_by_time ON service_clocks(next_at) WHERE next_at IS NOT NULL`,
  `CREATE INDEX service_clocks_by_version ON service_clocks(version, conversation_id)`,
  `ALTER TABLE conversations ADD COLUMN clocks TEXT`,
  `ALTER TABLE conversations ADD COLUMN rating TEXT`,
  `INSERT INTO service_clocks (conversation_id, next_at, version)
     SELECT id, NULL, -1 FROM conversations WHERE status <> 'resolved'`,
];

const DOWN = [
  `ALTER TABLE conversations DROP COLUMN rating`,
  `ALTER TABLE conversations DROP COLUMN clocks`,
  `DROP TABLE service_clocks`,
  `DROP TABLE service_rules`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of DOWN) await sql.raw(statement).execute(db);
}

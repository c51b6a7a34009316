import { type Kysely, sql } from 'kysely';

/**
 * Floods and repeats by visitor instead of conversation: which messages a visitor has sent lately, and which of theirs had to wait. What
 * the older table remembered for a day is dropped.
 */
const UP = [
  `DROP TABLE filter_slowed`,
  `CREATE TABLE filter_slowed (
    visitor TEXT NOT NULL, message_id TEXT NOT NULL, rule TEXT NOT NULL, at INTEGER NOT NULL, audited_at INTEGER NOT NULL,
    PRIMARY KEY (visitor, message_id)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX filter_slowed_by_time ON filter_slowed(at)`,
  `CREATE TABLE filter_sent (
    visitor TEXT NOT NULL, at INTEGER NOT NULL, message_id TEXT NOT NULL, PRIMARY KEY (visitor, at, message_id)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX filter_sent_by_time ON filter_sent(at)`,
];

const DOWN = [
  `DROP TABLE filter_sent`,
  `DROP TABLE filter_slowed`,
  `CREATE TABLE filter_slowed (
    conversation_id TEXT NOT NULL PRIMARY KEY, message_id TEXT NOT NULL, rule TEXT NOT NULL, at INTEGER NOT NULL,
    audited_at INTEGER NOT NULL
  ) STRICT`,
  `CREATE INDEX filter_slowed_by_time ON filter_slowed(at)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of DOWN) await sql.raw(statement).execute(db);
}

import { type Kysely, sql } from 'kysely';

/** The message filter: the rules, what they counted, and the visitors who had to wait lately. */
const UP = [
  `CREATE TABLE filter_rules (
    id TEXT NOT NULL PRIMARY KEY, words TEXT NOT NULL, flood TEXT, repeat_seconds INTEGER,
    version INTEGER NOT NULL, changed_by TEXT NOT NULL, changed_at INTEGER NOT NULL
  ) STRICT`,
  `CREATE TABLE filter_tallies (
    day TEXT NOT NULL, rule TEXT NOT NULL, messages INTEGER NOT NULL, parts INTEGER NOT NULL, since INTEGER NOT NULL,
    PRIMARY KEY (day, rule)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE filter_slowed (
    conversation_id TEXT NOT NULL PRIMARY KEY, message_id TEXT NOT NULL, rule TEXT NOT NULL, at INTEGER NOT NULL,
    audited_at INTEGER NOT NULL
  ) STRICT`,
  `CREATE INDEX filter_slowed_by_time ON filter_slowed(at)`,
];

const DOWN = [`DROP TABLE filter_slowed`, `DROP TABLE filter_tallies`, `DROP TABLE filter_rules`];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of DOWN) await sql.raw(statement).execute(db);
}

import { type Kysely, sql } from 'kysely';

/** What reports are made of. Messages from before are counted soon after the start; facts begin with this version. */
const UP = [
  `CREATE TABLE service_facts (
    id TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, conversation_id TEXT NOT NULL, at INTEGER NOT NULL, agent_id TEXT,
    agent_name TEXT, labels TEXT NOT NULL, business_ms INTEGER, calendar_ms INTEGER, kept INTEGER, score INTEGER
  ) STRICT`,
  `CREATE INDEX service_facts_by_time ON service_facts(at, id)`,
  `CREATE TABLE message_tallies (
    day TEXT NOT NULL, by TEXT NOT NULL, key TEXT NOT NULL, received INTEGER NOT NULL, sent INTEGER NOT NULL,
    PRIMARY KEY (day, by, key)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE messages_counted (id TEXT NOT NULL PRIMARY KEY, up_to_seq INTEGER NOT NULL) STRICT`,
];

const DOWN = [`DROP TABLE messages_counted`, `DROP TABLE message_tallies`, `DROP TABLE service_facts`];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of DOWN) await sql.raw(statement).execute(db);
}

import { type Kysely, sql } from 'kysely';

/**
 * The demo's progress by key, and its conversations with simulated customers. Written in the transactions of the events they
 * describe, so that a demo that was killed resumes without doing anything twice.
 */
const UP = [
  `CREATE TABLE demo_state (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL CHECK (json_valid(value))) STRICT, WITHOUT ROWID`,
  `CREATE TABLE demo_conversations (
    conversation_id TEXT NOT NULL PRIMARY KEY, n INTEGER NOT NULL, situation TEXT NOT NULL, order_number TEXT NOT NULL,
    product TEXT NOT NULL, turn INTEGER NOT NULL, answered_seq INTEGER NOT NULL, nudged INTEGER NOT NULL, silent INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX demo_conversations_talking ON demo_conversations(n) WHERE silent = 0`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['demo_conversations', 'demo_state']) await sql.raw(`DROP TABLE ${table}`).execute(db);
}

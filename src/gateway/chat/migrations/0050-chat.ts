import { type Kysely, sql } from 'kysely';

/** A message is keyed by the sequence of its event: the table grows at its end and pages by that key. */
const UP = [
  `CREATE TABLE conversations (
    id TEXT NOT NULL UNIQUE, customer_id TEXT NOT NULL, customer_name TEXT NOT NULL, customer_email TEXT, subject TEXT,
    status TEXT NOT NULL, priority TEXT NOT NULL, labels TEXT NOT NULL CHECK (json_valid(labels)), assignee_id TEXT,
    assignee_name TEXT, order_ids TEXT NOT NULL CHECK (json_valid(order_ids)), created_at INTEGER NOT NULL,
    last_message_at INTEGER NOT NULL, last_message_preview TEXT NOT NULL, last_customer_message_at INTEGER,
    waiting_since INTEGER, snoozed_until INTEGER, customer_delivered_seq INTEGER NOT NULL, customer_read_seq INTEGER NOT NULL,
    last_message_seq INTEGER NOT NULL DEFAULT 0
  ) STRICT`,
  `CREATE INDEX conversations_by_activity ON conversations(last_message_at, id)`,
  `CREATE INDEX conversations_by_status ON conversations(status, last_message_at, id)`,
  `CREATE INDEX conversations_by_customer ON conversations(customer_id, last_message_at)`,
  `CREATE TABLE messages (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, conversation_id TEXT NOT NULL, author TEXT NOT NULL, kind TEXT NOT NULL,
    body TEXT NOT NULL, attachments TEXT NOT NULL, at INTEGER NOT NULL
  ) STRICT`,
  `CREATE INDEX messages_by_conversation ON messages(conversation_id, seq)`,
  `CREATE TABLE read_positions (
    conversation_id TEXT NOT NULL, user_id TEXT NOT NULL, up_to_seq INTEGER NOT NULL, PRIMARY KEY (conversation_id, user_id)
  ) STRICT, WITHOUT ROWID`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['read_positions', 'messages', 'conversations'])
    await sql.raw(`DROP TABLE ${table}`).execute(db);
}

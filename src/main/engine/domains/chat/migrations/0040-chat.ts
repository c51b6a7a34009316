import type { Database } from 'better-sqlite3';

/**
 * Conversations and messages. The key of a message is the sequence number of its event. A conversation has own columns for
 * lists: `active` (0 resolved, 1 open or pending, 2 snoozed), `wait_key` (waiting customers first, longest wait first, then
 * by latest activity), the last customer message and this user's read position.
 */
export function up(db: Database): void {
  db.exec(`
    CREATE TABLE conversations (
      k INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, customer_id TEXT NOT NULL, customer_name TEXT NOT NULL, customer_email TEXT,
      subject TEXT, status TEXT NOT NULL, priority TEXT NOT NULL, labels TEXT NOT NULL, assignee_id TEXT, assignee_name TEXT,
      order_ids TEXT NOT NULL, created_at INTEGER NOT NULL, last_message_at INTEGER NOT NULL, last_message_preview TEXT NOT NULL,
      last_customer_message_at INTEGER, waiting_since INTEGER, snoozed_until INTEGER, customer_delivered_seq INTEGER NOT NULL,
      customer_read_seq INTEGER NOT NULL, active INTEGER NOT NULL, wait_key INTEGER NOT NULL, last_customer_seq INTEGER NOT NULL,
      my_read_seq INTEGER NOT NULL, words TEXT NOT NULL
    ) STRICT;
    CREATE INDEX conversations_by_time ON conversations(last_message_at, k);
    CREATE INDEX conversations_by_active ON conversations(active, last_message_at, k);
    CREATE INDEX conversations_by_wait ON conversations(wait_key, k);
    CREATE INDEX conversations_by_assignee ON conversations(assignee_id, last_message_at, k) WHERE active <> 0;
    CREATE VIRTUAL TABLE conversations_fts USING fts5(words, content='conversations', content_rowid='k',
      tokenize='unicode61 remove_diacritics 2', prefix='2 3', detail='none', columnsize=0);
    CREATE TABLE messages (
      seq INTEGER PRIMARY KEY, id TEXT NOT NULL, conversation_k INTEGER NOT NULL, author_kind TEXT NOT NULL, author_id TEXT NOT NULL,
      author_name TEXT NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL, attachments TEXT NOT NULL, at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX messages_by_conversation ON messages(conversation_k, seq);
    CREATE INDEX messages_from_customer ON messages(conversation_k, seq) WHERE author_kind = 'customer';
    CREATE VIRTUAL TABLE messages_fts USING fts5(body, content='messages', content_rowid='seq',
      tokenize='unicode61 remove_diacritics 2', prefix='2 3', detail='none', columnsize=0);
    CREATE TABLE read_positions (
      conversation_id TEXT NOT NULL, user_id TEXT NOT NULL, up_to_seq INTEGER NOT NULL, PRIMARY KEY (conversation_id, user_id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE chat_rollups (
      grain INTEGER NOT NULL, bucket INTEGER NOT NULL, conversations INTEGER NOT NULL, messages_in INTEGER NOT NULL,
      PRIMARY KEY (grain, bucket)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE drafts (conversation_id TEXT NOT NULL PRIMARY KEY, body TEXT NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  `);
}

export function down(db: Database): void {
  for (const table of [
    'drafts',
    'chat_rollups',
    'read_positions',
    'messages_fts',
    'messages',
    'conversations_fts',
    'conversations',
  ]) {
    db.exec(`DROP TABLE ${table}`);
  }
}

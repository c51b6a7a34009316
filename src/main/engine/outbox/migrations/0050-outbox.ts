import type { Database } from 'better-sqlite3';

/**
 * The commands of the outbox. `n` is the order of submission; commands of one `subject` are sent in that order. `state` is
 * queued, sending, sent (accepted by the gateway, event not yet received), settled or refused. A sent row is settled in the
 * transaction that applies an event with its id, or that moves the cursor of `channel` to `settle_seq`. `data`, `effect` (an
 * effect of the command's domain, null if there is none) and `error` are JSON.
 */
export function up(db: Database): void {
  db.exec(`
    CREATE TABLE outbox (
      id TEXT NOT NULL PRIMARY KEY, n INTEGER NOT NULL, user_id TEXT NOT NULL, type TEXT NOT NULL, subject TEXT NOT NULL,
      data TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('queued','sending','sent','settled','refused')),
      created_at INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, next_attempt_at INTEGER, settle_seq INTEGER,
      channel TEXT, effect TEXT, error TEXT
    ) STRICT;
    CREATE UNIQUE INDEX outbox_order ON outbox(n);
    CREATE INDEX outbox_by_state ON outbox(state, n);
    CREATE INDEX outbox_open_by_subject ON outbox(subject, n) WHERE state IN ('queued','sending','sent');
    CREATE INDEX outbox_to_settle ON outbox(channel, settle_seq) WHERE state = 'sent';
  `);
}

export function down(db: Database): void {
  db.exec('DROP TABLE outbox');
}

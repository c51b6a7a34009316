import type { Database } from 'better-sqlite3';

/**
 * What only this machine has: unsettled commands and drafts. In `outbox`, `n` is the order of submission; commands of one
 * `subject` are sent in that order. `state` is queued, sending, sent (accepted by the gateway, event not yet received),
 * settled or refused. `settle_seq` is the position of `channel` at which a sent command is settled, `based_on` the sequence
 * number that the user had seen. `withdraw` is 1 once the user has discarded a command that the gateway may have: the gateway
 * is asked to withdraw it before the row is deleted. `failures` counts the answers `internal`. `data`, `effect` (of the command's domain, null if there is none) and `error` are JSON.
 * `marks.settled_through` is the last row of the cache's `settled_commands` that was applied here. The tables have row ids,
 * so that rows can be rescued one by one from a damaged file.
 */
export function up(db: Database): void {
  db.exec(`
    CREATE TABLE outbox (
      id TEXT NOT NULL PRIMARY KEY, n INTEGER NOT NULL, user_id TEXT NOT NULL, type TEXT NOT NULL, subject TEXT NOT NULL,
      data TEXT NOT NULL, based_on INTEGER,
      state TEXT NOT NULL CHECK (state IN ('queued','sending','sent','settled','refused')),
      created_at INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, next_attempt_at INTEGER, settle_seq INTEGER,
      channel TEXT, effect TEXT, error TEXT, withdraw INTEGER NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE UNIQUE INDEX outbox_order ON outbox(n);
    CREATE INDEX outbox_by_state ON outbox(state, n);
    CREATE INDEX outbox_open_by_subject ON outbox(subject, n) WHERE state IN ('queued','sending','sent');
    CREATE INDEX outbox_to_settle ON outbox(channel, settle_seq) WHERE state = 'sent';
    CREATE TABLE drafts (conversation_id TEXT NOT NULL PRIMARY KEY, body TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
    CREATE TABLE marks (key TEXT NOT NULL PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    INSERT INTO marks VALUES ('settled_through', 0);
  `);
}

export function down(db: Database): void {
  for (const table of ['marks', 'drafts', 'outbox']) db.exec(`DROP TABLE ${table}`);
}

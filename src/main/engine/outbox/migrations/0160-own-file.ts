import type { Database } from 'better-sqlite3';

/**
 * Outbox and drafts now have a file of their own (`store/outbox-file.ts`). Its rows were moved there before this step
 * (`store/move-outbox.ts`); it fails rather than drop any. `settled_commands` names the user's commands that a transaction of
 * the cache has settled, in that order; the outbox follows. `state` is what the command becomes, `seq` the position of its
 * event, if it is known.
 */
export function up(db: Database): void {
  const left = db
    .prepare('SELECT (SELECT count(*) FROM outbox) + (SELECT count(*) FROM drafts)')
    .pluck()
    .get();
  if (left !== 0) throw new Error('The outbox and the drafts were not moved out of the cache.');
  db.exec(`
    DROP TABLE outbox;
    DROP TABLE drafts;
    CREATE TABLE settled_commands (
      n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, state TEXT NOT NULL CHECK (state IN ('queued','settled')), seq INTEGER
    ) STRICT;
  `);
}

export function down(db: Database): void {
  db.exec(`
    DROP TABLE settled_commands;
    CREATE TABLE outbox (
      id TEXT NOT NULL PRIMARY KEY, n INTEGER NOT NULL, user_id TEXT NOT NULL, type TEXT NOT NULL, subject TEXT NOT NULL,
      data TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('queued','sending','sent','settled','refused')),
      created_at INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, next_attempt_at INTEGER, settle_seq INTEGER,
      channel TEXT, effect TEXT, error TEXT, based_on INTEGER,
      withdraw INTEGER NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE UNIQUE INDEX outbox_order ON outbox(n);
    CREATE INDEX outbox_by_state ON outbox(state, n);
    CREATE INDEX outbox_open_by_subject ON outbox(subject, n) WHERE state IN ('queued','sending','sent');
    CREATE INDEX outbox_to_settle ON outbox(channel, settle_seq) WHERE state = 'sent';
    CREATE TABLE drafts (conversation_id TEXT NOT NULL PRIMARY KEY, body TEXT NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  `);
}

import type { Database } from 'better-sqlite3';

/** Sums of conversations and customers' messages by time were kept and shown nowhere. */
export function up(db: Database): void {
  db.exec(`
    DROP TABLE chat_rollups;
    DROP TABLE IF EXISTS next_chat_rollups;
  `);
}

/** The sums that are created are empty; deleting the cursor has the gateway send a snapshot, with which they are counted. */
export function down(db: Database): void {
  db.exec(`
    CREATE TABLE chat_rollups (
      grain INTEGER NOT NULL, bucket INTEGER NOT NULL, conversations INTEGER NOT NULL, messages_in INTEGER NOT NULL,
      PRIMARY KEY (grain, bucket)
    ) STRICT, WITHOUT ROWID;
    DELETE FROM cursors WHERE channel = 'chat';
  `);
}

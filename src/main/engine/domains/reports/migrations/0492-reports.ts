import type { Database } from 'better-sqlite3';

/** What reports are made of. */
export function up(db: Database): void {
  db.exec(`
    CREATE TABLE service_facts (
      id TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, conversation_id TEXT NOT NULL, at INTEGER NOT NULL, agent_id TEXT,
      agent_name TEXT, labels TEXT NOT NULL, business_ms INTEGER, calendar_ms INTEGER, kept INTEGER, score INTEGER
    ) STRICT;
    CREATE INDEX service_facts_by_time ON service_facts(at, id);
    CREATE TABLE message_tallies (
      day TEXT NOT NULL, by TEXT NOT NULL, key TEXT NOT NULL, received INTEGER NOT NULL, sent INTEGER NOT NULL,
      PRIMARY KEY (day, by, key)
    ) STRICT, WITHOUT ROWID;
  `);
}

export function down(db: Database): void {
  // The cursor goes too, so that the next `up` is followed by a snapshot.
  db.exec(
    `DROP TABLE message_tallies; DROP TABLE service_facts; DELETE FROM cursors WHERE channel = 'reports'`,
  );
}

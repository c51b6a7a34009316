import type { Database } from 'better-sqlite3';

/** Teams, agents, and the history of assignments. */
export function up(db: Database): void {
  db.exec(`
    CREATE TABLE support_teams (
      id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, member_ids TEXT NOT NULL, automatic INTEGER NOT NULL,
      intake INTEGER NOT NULL, archived INTEGER NOT NULL, version INTEGER NOT NULL, changed_by TEXT NOT NULL
    ) STRICT;
    CREATE TABLE agents (
      user_id TEXT NOT NULL PRIMARY KEY, state TEXT NOT NULL, cause TEXT NOT NULL, since INTEGER, capacity INTEGER NOT NULL,
      last_assigned_seq INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE assignment_entries (
      seq INTEGER PRIMARY KEY, conversation_id TEXT NOT NULL, kind TEXT NOT NULL, subject_id TEXT, subject_name TEXT,
      actor TEXT NOT NULL, at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX assignment_entries_by_conversation ON assignment_entries(conversation_id, seq);
    CREATE INDEX assignment_entries_by_time ON assignment_entries(at);
  `);
}

export function down(db: Database): void {
  db.exec('DROP TABLE assignment_entries; DROP TABLE agents; DROP TABLE support_teams;');
}

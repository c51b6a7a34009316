import type { Database } from 'better-sqlite3';

/** Rooms of the team, their messages, and the user's own read positions. `mentions_me` tells whether a message names the user. */
export function up(db: Database): void {
  db.exec(`
    CREATE TABLE rooms (
      id TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, topic TEXT NOT NULL, member_ids TEXT NOT NULL,
      pins TEXT NOT NULL, created_by TEXT NOT NULL, created_at INTEGER NOT NULL, archived_at INTEGER, version INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE room_messages (
      seq INTEGER PRIMARY KEY, id TEXT NOT NULL, room_id TEXT NOT NULL, author_id TEXT NOT NULL, author_name TEXT NOT NULL,
      body TEXT NOT NULL, mentions TEXT NOT NULL, shared TEXT, at INTEGER NOT NULL, mentions_me INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX room_messages_by_room ON room_messages(room_id, seq);
    CREATE INDEX room_messages_by_id ON room_messages(id);
    CREATE INDEX room_messages_naming_me ON room_messages(room_id, seq) WHERE mentions_me = 1;
    CREATE VIRTUAL TABLE room_messages_fts USING fts5(words, content='', tokenize='ascii', prefix='2 3', detail='none', columnsize=0);
    CREATE TABLE room_states (
      room_id TEXT NOT NULL, user_id TEXT NOT NULL, up_to_seq INTEGER NOT NULL, muted INTEGER NOT NULL,
      PRIMARY KEY (room_id, user_id)
    ) STRICT, WITHOUT ROWID;
  `);
}

export function down(db: Database): void {
  for (const table of ['room_states', 'room_messages_fts', 'room_messages', 'rooms'])
    db.exec(`DROP TABLE ${table}`);
  // The cursor goes too, so that the next `up` is followed by a snapshot.
  db.exec(`DELETE FROM cursors WHERE channel = 'rooms'`);
}

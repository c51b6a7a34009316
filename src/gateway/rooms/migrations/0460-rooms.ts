import { type Kysely, sql } from 'kysely';

/** A message is keyed by the sequence of its event: the table grows at its end and pages by that key. */
const UP = [
  `CREATE TABLE rooms (
    id TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, topic TEXT NOT NULL,
    member_ids TEXT NOT NULL CHECK (json_valid(member_ids)), pins TEXT NOT NULL CHECK (json_valid(pins)),
    created_by TEXT NOT NULL, created_at INTEGER NOT NULL, archived_at INTEGER, version INTEGER NOT NULL
  ) STRICT`,
  `CREATE TABLE room_members (
    user_id TEXT NOT NULL, room_id TEXT NOT NULL, PRIMARY KEY (user_id, room_id)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE room_messages (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, room_id TEXT NOT NULL, author_id TEXT NOT NULL, author_name TEXT NOT NULL,
    body TEXT NOT NULL, mentions TEXT NOT NULL, shared TEXT, at INTEGER NOT NULL
  ) STRICT`,
  `CREATE INDEX room_messages_by_room ON room_messages(room_id, seq)`,
  `CREATE INDEX room_messages_by_time ON room_messages(at, seq)`,
  `CREATE TABLE room_states (
    room_id TEXT NOT NULL, user_id TEXT NOT NULL, up_to_seq INTEGER NOT NULL, muted INTEGER NOT NULL,
    PRIMARY KEY (room_id, user_id)
  ) STRICT, WITHOUT ROWID`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['room_states', 'room_messages', 'room_members', 'rooms'])
    await sql.raw(`DROP TABLE ${table}`).execute(db);
}

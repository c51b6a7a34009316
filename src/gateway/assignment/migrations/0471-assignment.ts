import { type Kysely, sql } from 'kysely';

/** Teams, agents, who is connected, and the history of assignments. */
const UP = [
  `CREATE TABLE support_teams (
    id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, member_ids TEXT NOT NULL CHECK (json_valid(member_ids)),
    automatic INTEGER NOT NULL, intake INTEGER NOT NULL, archived INTEGER NOT NULL, version INTEGER NOT NULL,
    changed_by TEXT NOT NULL
  ) STRICT`,
  `CREATE TABLE agents (
    user_id TEXT NOT NULL PRIMARY KEY, state TEXT NOT NULL, cause TEXT NOT NULL, since INTEGER, capacity INTEGER NOT NULL,
    last_assigned_seq INTEGER NOT NULL, gives_back TEXT NOT NULL
  ) STRICT`,
  `CREATE INDEX agents_giving_back ON agents(user_id) WHERE gives_back <> 'nothing'`,
  `CREATE TABLE connected_agents (user_id TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID`,
  `CREATE TABLE assignment_entries (
    seq INTEGER PRIMARY KEY, conversation_id TEXT NOT NULL, kind TEXT NOT NULL, subject_id TEXT, subject_name TEXT,
    actor TEXT NOT NULL, at INTEGER NOT NULL
  ) STRICT`,
  `CREATE INDEX assignment_entries_by_conversation ON assignment_entries(conversation_id, seq)`,
  `CREATE INDEX assignment_entries_by_time ON assignment_entries(at, seq)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['assignment_entries', 'connected_agents', 'agents', 'support_teams'])
    await sql.raw(`DROP TABLE ${table}`).execute(db);
}

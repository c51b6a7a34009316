import { type Kysely, sql } from 'kysely';

/**
 * What happens next in each conversation of the demo, and when. A shop that was stopped within its history goes on from the
 * orders that it has.
 */
const UP = [
  `CREATE TABLE demo_desk (
    conversation_id TEXT NOT NULL PRIMARY KEY, n INTEGER NOT NULL, step TEXT NOT NULL, due_at INTEGER NOT NULL, agent INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX demo_desk_unfinished ON demo_desk(n) WHERE step <> 'done'`,
  `INSERT INTO demo_desk (conversation_id, n, step, due_at, agent)
   SELECT t.conversation_id, t.n,
     CASE WHEN c.status = 'resolved' THEN 'done' WHEN t.silent = 1 THEN 'close' WHEN t.turn > 0 THEN 'solve' ELSE 'greet' END, 0, t.n
   FROM demo_conversations t JOIN conversations c ON c.id = t.conversation_id`,
  `UPDATE demo_state SET value = json_set(value, '$.phase', 'live', '$.nextOrder', (
     SELECT coalesce(max(CAST(substr(id, 6) AS INTEGER)) + 1, 0) FROM orders WHERE id GLOB 'demo:[0-9]*'))
   WHERE key = 'progress' AND value ->> '$.phase' = 'history'`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw('DROP TABLE demo_desk').execute(db);
}

import type { Database } from 'better-sqlite3';

/** What the inbox filters by, in every index that it is sorted by: what a filter leaves out costs an entry and no row. */
const FILTERED =
  'status, priority_rank, channel, team_id, assignee_id, waiting_since, due_key, warn_key, last_customer_seq, my_read_seq';
const SORTED = {
  newest: 'last_message_at',
  wait: 'wait_key',
  created: 'created_at',
  priority: '(priority_rank * 100000000000000 - last_message_at)',
  due: 'due_key',
} as const;

/**
 * How a conversation came to be, and an index for each order of the inbox. They begin with `active`, so that resolved conversations,
 * by far the most, are only walked where they are asked for.
 */
export function up(db: Database): void {
  db.exec(`
    ALTER TABLE conversations ADD COLUMN channel TEXT;
    DROP INDEX conversations_by_time;
    DROP INDEX conversations_by_active;
    DROP INDEX conversations_by_wait;
    DROP INDEX conversations_by_due;
    DROP INDEX conversations_by_team;
  `);
  for (const [name, key] of Object.entries(SORTED))
    db.exec(`CREATE INDEX conversations_by_${name} ON conversations(active, ${key}, k, ${FILTERED})`);
  // Only the gateway knows the channels of what is held: its next answer is a snapshot.
  db.exec("DELETE FROM cursors WHERE channel = 'chat'");
}

export function down(db: Database): void {
  for (const name of Object.keys(SORTED)) db.exec(`DROP INDEX conversations_by_${name}`);
  db.exec(`
    CREATE INDEX conversations_by_time ON conversations(last_message_at, k);
    CREATE INDEX conversations_by_active ON conversations(active, last_message_at, k);
    CREATE INDEX conversations_by_wait ON conversations(wait_key, k);
    CREATE INDEX conversations_by_due ON conversations(due_key, k);
    CREATE INDEX conversations_by_team ON conversations(team_id, active, last_message_at) WHERE team_id IS NOT NULL;
    ALTER TABLE conversations DROP COLUMN channel;
  `);
}

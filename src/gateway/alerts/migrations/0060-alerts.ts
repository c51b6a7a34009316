import { type Kysely, sql } from 'kysely';

/**
 * `alert_instances` holds one row per rule and subject that is not normal; `due_at` is when a pending or recovering one is
 * evaluated again. The unique index guarantees one open alert per rule and subject.
 */
const UP = [
  `CREATE TABLE alert_rules (
    id TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, severity TEXT NOT NULL, enabled INTEGER NOT NULL, for_ms INTEGER NOT NULL,
    keep_firing_for_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE alerts (
    id TEXT NOT NULL UNIQUE, rule_id TEXT NOT NULL, kind TEXT NOT NULL, severity TEXT NOT NULL,
    subject TEXT NOT NULL CHECK (json_valid(subject)), item_id TEXT, location_id TEXT, message TEXT NOT NULL, state TEXT NOT NULL,
    value REAL, threshold REAL, raised_at INTEGER NOT NULL, cause_seq INTEGER NOT NULL, acknowledged_by TEXT,
    acknowledged_at INTEGER, note TEXT, silenced_until INTEGER, resolved_at INTEGER
  ) STRICT`,
  `CREATE UNIQUE INDEX alerts_one_open ON alerts(rule_id, item_id, location_id) WHERE resolved_at IS NULL AND item_id IS NOT NULL`,
  `CREATE INDEX alerts_open ON alerts(raised_at, id) WHERE resolved_at IS NULL`,
  `CREATE INDEX alerts_by_time ON alerts(raised_at, id)`,
  `CREATE TABLE alert_instances (
    item_id TEXT NOT NULL, location_id TEXT NOT NULL, rule_id TEXT NOT NULL, state TEXT NOT NULL, since INTEGER NOT NULL,
    due_at INTEGER, alert_id TEXT, PRIMARY KEY (item_id, location_id, rule_id)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX alert_instances_due ON alert_instances(due_at) WHERE due_at IS NOT NULL`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['alert_instances', 'alerts', 'alert_rules'])
    await sql.raw(`DROP TABLE ${table}`).execute(db);
}

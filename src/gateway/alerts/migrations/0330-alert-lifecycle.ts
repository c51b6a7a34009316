import { type Kysely, sql } from 'kysely';

/**
 * The whole life of an alert: since when its state holds, when it ends by itself, who takes care of it, and the events that
 * raised and resolved it. Rules get a scope and the parameters of their kinds. `alert_feeds` has when movements came from a
 * location, `alert_groups` when the team is told about alerts.
 */
const UP = [
  'ALTER TABLE alerts ADD COLUMN state_since INTEGER',
  'ALTER TABLE alerts ADD COLUMN due_at INTEGER',
  'ALTER TABLE alerts ADD COLUMN raised_seq INTEGER',
  'ALTER TABLE alerts ADD COLUMN resolved_seq INTEGER',
  'ALTER TABLE alerts ADD COLUMN owner_id TEXT',
  'ALTER TABLE alerts ADD COLUMN owner_name TEXT',
  // Of open alerts, the last event is the one that raised them.
  'UPDATE alerts SET raised_seq = cause_seq WHERE resolved_at IS NULL AND cause_seq > 0',
  'CREATE INDEX alerts_in_group ON alerts(kind, severity, location_id) WHERE resolved_at IS NULL',
  'CREATE INDEX alerts_silenced ON alerts(silenced_until) WHERE silenced_until IS NOT NULL AND resolved_at IS NULL',
  'ALTER TABLE alert_rules ADD COLUMN location_id TEXT',
  'ALTER TABLE alert_rules ADD COLUMN category TEXT',
  'ALTER TABLE alert_rules ADD COLUMN over_at INTEGER',
  'ALTER TABLE alert_rules ADD COLUMN silent_for_ms INTEGER NOT NULL DEFAULT 14400000',
  'ALTER TABLE alert_rules ADD COLUMN opens_at INTEGER NOT NULL DEFAULT 540',
  'ALTER TABLE alert_rules ADD COLUMN closes_at INTEGER NOT NULL DEFAULT 1080',
  'ALTER TABLE alert_rules ADD COLUMN open_days INTEGER NOT NULL DEFAULT 63',
  'ALTER TABLE alert_instances ADD COLUMN fired INTEGER NOT NULL DEFAULT 0',
  'UPDATE alert_instances SET fired = 1 WHERE alert_id IS NOT NULL',
  `CREATE TABLE alert_feeds (location_id TEXT NOT NULL PRIMARY KEY, seen_at INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
  `CREATE TABLE alert_groups (
    key TEXT NOT NULL PRIMARY KEY, kind TEXT, severity TEXT, location_id TEXT, told_at INTEGER, waiting_since INTEGER,
    due_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID`,
  'CREATE INDEX alert_groups_due ON alert_groups(due_at)',
];
/** Older versions know neither pending alerts nor those of locations, nor rules of other kinds. */
const DOWN = [
  'DROP TABLE alert_groups',
  'DROP TABLE alert_feeds',
  `DELETE FROM alert_instances WHERE item_id = '' OR fired = 0 OR rule_id NOT IN ('low_stock', 'out_of_stock')`,
  `DELETE FROM alerts WHERE state = 'pending' OR kind IN ('overstock', 'dead_feed')`,
  `DELETE FROM alert_rules WHERE id NOT IN ('low_stock', 'out_of_stock')`,
  'ALTER TABLE alert_instances DROP COLUMN fired',
  ...['open_days', 'closes_at', 'opens_at', 'silent_for_ms', 'over_at', 'category', 'location_id'].map(
    (column) => `ALTER TABLE alert_rules DROP COLUMN ${column}`,
  ),
  'DROP INDEX alerts_silenced',
  'DROP INDEX alerts_in_group',
  ...['owner_name', 'owner_id', 'resolved_seq', 'raised_seq', 'due_at', 'state_since'].map(
    (column) => `ALTER TABLE alerts DROP COLUMN ${column}`,
  ),
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of DOWN) await sql.raw(statement).execute(db);
}

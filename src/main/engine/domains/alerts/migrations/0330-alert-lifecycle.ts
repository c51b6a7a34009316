import type { Database } from 'better-sqlite3';

/**
 * The whole life of alerts and the parameters of rules. Alerts also get an index by their rule, for what was raised before at
 * the same place, and counters by kind, severity and location.
 */
export function up(db: Database): void {
  db.exec(`
    ALTER TABLE alerts ADD COLUMN state_since INTEGER;
    ALTER TABLE alerts ADD COLUMN due_at INTEGER;
    ALTER TABLE alerts ADD COLUMN raised_seq INTEGER;
    ALTER TABLE alerts ADD COLUMN resolved_seq INTEGER;
    ALTER TABLE alerts ADD COLUMN owner_id TEXT;
    ALTER TABLE alerts ADD COLUMN owner_name TEXT;
    ALTER TABLE alerts ADD COLUMN location_id TEXT;
    UPDATE alerts SET raised_seq = cause_seq WHERE resolved_at IS NULL AND cause_seq > 0;
    UPDATE alerts SET location_id = subject ->> '$.locationId';
    CREATE INDEX alerts_by_rule ON alerts(rule_id, location_id, raised_at);
    CREATE INDEX alerts_silent ON alerts(location_id) WHERE kind = 'dead_feed' AND open = 1;
    CREATE INDEX alerts_pending ON alerts(raised_at) WHERE state = 'pending';
    ALTER TABLE alert_rules ADD COLUMN location_id TEXT;
    ALTER TABLE alert_rules ADD COLUMN category TEXT;
    ALTER TABLE alert_rules ADD COLUMN over_at INTEGER;
    ALTER TABLE alert_rules ADD COLUMN silent_for_ms INTEGER NOT NULL DEFAULT 14400000;
    ALTER TABLE alert_rules ADD COLUMN opens_at INTEGER NOT NULL DEFAULT 540;
    ALTER TABLE alert_rules ADD COLUMN closes_at INTEGER NOT NULL DEFAULT 1080;
    ALTER TABLE alert_rules ADD COLUMN open_days INTEGER NOT NULL DEFAULT 63;
    INSERT INTO counters (key, value)
      SELECT 'alerts.loud.' || json_array(kind, severity, location_id), count(*) FROM alerts
      WHERE open = 1 AND silenced_until IS NULL GROUP BY kind, severity, location_id;
  `);
}

/** Deletes what earlier versions cannot read. */
export function down(db: Database): void {
  const unknown = `kind IN ('overstock', 'dead_feed')`;
  const raised = `${unknown} AND open = 1 AND state <> 'pending'`;
  db.exec(`
    DELETE FROM counters WHERE key LIKE 'alerts.loud.%';
    UPDATE counters SET value = value - (SELECT count(*) FROM alerts WHERE ${raised}) WHERE key = 'alerts.open';
    UPDATE counters SET value = value - (SELECT count(*) FROM alerts WHERE ${raised} AND acknowledged_at IS NULL)
      WHERE key = 'alerts.unacknowledged';
    UPDATE counters SET value = value - (SELECT count(*) FROM alerts WHERE ${raised} AND 'alerts.open.' || rank = counters.key)
      WHERE key LIKE 'alerts.open.%';
    DELETE FROM alerts WHERE state = 'pending' OR ${unknown};
    DELETE FROM alert_rules WHERE ${unknown};
    DROP INDEX alerts_by_rule;
    DROP INDEX alerts_silent;
    DROP INDEX alerts_pending;
    ${['open_days', 'closes_at', 'opens_at', 'silent_for_ms', 'over_at', 'category', 'location_id']
      .map((column) => `ALTER TABLE alert_rules DROP COLUMN ${column};`)
      .join('\n')}
    ${['location_id', 'owner_name', 'owner_id', 'resolved_seq', 'raised_seq', 'due_at', 'state_since']
      .map((column) => `ALTER TABLE alerts DROP COLUMN ${column};`)
      .join('\n')}
  `);
}

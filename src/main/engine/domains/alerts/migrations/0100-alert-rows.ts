import type { Database } from 'better-sqlite3';
import { up as before } from './0060-alerts.ts';

/** Alerts and rules by column, as their rows are declared. The next snapshot fills the tables. */
export function up(db: Database): void {
  db.exec(`
    DROP TABLE alerts;
    DROP TABLE alert_rules;
    CREATE TABLE alerts (
      k INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, rule_id TEXT NOT NULL, kind TEXT NOT NULL, severity TEXT NOT NULL,
      subject TEXT NOT NULL, message TEXT NOT NULL, state TEXT NOT NULL, value REAL, threshold REAL, raised_at INTEGER NOT NULL,
      cause_seq INTEGER NOT NULL, acknowledged_by TEXT, acknowledged_at INTEGER, note TEXT, silenced_until INTEGER,
      resolved_at INTEGER, open INTEGER NOT NULL, rank INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX alerts_open ON alerts(rank, raised_at, k) WHERE open = 1;
    CREATE INDEX alerts_resolved ON alerts(resolved_at, k) WHERE state = 'resolved';
    CREATE INDEX alerts_by_time ON alerts(raised_at);
    CREATE INDEX alerts_by_end ON alerts(resolved_at) WHERE resolved_at IS NOT NULL;
    CREATE TABLE alert_rules (
      id TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, severity TEXT NOT NULL, enabled INTEGER NOT NULL, for_ms INTEGER NOT NULL,
      keep_firing_for_ms INTEGER NOT NULL
    ) STRICT;
  `);
  forgetChannel(db);
}

export function down(db: Database): void {
  db.exec('DROP TABLE alert_rules; DROP TABLE alerts');
  // The tables of the first version come with three others, which are dropped again.
  db.exec(
    'ALTER TABLE notifications RENAME TO kept_notifications; ALTER TABLE users RENAME TO kept_users; ALTER TABLE settings RENAME TO kept_settings',
  );
  before(db);
  db.exec('DROP TABLE notifications; DROP TABLE users; DROP TABLE settings');
  db.exec(
    'ALTER TABLE kept_notifications RENAME TO notifications; ALTER TABLE kept_users RENAME TO users; ALTER TABLE kept_settings RENAME TO settings',
  );
  forgetChannel(db);
}

/** Without a cursor the gateway sends a snapshot. Sums kept of the rows go with them. */
function forgetChannel(db: Database): void {
  db.exec(
    `DELETE FROM cursors WHERE channel = 'alerts'; DELETE FROM counters WHERE key >= 'alerts.' AND key < 'alerts/'`,
  );
}

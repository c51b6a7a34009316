import type { Database } from 'better-sqlite3';

/** Stores alerts and rules in columns, as their rows declare, instead of JSON. */
export function up(db: Database): void {
  db.exec(`
    ALTER TABLE alerts RENAME TO old_alerts;
    DROP INDEX alerts_open;
    DROP INDEX alerts_resolved;
    DROP INDEX alerts_by_time;
    DROP INDEX alerts_by_end;
    CREATE TABLE alerts (
      k INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, rule_id TEXT NOT NULL, kind TEXT NOT NULL, severity TEXT NOT NULL,
      subject TEXT NOT NULL, message TEXT NOT NULL, state TEXT NOT NULL, value REAL, threshold REAL, raised_at INTEGER NOT NULL,
      cause_seq INTEGER NOT NULL, acknowledged_by TEXT, acknowledged_at INTEGER, note TEXT, silenced_until INTEGER,
      resolved_at INTEGER, open INTEGER NOT NULL, rank INTEGER NOT NULL
    ) STRICT;
    INSERT INTO alerts SELECT k, id, doc ->> 'ruleId', doc ->> 'kind', doc ->> 'severity', doc -> 'subject', doc ->> 'message',
      state, doc ->> 'value', doc ->> 'threshold', raised_at, doc ->> 'causeSeq', doc ->> 'acknowledgedBy', doc ->> 'acknowledgedAt',
      doc ->> 'note', doc ->> 'silencedUntil', resolved_at, open, severity FROM old_alerts;
    DROP TABLE old_alerts;
    CREATE INDEX alerts_open ON alerts(rank, raised_at, k) WHERE open = 1;
    CREATE INDEX alerts_resolved ON alerts(resolved_at, k) WHERE state = 'resolved';
    CREATE INDEX alerts_by_time ON alerts(raised_at);
    CREATE INDEX alerts_by_end ON alerts(resolved_at) WHERE resolved_at IS NOT NULL;
    ALTER TABLE alert_rules RENAME TO old_alert_rules;
    CREATE TABLE alert_rules (
      id TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, severity TEXT NOT NULL, enabled INTEGER NOT NULL, for_ms INTEGER NOT NULL,
      keep_firing_for_ms INTEGER NOT NULL
    ) STRICT;
    INSERT INTO alert_rules SELECT id, doc ->> 'kind', doc ->> 'severity', doc ->> 'enabled', doc ->> 'forMs',
      doc ->> 'keepFiringForMs' FROM old_alert_rules;
    DROP TABLE old_alert_rules;
  `);
}

export function down(db: Database): void {
  db.exec(`
    DROP INDEX alerts_open;
    DROP INDEX alerts_resolved;
    DROP INDEX alerts_by_time;
    DROP INDEX alerts_by_end;
    ALTER TABLE alerts RENAME TO new_alerts;
    CREATE TABLE alerts (
      k INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, open INTEGER NOT NULL, severity INTEGER NOT NULL, state TEXT NOT NULL,
      raised_at INTEGER NOT NULL, resolved_at INTEGER, acknowledged INTEGER NOT NULL, doc TEXT NOT NULL
    ) STRICT;
    INSERT INTO alerts SELECT k, id, open, rank, state, raised_at, resolved_at, acknowledged_at IS NOT NULL, json_object(
      'id', id, 'ruleId', rule_id, 'kind', kind, 'severity', severity, 'subject', json(subject), 'message', message, 'state', state,
      'value', value, 'threshold', threshold, 'raisedAt', raised_at, 'causeSeq', cause_seq, 'acknowledgedBy', acknowledged_by,
      'acknowledgedAt', acknowledged_at, 'note', note, 'silencedUntil', silenced_until, 'resolvedAt', resolved_at) FROM new_alerts;
    DROP TABLE new_alerts;
    CREATE INDEX alerts_open ON alerts(severity, raised_at, k) WHERE open = 1;
    CREATE INDEX alerts_resolved ON alerts(resolved_at, k) WHERE state = 'resolved';
    CREATE INDEX alerts_by_time ON alerts(raised_at);
    CREATE INDEX alerts_by_end ON alerts(resolved_at) WHERE resolved_at IS NOT NULL;
    ALTER TABLE alert_rules RENAME TO new_alert_rules;
    CREATE TABLE alert_rules (id TEXT NOT NULL PRIMARY KEY, doc TEXT NOT NULL) STRICT;
    INSERT INTO alert_rules SELECT id, json_object('id', id, 'kind', kind, 'severity', severity,
      'enabled', json(iif(enabled = 1, 'true', 'false')), 'forMs', for_ms, 'keepFiringForMs', keep_firing_for_ms)
      FROM new_alert_rules;
    DROP TABLE new_alert_rules;
  `);
}

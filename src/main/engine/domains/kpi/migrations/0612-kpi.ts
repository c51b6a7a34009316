import type { Database } from 'better-sqlite3';

/** KPIs, the results of their windows, and the sums by day that they are calculated from. */
export function up(db: Database): void {
  db.exec(`
    CREATE TABLE kpis (
      id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, metric TEXT NOT NULL, aggregation TEXT NOT NULL, by TEXT NOT NULL,
      key TEXT NOT NULL, window TEXT NOT NULL, target REAL NOT NULL, direction TEXT NOT NULL, owner_id TEXT, owner_name TEXT,
      alert TEXT, archived INTEGER NOT NULL, version INTEGER NOT NULL, changed_by TEXT NOT NULL, since INTEGER NOT NULL,
      first TEXT NOT NULL, reached_at INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE kpi_results (
      kpi_id TEXT NOT NULL, metric TEXT NOT NULL, aggregation TEXT NOT NULL, by TEXT NOT NULL, key TEXT NOT NULL,
      window TEXT NOT NULL, target REAL NOT NULL, direction TEXT NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL,
      time_zone TEXT NOT NULL, value REAL, closed_at INTEGER NOT NULL, reached_at INTEGER, corrected_value REAL,
      corrected_at INTEGER, PRIMARY KEY (kpi_id, window, first)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE kpi_days (
      day TEXT NOT NULL, by TEXT NOT NULL, key TEXT NOT NULL, paid INTEGER NOT NULL, refunded INTEGER NOT NULL,
      paid_orders INTEGER NOT NULL, accepted INTEGER NOT NULL, attempts INTEGER NOT NULL, new_customers INTEGER NOT NULL,
      resolved INTEGER NOT NULL, reply_ms INTEGER NOT NULL, replies INTEGER NOT NULL, kept INTEGER NOT NULL,
      judged INTEGER NOT NULL, scores INTEGER NOT NULL, ratings INTEGER NOT NULL, stock_alerts INTEGER NOT NULL,
      stock_outs INTEGER NOT NULL, PRIMARY KEY (by, key, day)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX kpi_days_by_day ON kpi_days(day);
  `);
}

export function down(db: Database): void {
  // The cursor goes too, so that the next `up` is followed by a snapshot.
  db.exec(`
    DROP TABLE kpi_days; DROP TABLE kpi_results; DROP TABLE kpis; DELETE FROM cursors WHERE channel = 'kpi';
  `);
}

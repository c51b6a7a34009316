import type { Database } from 'better-sqlite3';

/** Usage by meter and day, and the thresholds that were reached. */
export function up(db: Database): void {
  db.exec(`
    CREATE TABLE meters (
      key TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, unit TEXT NOT NULL, aggregation TEXT NOT NULL, quota INTEGER,
      thresholds TEXT NOT NULL, own INTEGER NOT NULL, version INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE usage_days (
      meter TEXT NOT NULL, day TEXT NOT NULL, sum INTEGER NOT NULL, last INTEGER NOT NULL, last_at INTEGER NOT NULL,
      max INTEGER NOT NULL, PRIMARY KEY (meter, day)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE usage_thresholds (
      meter TEXT NOT NULL, period TEXT NOT NULL, percent INTEGER NOT NULL, used INTEGER NOT NULL, quota INTEGER NOT NULL,
      at INTEGER NOT NULL, PRIMARY KEY (meter, period, percent)
    ) STRICT, WITHOUT ROWID;
  `);
}

export function down(db: Database): void {
  db.exec(`
    DROP TABLE usage_thresholds;
    DROP TABLE usage_days;
    DROP TABLE meters;
    DELETE FROM cursors WHERE channel = 'usage';
  `);
}

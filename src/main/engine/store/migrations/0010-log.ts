import type { Database } from 'better-sqlite3';

/**
 * The tables that all channels share. `events` has the newest raw events for the activity feed, `counters` figures that
 * would otherwise have to be counted, `stats` the number of events by outcome, and `staged` incoming snapshots.
 */
export function up(db: Database): void {
  db.exec(`
    CREATE TABLE meta (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE cursors (channel TEXT NOT NULL PRIMARY KEY, seq INTEGER NOT NULL, id TEXT) STRICT, WITHOUT ROWID;
    CREATE TABLE stats (key TEXT NOT NULL PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE counters (key TEXT NOT NULL PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE events (
      seq INTEGER PRIMARY KEY, channel TEXT NOT NULL, type TEXT NOT NULL, at INTEGER NOT NULL, actor TEXT, data TEXT NOT NULL
    ) STRICT;
    CREATE INDEX events_by_channel ON events(channel, seq);
    CREATE TABLE refused_events (
      k INTEGER PRIMARY KEY AUTOINCREMENT, channel TEXT, seq INTEGER, kind TEXT NOT NULL, field TEXT, message TEXT NOT NULL,
      at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE staged (k INTEGER PRIMARY KEY, channel TEXT NOT NULL, kind TEXT NOT NULL, row TEXT NOT NULL) STRICT;
    CREATE INDEX staged_by_kind ON staged(channel, kind, k);
    CREATE TABLE staging (channel TEXT NOT NULL PRIMARY KEY, reason TEXT NOT NULL, received INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  `);
}

export function down(db: Database): void {
  for (const table of [
    'staging',
    'staged',
    'refused_events',
    'events',
    'counters',
    'stats',
    'cursors',
    'meta',
  ]) {
    db.exec(`DROP TABLE ${table}`);
  }
}

import type { Database } from 'better-sqlite3';

/**
 * A snapshot is written into twins of the channel's tables (see twins.ts); `staging` has how far it is, and
 * `staged`, which older versions use, stays empty. `history` has, per
 * kind of row, since when the rows are complete and from where older ones are requested; `wanted`, the records that events
 * named and that are not held; `complete_records`, the records of which all rows were loaded.
 */
export function up(db: Database): void {
  db.exec(`
    ALTER TABLE staging ADD COLUMN cursor_seq INTEGER;
    ALTER TABLE staging ADD COLUMN cursor_id TEXT;
    ALTER TABLE staging ADD COLUMN after TEXT;
    ALTER TABLE staging ADD COLUMN newer INTEGER NOT NULL DEFAULT 0;
    CREATE TABLE history (
      channel TEXT NOT NULL, kind TEXT NOT NULL, complete_from INTEGER NOT NULL, window_from INTEGER NOT NULL, before TEXT,
      PRIMARY KEY (channel, kind)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE wanted (
      channel TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (channel, kind, id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE complete_records (
      channel TEXT NOT NULL, kind TEXT NOT NULL, of_kind TEXT NOT NULL, of_id TEXT NOT NULL,
      PRIMARY KEY (channel, kind, of_kind, of_id)
    ) STRICT, WITHOUT ROWID;
  `);
}

export function down(db: Database): void {
  const twins = db
    .prepare<[], { name: string }>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'next\\_%' ESCAPE '\\' ORDER BY rootpage",
    )
    .all();
  // A text index takes the tables of its data with it.
  for (const { name } of twins) db.exec(`DROP TABLE IF EXISTS ${name}`);
  // An older version takes the rows for all there are. Without a cursor it asks for a full snapshot.
  db.exec(`
    DELETE FROM cursors WHERE channel IN (SELECT channel FROM history WHERE complete_from > 0);
    DROP TABLE complete_records;
    DROP TABLE wanted;
    DROP TABLE history;
    ALTER TABLE staging DROP COLUMN newer;
    ALTER TABLE staging DROP COLUMN after;
    ALTER TABLE staging DROP COLUMN cursor_id;
    ALTER TABLE staging DROP COLUMN cursor_seq;
  `);
}

import type { Database } from 'better-sqlite3';

/** What a newer gateway has sent that this version could not read, by channel; `reader` is the version that could not. */
export function up(db: Database): void {
  db.exec(`
    CREATE TABLE passed_over (
      channel TEXT NOT NULL PRIMARY KEY, reader TEXT NOT NULL, first_seq INTEGER NOT NULL, events INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
  `);
}

export function down(db: Database): void {
  db.exec('DROP TABLE passed_over');
}

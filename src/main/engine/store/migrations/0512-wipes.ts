import type { Database } from 'better-sqlite3';

/** What removed messages have left in other files of the account, until it is deleted there. */
export function up(db: Database): void {
  db.exec(
    'CREATE TABLE wipes (kind TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (kind, id)) STRICT, WITHOUT ROWID',
  );
}

export function down(db: Database): void {
  db.exec('DROP TABLE wipes');
}

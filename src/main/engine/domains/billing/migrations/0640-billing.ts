import type { Database } from 'better-sqlite3';

/** Plans by when they come into force, credits and invoices. */
export function up(db: Database): void {
  db.exec(`
    CREATE TABLE plan_terms (starts_at INTEGER NOT NULL PRIMARY KEY, plan TEXT NOT NULL) STRICT;
    CREATE TABLE billing_credits (
      id TEXT NOT NULL PRIMARY KEY, amount INTEGER NOT NULL, remaining INTEGER NOT NULL, currency TEXT NOT NULL, reason TEXT NOT NULL,
      at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE invoices (
      id TEXT NOT NULL PRIMARY KEY, number INTEGER NOT NULL UNIQUE, period TEXT NOT NULL UNIQUE, starts_at INTEGER NOT NULL,
      ends_at INTEGER NOT NULL, plan TEXT NOT NULL, currency TEXT NOT NULL, lines TEXT NOT NULL, total INTEGER NOT NULL,
      state TEXT NOT NULL, issued_at INTEGER NOT NULL, settled_at INTEGER
    ) STRICT, WITHOUT ROWID;
  `);
}

export function down(db: Database): void {
  db.exec(`
    DROP TABLE invoices;
    DROP TABLE billing_credits;
    DROP TABLE plan_terms;
    DELETE FROM cursors WHERE channel = 'billing';
  `);
}

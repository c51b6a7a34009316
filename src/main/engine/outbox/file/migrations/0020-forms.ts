import type { Database } from 'better-sqlite3';

/**
 * `forms` holds what was filled in and not sent. `id` is the form's type and the record that it is about (`formId`); `data`
 * is the command that it would become and `fields` what was typed, both as JSON. Nothing reads `outbox.based_on`.
 */
export function up(db: Database): void {
  db.exec(`
    CREATE TABLE forms (
      id TEXT NOT NULL PRIMARY KEY, type TEXT NOT NULL, data TEXT NOT NULL, fields TEXT NOT NULL, at INTEGER NOT NULL
    ) STRICT;
    ALTER TABLE outbox DROP COLUMN based_on;
  `);
}

export function down(db: Database): void {
  db.exec(`
    ALTER TABLE outbox ADD COLUMN based_on INTEGER;
    DROP TABLE forms;
  `);
}

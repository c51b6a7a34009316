import type { Database } from 'better-sqlite3';

/**
 * Files that this machine has. `kind` is draft (not sent yet), queued (named by a message in the outbox) or cached (can be
 * fetched again). `received` is how much of a file is here; `error` is the refusal of the gateway, as JSON. The content is in
 * `pieces`, at most 256 KiB each, numbered from 0.
 */
export function up(db: Database): void {
  db.exec(`
    CREATE TABLE files (
      n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL CHECK (kind IN ('draft', 'queued', 'cached')),
      conversation_id TEXT, name TEXT NOT NULL, mime TEXT, bytes INTEGER NOT NULL, received INTEGER NOT NULL,
      sha256 TEXT, error TEXT, used_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX files_by_kind ON files(kind, used_at);
    CREATE TABLE pieces (
      file_n INTEGER NOT NULL, piece INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (file_n, piece)
    ) STRICT;
    CREATE TABLE settings (key TEXT NOT NULL PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  `);
}

export function down(db: Database): void {
  for (const table of ['settings', 'pieces', 'files']) db.exec(`DROP TABLE ${table}`);
}

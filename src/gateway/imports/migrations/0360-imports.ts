import { type Kysely, sql } from 'kysely';

/**
 * Imports as consoles have them, by events; and, on the gateway alone, their lines with how far the work has come. `turn` is
 * the order in which lines are applied, NULL once they are or need not be: the index holds what is left to do.
 */
const UP = [
  `CREATE TABLE imports (
    id TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, file TEXT NOT NULL CHECK (json_valid(file)), state TEXT NOT NULL,
    by TEXT NOT NULL CHECK (json_valid(by)), reason TEXT NOT NULL, created_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
    lines INTEGER NOT NULL, created INTEGER NOT NULL, changed INTEGER NOT NULL, unchanged INTEGER NOT NULL, errors INTEGER NOT NULL,
    done INTEGER NOT NULL, total INTEGER NOT NULL, differing INTEGER NOT NULL, kept INTEGER NOT NULL,
    failure TEXT CHECK (json_valid(failure))
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX imports_by_time ON imports(created_at, id)`,
  `CREATE TABLE import_work (
    k INTEGER PRIMARY KEY, import_id TEXT NOT NULL UNIQUE, staged INTEGER NOT NULL, after_line INTEGER NOT NULL,
    counts TEXT NOT NULL CHECK (json_valid(counts)), undo TEXT CHECK (json_valid(undo))
  ) STRICT`,
  `CREATE TABLE import_lines (
    import_k INTEGER NOT NULL, line INTEGER NOT NULL, width INTEGER NOT NULL, cells TEXT NOT NULL, state TEXT NOT NULL,
    key TEXT, label TEXT NOT NULL, errors TEXT, plan TEXT, since TEXT, turn INTEGER, PRIMARY KEY (import_k, line)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX import_lines_by_state ON import_lines(import_k, state, line)`,
  `CREATE INDEX import_lines_by_key ON import_lines(import_k, key) WHERE key IS NOT NULL`,
  `CREATE INDEX import_lines_to_apply ON import_lines(import_k, turn, line) WHERE turn IS NOT NULL`,
  `CREATE INDEX import_lines_differing ON import_lines(import_k, line) WHERE since IS NOT NULL`,
];
const DOWN = ['import_lines', 'import_work', 'imports'];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of DOWN) await sql.raw(`DROP TABLE ${table}`).execute(db);
}

import { type Kysely, sql } from 'kysely';

/** The ledger is indexed by level in a table of its own, after the commands: see `ledger.ts`. */
const UP = [
  `CREATE TABLE level_movements (
    level_id INTEGER NOT NULL, seq INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (level_id, seq, n)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE ledger_index (id INTEGER PRIMARY KEY CHECK (id = 1), indexed_seq INTEGER NOT NULL) STRICT`,
  `INSERT INTO level_movements (level_id, seq, n) SELECT level_id, seq, n FROM movements ORDER BY level_id, seq, n`,
  `INSERT INTO ledger_index VALUES (1, coalesce((SELECT max(seq) FROM movements), 0))`,
  `DROP INDEX movements_by_level`,
];
const DOWN = [
  `CREATE INDEX movements_by_level ON movements(level_id, seq, n)`,
  `DROP TABLE level_movements`,
  `DROP TABLE ledger_index`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of DOWN) await sql.raw(statement).execute(db);
}

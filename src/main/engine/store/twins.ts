import { SliceSize, type Slices } from './slices.ts';
import type { Sql } from './sql.ts';

/** What the name of a twin begins with. */
const PREFIX = 'next_';
const AUTOMATIC = 'sqlite_autoindex_';

/** Returns the name of a table's twin, or of that of its index. */
export function twinOf(name: string): string {
  return name.startsWith(AUTOMATIC)
    ? `${AUTOMATIC}${PREFIX}${name.slice(AUTOMATIC.length)}`
    : `${PREFIX}${name}`;
}

interface SchemaObject {
  readonly type: 'table' | 'index';
  readonly name: string;
  readonly tbl_name: string;
  readonly rootpage: number;
  readonly sql: string | null;
}

const OBJECTS = `SELECT type, name, tbl_name, rootpage, sql FROM sqlite_schema WHERE type IN ('table', 'index') ORDER BY rowid`;

/** Returns the statement that creates the twin of a table or index. */
function twinSql({ type, name, tbl_name: table, sql }: SchemaObject): string {
  const own = `"?${name}"?(?=[\\s(])`;
  const pattern =
    type === 'index'
      ? new RegExp(`^(CREATE (?:UNIQUE )?INDEX )${own}( ON )"?${table}"?(?=[\\s(])`)
      : new RegExp(`^(CREATE (?:VIRTUAL )?TABLE )${own}`);
  const made = (sql ?? '').replace(pattern, (_all, create: string, on: string) =>
    type === 'index' ? `${create}${twinOf(name)}${on}${twinOf(table)}` : `${create}${twinOf(name)}`,
  );
  if (made === sql) throw new Error(`The statement that creates ${name} cannot be read.`);
  return made;
}

/**
 * A second set of a channel's tables, in which a snapshot is written while the first is read. They have the same columns,
 * indexes and text indexes under other names. Once it is complete, the two sets change places: in the schema, each table's
 * and index's root page becomes that of its twin. This takes a few milliseconds, whatever the tables hold; afterwards the
 * twins have the old rows. Renaming would not do, because SQLite cannot rename an index.
 */
export class Twins {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** Returns whether there are twins of any of the tables. */
  exist(tables: readonly string[]): boolean {
    const names = new Set(this.#objects().map(({ name }) => name));
    return tables.some((table) => names.has(twinOf(table)));
  }

  /** Returns whether all tables have twins with the same structure: a migration may have changed the tables since. */
  match(tables: readonly string[]): boolean {
    const objects = this.#objects();
    const bySql = new Map(objects.map(({ name, sql }) => [name, sql]));
    return objects
      .filter(({ sql, tbl_name: table }) => sql !== null && tables.includes(table))
      .every((object) => bySql.get(twinOf(object.name)) === twinSql(object));
  }

  /** Creates empty twins. Runs inside a transaction. */
  create(tables: readonly string[]): void {
    for (const object of this.#objects())
      if (object.sql !== null && tables.includes(object.tbl_name)) this.#sql.raw.exec(twinSql(object));
  }

  /** Exchanges the tables with their twins. Runs inside a transaction, after everything that reads or writes them. */
  exchange(tables: readonly string[]): void {
    const { raw } = this.#sql;
    const objects = this.#objects();
    const byName = new Map(objects.map((object) => [object.name, object]));
    // The tables in which a text index keeps its data belong to it.
    const mine = objects.filter(
      ({ tbl_name: table, rootpage }) =>
        rootpage > 0 && tables.some((name) => table === name || isDataOf(table, name, byName)),
    );
    raw.unsafeMode(true);
    try {
      raw.pragma('writable_schema = ON');
      const move = raw.prepare<[number, string, string]>(
        'UPDATE sqlite_schema SET rootpage = ? WHERE type = ? AND name = ?',
      );
      for (const { type, name, rootpage } of mine) {
        const twin = byName.get(twinOf(name));
        if (twin?.type !== type) throw new Error(`There is no twin of ${name}.`);
        move.run(twin.rootpage, type, name);
        move.run(rootpage, type, twin.name);
      }
      const version = Number(raw.pragma('schema_version', { simple: true }));
      raw.pragma(`schema_version = ${version + 1}`);
    } finally {
      // Also makes this connection read the schema again. Others notice the new version.
      raw.pragma('writable_schema = RESET');
      raw.unsafeMode(false);
    }
  }

  /**
   * Deletes the twins, row by row: dropping a large table at once would take as long as it has pages. `transaction` runs
   * each slice.
   */
  *remove(tables: readonly string[], transaction: (work: () => void) => void): Slices<void> {
    for (const table of tables) {
      const objects = this.#objects();
      const byName = new Map(objects.map((object) => [object.name, object]));
      const twin = twinOf(table);
      if (!byName.has(twin)) continue;
      const stored = objects.filter(
        ({ type, name, rootpage }) =>
          type === 'table' &&
          rootpage > 0 &&
          // Without its configuration, a text index could not be dropped.
          !name.endsWith('_config') &&
          (name === twin || isDataOf(name, twin, byName)),
      );
      if (byName.get(twin)?.rootpage === 0) this.#blank(twin, transaction);
      for (const { name } of stored) yield* this.#empty(name, transaction);
      transaction(() => this.#sql.raw.exec(`DROP TABLE ${twin}`));
      yield;
    }
  }

  /**
   * Makes a text index an empty one that still has its data, so that a check of the file between two slices, or after a crash,
   * finds it sound. An empty index has two records: the averages (1) and the structure (10).
   */
  #blank(index: string, transaction: (work: () => void) => void): void {
    const { raw } = this.#sql;
    raw.unsafeMode(true);
    try {
      transaction(() => {
        raw.exec("CREATE VIRTUAL TABLE temp.blank USING fts5(text, content='', columnsize=0)");
        raw.exec(`UPDATE ${index}_data SET block = (SELECT b.block FROM temp.blank_data b WHERE b.id = ${index}_data.id)
          WHERE id IN (SELECT id FROM temp.blank_data)`);
        raw.exec('DROP TABLE temp.blank');
      });
    } finally {
      raw.unsafeMode(false);
    }
  }

  *#empty(table: string, transaction: (work: () => void) => void): Slices<void> {
    const { raw } = this.#sql;
    const columns = raw.pragma(`table_info(${table})`) as { name: string; pk: number }[];
    const key = columns.filter(({ pk }) => pk > 0).map(({ name }) => name);
    const withoutRowid = /WITHOUT ROWID/i.test(this.#sqlOf(table));
    const by = withoutRowid ? key.join(', ') : 'rowid';
    const rest = table.endsWith('_fts_data') ? 'WHERE id NOT IN (1, 10)' : '';
    const size = new SliceSize(100);
    for (let left = true; left; ) {
      const started = performance.now();
      // The data of a text index may be deleted only in this mode.
      raw.unsafeMode(true);
      try {
        transaction(() => {
          const { changes } = raw
            .prepare<[number]>(
              `DELETE FROM ${table} WHERE (${by}) IN (SELECT ${by} FROM ${table} ${rest} LIMIT ?)`,
            )
            .run(size.rows);
          left = changes > 0;
        });
      } finally {
        raw.unsafeMode(false);
      }
      size.took(performance.now() - started);
      yield;
    }
  }

  #sqlOf(table: string): string {
    return this.#objects().find(({ name }) => name === table)?.sql ?? '';
  }

  #objects(): SchemaObject[] {
    // Not through the cached statements: DDL follows, which a statement in progress would lock out.
    return this.#sql.raw.prepare<[], SchemaObject>(OBJECTS).all();
  }
}

/** Returns whether a table holds the data of a text index: FTS5 names it `<index>_data`, `_idx` or `_config`. */
function isDataOf(table: string, index: string, byName: ReadonlyMap<string, SchemaObject>): boolean {
  return (
    table.startsWith(`${index}_`) &&
    ['data', 'idx', 'config', 'docsize', 'content'].includes(table.slice(index.length + 1)) &&
    byName.get(index)?.rootpage === 0
  );
}

import type { StoredRow } from './define.ts';
import type { AnyTable } from './table.ts';

/** A row as a snapshot carries it: its kind, and the row itself. */
export interface DumpedRow {
  readonly kind: string;
  readonly row: object;
}

/** A connection that streams the rows of a query, such as one of better-sqlite3. */
export interface RowSource {
  readonly raw: { prepare(text: string): { iterate(): Iterable<unknown> } };
}

/** Streams rows in a stable order. */
export type RowDump = (sql: RowSource) => Iterable<DumpedRow>;

/** Streams the result of a query that selects a table's columns (`table.select()`). */
export function dumpQuery(table: Pick<AnyTable, 'row' | 'decode'>, text: string): RowDump {
  return function* (sql) {
    for (const stored of sql.raw.prepare(text).iterate()) {
      // A row from SQLite is an object of values by column.
      yield { kind: table.row.kind, row: table.decode(stored as StoredRow) };
    }
  };
}

/** Streams all rows of tables that hold whole rows, table by table, each sorted by its key. */
export function dumpTables(...tables: readonly AnyTable[]): RowDump {
  const dumps = tables.map((table) =>
    dumpQuery(table, `SELECT ${table.select()} FROM ${table.name} ORDER BY ${table.unique.join(', ')}`),
  );
  return dumpAll(...dumps);
}

/** Streams several dumps, one after the other. */
export function dumpAll(...dumps: readonly RowDump[]): RowDump {
  return function* (sql) {
    for (const dump of dumps) yield* dump(sql);
  };
}

import type { SqlValue, StoredRow } from '#shared/rows/define.ts';
import { type AnyTable, BoundTable, type OwnColumns, type Table } from '#shared/rows/table.ts';
import type { Sql, WritableSql } from '../kernel.ts';

/**
 * Returns a function that creates a value for a connection on the first call and returns the same value afterwards. Use it
 * for prepared writes: `const writes = perConnection((sql) => ({ setStatus: tableOn(sql, orders).updater(['status']) }))`.
 */
export function perConnection<T>(create: (sql: WritableSql) => T): (sql: WritableSql) => T {
  const created = new WeakMap<WritableSql, { readonly value: T }>();
  return (sql) => {
    let found = created.get(sql);
    if (!found) {
      found = { value: create(sql) };
      created.set(sql, found);
    }
    return found.value;
  };
}

const boundTables = perConnection(() => new Map<AnyTable, unknown>());

/** Returns a table bound to a connection, with statements prepared once. All writes of rows go through it. */
export function tableOn<T extends object, O extends OwnColumns, M extends keyof T = never>(
  sql: WritableSql,
  table: Table<T, O, M>,
): BoundTable<T, O, M> {
  const bound = boundTables(sql);
  let found = bound.get(table);
  if (!found) {
    found = new BoundTable(sql, table);
    bound.set(table, found);
  }
  // Each value was created from the table that is its key.
  return found as BoundTable<T, O, M>;
}

/** A read of a table's rows. Pass the values of its placeholders. */
export interface RowQuery<T> {
  /** Returns the first row. */
  get(sql: Sql, ...values: SqlValue[]): T | undefined;
  /** Returns all rows; give the query a LIMIT. */
  all(sql: Sql, ...values: SqlValue[]): T[];
}

/** Declares a read of a table's rows. `rest` follows the table's name: `WHERE id = ?`. */
export function rowQuery<T extends object>(
  table: { readonly name: string; select(): string; decode(stored: StoredRow): T },
  rest: string,
): RowQuery<T> {
  const text = `SELECT ${table.select()} FROM ${table.name} ${rest}`;
  return {
    get(sql, ...values) {
      const stored = sql.prepare<SqlValue[], StoredRow>(text).get(...values);
      return stored && table.decode(stored);
    },
    all: (sql, ...values) =>
      sql
        .prepare<SqlValue[], StoredRow>(text)
        .all(...values)
        .map(table.decode),
  };
}

import { type AnyTable, BoundTable, type OwnColumns, type Table } from '#shared/rows/table.ts';
import type { Sql } from '../kernel.ts';

const tables = new WeakMap<Sql, Map<AnyTable, unknown>>();

/** Returns a table on a connection, its statements prepared once. All writes of rows go through what this returns. */
export function tableOn<T extends object, O extends OwnColumns, M extends keyof T = never>(
  sql: Sql,
  table: Table<T, O, M>,
): BoundTable<T, O, M> {
  let bound = tables.get(sql);
  if (!bound) {
    bound = new Map();
    tables.set(sql, bound);
  }
  let found = bound.get(table);
  if (!found) {
    found = new BoundTable(sql, table);
    bound.set(table, found);
  }
  // Stored under the table it was made from.
  return found as BoundTable<T, O, M>;
}

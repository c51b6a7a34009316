import type { StoredRow } from '#shared/rows/define.ts';
import type { OwnColumns, Table } from '#shared/rows/table.ts';
import type { Sql } from './sql.ts';

/** The number of rows read at a time. */
const SLICE = 1_000;

/** Visits all rows of a table that is numbered by `k`, in slices of 1,000. Calls `sliceDone` after each slice. */
export function eachRow<T extends object, O extends OwnColumns>(
  sql: Sql,
  table: Table<T, O>,
  visit: (row: T) => void,
  sliceDone: () => void,
): void {
  const next = sql.prepare<[number], StoredRow & { readonly k: number }>(
    `SELECT k, ${table.select()} FROM ${table.name} WHERE k > ? ORDER BY k LIMIT ${SLICE}`,
  );
  for (let rows = next.all(0); rows.length > 0; rows = next.all(rows.at(-1)?.k ?? 0)) {
    for (const row of rows) visit(table.decode(row));
    sliceDone();
  }
}

import type { ViewColumn } from '#shared/domain/views.ts';

/** The narrowest and the widest column of a table, px. */
export const MIN_WIDTH = 56;
export const MAX_WIDTH = 600;

/** Returns the columns with one shown or hidden. A column that is shown comes last; the last one cannot be hidden. */
export function toggleColumn(columns: readonly ViewColumn[], id: string): readonly ViewColumn[] {
  if (!columns.some((column) => column.id === id)) return [...columns, { id, width: null }];
  return columns.length === 1 ? columns : columns.filter((column) => column.id !== id);
}

/** Returns the columns with one moved by a number of places, at most to either end. */
export function moveColumn(columns: readonly ViewColumn[], id: string, by: number): readonly ViewColumn[] {
  const from = columns.findIndex((column) => column.id === id);
  const column = columns[from];
  if (column === undefined) return columns;
  const rest = columns.filter((_, n) => n !== from);
  const to = Math.min(rest.length, Math.max(0, from + by));
  return [...rest.slice(0, to), column, ...rest.slice(to)];
}

/** Returns the columns with another width, px, of one; null for its usual one. */
export function resizeColumn(
  columns: readonly ViewColumn[],
  id: string,
  width: number | null,
): readonly ViewColumn[] {
  const kept = width === null ? null : Math.round(Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, width)));
  return columns.map((column) => (column.id === id ? { ...column, width: kept } : column));
}

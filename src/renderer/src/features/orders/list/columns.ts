import type { ViewColumn } from '#shared/domain/views.ts';
import { MAX_WIDTH, MIN_WIDTH } from '../../../lib/columns.ts';

/** The columns of the list of orders, in the order in which they are offered. */
export const COLUMN_IDS = [
  'number',
  'customer',
  'email',
  'lines',
  'location',
  'status',
  'payment',
  'total',
  'placed',
] as const;
export type ColumnId = (typeof COLUMN_IDS)[number];

/** The usual widths of columns, px; null for what the others leave. */
export const WIDTHS: Readonly<Record<ColumnId, number | null>> = {
  number: 150,
  customer: null,
  email: 210,
  lines: null,
  location: 150,
  status: 136,
  payment: 132,
  total: 120,
  placed: 160,
};

/** The widths of the table, px, from which the usual columns are shown. The others are only shown where they are chosen. */
const USUAL: Readonly<Partial<Record<ColumnId, number>>> = {
  number: 0,
  customer: 0,
  lines: 860,
  location: 1080,
  status: 0,
  payment: 1240,
  total: 0,
  placed: 0,
};
/** The least that a column without a width has, px. */
const MIN_OPEN = 150;

/** A column as it is drawn. */
export interface ShownColumn {
  readonly id: ColumnId;
  readonly width: number | null;
}

const isColumnId = (id: string): id is ColumnId => COLUMN_IDS.some((known) => known === id);

function knownColumns(columns: readonly ViewColumn[]): ShownColumn[] {
  const seen = new Set<string>();
  return columns.flatMap(({ id, width }) => {
    if (!isColumnId(id) || seen.has(id)) return [];
    seen.add(id);
    return [{ id, width: width === null ? WIDTHS[id] : Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, width)) }];
  });
}

/**
 * Returns the columns to draw in a table of a width, px, and how wide they are together at least. Chosen columns stay at every width;
 * the table then scrolls.
 */
export function shownColumns(
  chosen: readonly ViewColumn[] | null,
  width: number,
): { readonly columns: readonly ShownColumn[]; readonly minWidth: number } {
  const known = chosen === null ? [] : knownColumns(chosen);
  const usual = COLUMN_IDS.filter((id) => width >= (USUAL[id] ?? Number.POSITIVE_INFINITY));
  const columns = known.length > 0 ? known : usual.map((id) => ({ id, width: WIDTHS[id] }));
  const last = columns.length - 1;
  return {
    // Some column must take what the others leave.
    columns: columns.some((column) => column.width === null)
      ? columns
      : columns.map((column, n) => (n === last ? { ...column, width: null } : column)),
    minWidth: known.length > 0 ? columns.reduce((sum, column) => sum + (column.width ?? MIN_OPEN), 0) : 0,
  };
}

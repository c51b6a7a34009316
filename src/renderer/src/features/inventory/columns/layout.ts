import type { ViewColumn } from '#shared/domain/views.ts';
import { MAX_WIDTH, MIN_WIDTH } from '../../../lib/columns.ts';
import { COLUMN_IDS, type ColumnId, WIDTHS } from './column-ids.ts';

/** A column as it is drawn; `width` in px, null for what the others leave. */
export interface ShownColumn {
  readonly id: ColumnId;
  readonly width: number | null;
}

/** The least that the column of names has where it takes what the others leave, px. */
const MIN_NAME = 160;
/** The column with the boxes that select rows, px. */
export const SELECT_WIDTH = 40;
/** Below this width of the table, px, usual columns take their narrow widths. */
const NARROW_TABLE = 600;

/** The widths of the table, px, from which the usual columns are shown. The others are only shown where they are chosen. */
const USUAL: Readonly<Partial<Record<ColumnId, number>>> = {
  sku: 0,
  name: 0,
  category: 1120,
  location: 540,
  onHand: 620,
  committed: 1020,
  available: 0,
  unavailable: 1120,
  status: 640,
};

/** Returns whether a name is that of a column. */
export function isColumnId(id: string): id is ColumnId {
  return COLUMN_IDS.some((known) => known === id);
}

/** Returns the usual columns for a width of the table, px: those that also the item shows are dropped first. */
function usualColumns(width: number): ShownColumn[] {
  return COLUMN_IDS.filter((id) => width >= (USUAL[id] ?? Number.POSITIVE_INFINITY)).map((id) => {
    const { usual, narrow = usual } = WIDTHS[id];
    return { id, width: width < NARROW_TABLE ? narrow : usual };
  });
}

/** Returns the columns that are chosen, without those that this version does not know and those named twice. */
export function knownColumns(columns: readonly ViewColumn[]): ShownColumn[] {
  const seen = new Set<string>();
  return columns.flatMap(({ id, width }) => {
    if (!isColumnId(id) || seen.has(id)) return [];
    seen.add(id);
    const chosen = width === null ? WIDTHS[id].usual : Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, width));
    return [{ id, width: chosen }];
  });
}

/**
 * Returns the columns to draw in a table of a width, px, and how wide they are together at least. Chosen columns stay at every
 * width; the table then scrolls.
 */
export function shownColumns(
  chosen: readonly ViewColumn[] | null,
  width: number,
): { readonly columns: readonly ShownColumn[]; readonly minWidth: number } {
  const known = chosen === null ? [] : knownColumns(chosen);
  const columns = known.length > 0 ? known : usualColumns(width);
  const sum = columns.reduce((total, column) => total + (column.width ?? MIN_NAME), SELECT_WIDTH);
  // Some column must take what the others leave.
  const last = columns.length - 1;
  return {
    columns: columns.some((column) => column.width === null)
      ? columns
      : columns.map((column, n) => (n === last ? { ...column, width: null } : column)),
    minWidth: known.length > 0 ? sum : 0,
  };
}

/** Returns the tracks of the grid that a row is: the boxes, then the columns. */
export function columnTracks(columns: readonly ShownColumn[]): string {
  const tracks = columns.map(({ width }) => (width === null ? 'minmax(0, 1fr)' : `${width}px`));
  return [`${SELECT_WIDTH}px`, ...tracks].join(' ');
}

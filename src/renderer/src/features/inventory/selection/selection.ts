import type { StockRow } from '#shared/bridge/inventory.ts';
import { STEP_ROWS } from '../../../lib/selection.ts';
import type { StockFilters } from '../filters.ts';

/** The most rows that are selected one by one. To select more, all that match are selected as a filter. */
export const MAX_CHOSEN = STEP_ROWS;

/** The key of a row: an item at a location. */
export const rowKey = (row: Pick<StockRow, 'itemId' | 'locationId'>): string =>
  `${row.itemId}:${row.locationId}`;

/**
 * The selected rows: chosen ones, with the rows as they were when they were chosen, or all that match a filter, but for some. It
 * never holds more than MAX_CHOSEN rows, however many are selected.
 */
export type Selection =
  | { readonly kind: 'chosen'; readonly rows: ReadonlyMap<string, StockRow> }
  | { readonly kind: 'all'; readonly filters: StockFilters; readonly except: ReadonlySet<string> };

/** No row. */
export const NOTHING: Selection = { kind: 'chosen', rows: new Map() };

/** Selects all that match. */
export const selectAll = (filters: StockFilters): Selection => ({ kind: 'all', filters, except: new Set() });

/** Whether a row is selected. */
export function isSelected(selection: Selection, key: string): boolean {
  return selection.kind === 'all' ? !selection.except.has(key) : selection.rows.has(key);
}

/** How many rows are selected; `total` is the number of rows that match. */
export function countSelected(selection: Selection, total: number): number {
  return selection.kind === 'all' ? Math.max(0, total - selection.except.size) : selection.rows.size;
}

/** Selects rows or takes them out. Returns null if that were more than the selection can hold. */
export function setSelected(
  selection: Selection,
  rows: readonly StockRow[],
  selected: boolean,
): Selection | null {
  if (selection.kind === 'chosen') {
    const next = new Map(selection.rows);
    for (const row of rows)
      if (selected) next.set(rowKey(row), row);
      else next.delete(rowKey(row));
    return next.size > MAX_CHOSEN ? null : { kind: 'chosen', rows: next };
  }
  const except = new Set(selection.except);
  for (const row of rows)
    if (selected) except.delete(rowKey(row));
    else except.add(rowKey(row));
  return except.size > MAX_CHOSEN ? null : { ...selection, except };
}

/** Reads a page of the rows that match a filter, in the order of their SKUs. */
export type ReadPage = (
  filters: StockFilters,
  after: string | null,
) => Promise<{ readonly rows: readonly StockRow[]; readonly next: string | null }>;

/**
 * Yields the selected rows, at most STEP_ROWS at a time. All that match are read by SKU, which no change of stock moves, so that
 * none is left out or comes twice, whatever an action changes meanwhile.
 */
export async function* readSelected(
  selection: Selection,
  read: ReadPage,
  signal: AbortSignal,
): AsyncGenerator<readonly StockRow[]> {
  if (selection.kind === 'chosen') {
    const rows = [...selection.rows.values()].sort((a, b) => (a.sku < b.sku ? -1 : 1));
    if (rows.length > 0 && !signal.aborted) yield rows;
    return;
  }
  let step: StockRow[] = [];
  for (let after: string | null = null; !signal.aborted; ) {
    const { rows, next }: Awaited<ReturnType<ReadPage>> = await read(
      { ...selection.filters, sort: 'sku', direction: 'asc' },
      after,
    );
    for (const row of rows) {
      if (selection.except.has(rowKey(row))) continue;
      step.push(row);
      if (step.length < STEP_ROWS) continue;
      if (signal.aborted) return;
      yield step;
      step = [];
    }
    if (next === null) break;
    after = next;
  }
  if (step.length > 0 && !signal.aborted) yield step;
}

import { useMemo } from 'react';
import type { StockRow } from '#shared/bridge/inventory.ts';

/** The rows in view that have been read, and the position of each by its index in the list. */
export interface VisibleRows {
  readonly rows: StockRow[];
  readonly positions: ReadonlyMap<number, number>;
}

/** One array for "no rows", so that the table does not take each render for new data. */
const NO_ROWS: StockRow[] = [];

/** Collects the rows from index `from` to `to`. */
export function useVisibleRows(
  rowAt: (index: number) => StockRow | undefined,
  from: number,
  to: number,
): VisibleRows {
  return useMemo(() => {
    const rows: StockRow[] = [];
    const positions = new Map<number, number>();
    for (let index = from; index <= to; index++) {
      const row = rowAt(index);
      if (row === undefined) continue;
      positions.set(index, rows.length);
      rows.push(row);
    }
    return { rows: rows.length === 0 ? NO_ROWS : rows, positions };
  }, [from, to, rowAt]);
}

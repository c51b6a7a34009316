import { useTable } from '@tanstack/react-table';
import { useMemo } from 'react';
import type { StockRow } from '#shared/bridge/inventory.ts';
import type { StockFilters } from '../filters.ts';
import { columnsAt, STOCK_COLUMNS, stockFeatures } from './columns.tsx';

/** Returns the key of a row: an item at a location. */
export const rowKey = (row: Pick<StockRow, 'itemId' | 'locationId'>): string =>
  `${row.itemId}:${row.locationId}`;

/** The table model of the rows in view, with the columns that fit a width. */
export function useStockTable(
  rows: StockRow[],
  { sort, direction }: Pick<StockFilters, 'sort' | 'direction'>,
  width: number,
) {
  const columnVisibility = useMemo(() => columnsAt(width), [width]);
  const sorting = useMemo(() => [{ id: sort, desc: direction === 'desc' }], [sort, direction]);
  return useTable({
    features: stockFeatures,
    columns: STOCK_COLUMNS,
    data: rows,
    state: { columnVisibility, sorting },
    manualSorting: true,
    getRowId: rowKey,
  });
}

/** The table model. */
export type StockTableModel = ReturnType<typeof useStockTable>;
/** A visible column. */
export type StockTableColumn = ReturnType<StockTableModel['getVisibleLeafColumns']>[number];
/** A row in view. */
export type StockTableRow = ReturnType<StockTableModel['getRowModel']>['rows'][number];

import { type ReactNode, useEffect } from 'react';
import type { StockRow } from '#shared/bridge/inventory.ts';
import { SpacerRow, useTableWindow } from '../../../components/table-window.tsx';
import { useWidth } from '../../../hooks/use-width.ts';
import { cx } from '../../../lib/cx.ts';
import type { StockFilters } from '../filters.ts';
import { NARROW_TABLE } from './columns.tsx';
import { HeaderCell } from './table-head.tsx';
import { LoadingRow, ROW_HEIGHT, StockTableLine } from './table-rows.tsx';
import { useRowKeys } from './use-row-keys.ts';
import type { StockPages } from './use-stock-pages.ts';
import { type StockTableColumn, useStockTable } from './use-stock-table.ts';
import { useVisibleRows } from './use-visible-rows.ts';

function widthOf({ columnDef }: StockTableColumn, table: number): string | undefined {
  const { meta } = columnDef;
  return table < NARROW_TABLE ? (meta?.narrow ?? meta?.width) : meta?.width;
}

/** Taken for the width of the table until it is measured, px. */
const USUAL_WIDTH = 1200;

/**
 * Items × locations. Draws only the rows in view and holds only the pages around them. It is one tab stop: the arrow
 * keys move the chosen row, Enter opens it.
 */
export function StockTable({
  pages,
  filters,
  onSort,
  activeKey,
  onActive,
  onOpen,
  onRange,
  label,
}: {
  readonly pages: StockPages;
  readonly filters: StockFilters;
  readonly onSort: (change: Pick<StockFilters, 'sort' | 'direction'>) => void;
  readonly activeKey: string | null;
  readonly onActive: (row: StockRow) => void;
  readonly onOpen: (row: StockRow) => void;
  /** Called with the indexes of the first and last row in view. */
  readonly onRange: (from: number, to: number) => void;
  readonly label: string;
}): ReactNode {
  const [observe, width] = useWidth<HTMLDivElement>(USUAL_WIDTH);
  const { scroller, items, from, to, above, below, pageSize, scrollTo, scrollToTop } = useTableWindow(
    pages.count,
    ROW_HEIGHT,
    onRange,
  );
  const filterKey = JSON.stringify(filters);
  // Another list begins at its top.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the filters change
  useEffect(() => scrollToTop(), [filterKey]);

  const visible = useVisibleRows(pages.row, from, to);
  const table = useStockTable(visible.rows, filters, width);
  const rows = table.getRowModel().rows;
  const columns = table.getVisibleLeafColumns();
  const { activeIndex, onKeyDown } = useRowKeys({
    pages,
    visible,
    activeKey,
    onActive,
    onOpen,
    pageSize,
    scrollTo,
  });
  return (
    <div ref={scroller} className="h-full overflow-auto">
      <div ref={observe}>
        <table
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose rows can be chosen is a grid
          role="grid"
          aria-label={label}
          aria-rowcount={pages.count + 1}
          aria-activedescendant={activeIndex === undefined ? undefined : `stock-${activeKey}`}
          tabIndex={0}
          onKeyDown={onKeyDown}
          className={cx(
            'group/grid w-full table-fixed border-separate border-spacing-0',
            // The ring is around the chosen row; without one, around the table.
            activeIndex === undefined ? 'focus-visible:-outline-offset-2' : 'focus-visible:outline-none',
          )}
        >
          <colgroup>
            {columns.map((column) => (
              <col key={column.id} style={{ width: widthOf(column, width) }} />
            ))}
          </colgroup>
          <thead>
            <tr aria-rowindex={1}>
              {columns.map((column) => (
                <HeaderCell key={column.id} column={column} filters={filters} onSort={onSort} />
              ))}
            </tr>
          </thead>
          <tbody>
            <SpacerRow height={above} columns={columns.length} />
            {items.map(({ index }) => {
              const row = rows[visible.positions.get(index) ?? -1];
              return row === undefined ? (
                <LoadingRow key={`loading-${index}`} index={index} columns={columns.length} />
              ) : (
                <StockTableLine
                  key={row.id}
                  table={table}
                  row={row}
                  index={index}
                  active={row.id === activeKey}
                  onOpen={onOpen}
                />
              );
            })}
            <SpacerRow height={below} columns={columns.length} />
          </tbody>
        </table>
      </div>
    </div>
  );
}

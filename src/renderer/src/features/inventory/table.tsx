import { useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StockRow } from '#shared/bridge/inventory.ts';
import { Skeleton } from '../../components/states.tsx';
import { nextIndex } from '../../keyboard/list-keys.ts';
import { cx } from '../../lib/cx.ts';
import { type ColumnName, columnsAt, STOCK_COLUMNS, stockFeatures } from './columns.tsx';
import { nextSort, type StockFilters } from './filters.ts';
import type { StockPages } from './use-stock-pages.ts';

const ROW_HEIGHT = 34;
const NO_ROWS: StockRow[] = [];

export const rowKey = (row: Pick<StockRow, 'itemId' | 'locationId'>): string =>
  `${row.itemId}:${row.locationId}`;

/** The width of an element, again when it changes. */
function useWidth(): [(element: HTMLDivElement | null) => (() => void) | undefined, number] {
  const [width, setWidth] = useState(1200);
  const observe = useMemo(
    () => (element: HTMLDivElement | null) => {
      if (element === null) return;
      const observer = new ResizeObserver(([entry]) => {
        if (entry) setWidth(entry.contentRect.width);
      });
      observer.observe(element);
      return () => observer.disconnect();
    },
    [],
  );
  return [observe, width];
}

/**
 * Items × locations. Only the rows in view are drawn and only the pages around them are held. One tab stop: the arrow
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
  /** Told which rows are in view. */
  readonly onRange: (from: number, to: number) => void;
  readonly label: string;
}): ReactNode {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement | null>(null);
  const [observe, width] = useWidth();
  const virtual = useVirtualizer({
    count: pages.count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
    scrollPaddingStart: ROW_HEIGHT,
  });
  const items = virtual.getVirtualItems();
  const from = items[0]?.index ?? 0;
  const to = items[items.length - 1]?.index ?? 0;
  useEffect(() => onRange(from, to), [from, to, onRange]);
  const filterKey = JSON.stringify(filters);
  // Another list begins at its top.
  // biome-ignore lint/correctness/useExhaustiveDependencies: for the filters only
  useEffect(() => virtual.scrollToOffset(0), [filterKey]);

  const { row: rowAt } = pages;
  const visible = useMemo(() => {
    const rows: StockRow[] = [];
    const place = new Map<number, number>();
    for (let index = from; index <= to; index++) {
      const row = rowAt(index);
      if (row === undefined) continue;
      place.set(index, rows.length);
      rows.push(row);
    }
    return { rows: rows.length === 0 ? NO_ROWS : rows, place };
  }, [from, to, rowAt]);
  const columnVisibility = useMemo(() => columnsAt(width), [width]);
  const sorting = useMemo(
    () => [{ id: filters.sort, desc: filters.direction === 'desc' }],
    [filters.sort, filters.direction],
  );
  const table = useTable({
    features: stockFeatures,
    columns: STOCK_COLUMNS,
    data: visible.rows,
    state: { columnVisibility, sorting },
    manualSorting: true,
    getRowId: rowKey,
  });
  const rows = table.getRowModel().rows;
  const columns = table.getVisibleLeafColumns();

  // The chosen row's place is found among what is in view, and remembered while it is scrolled away.
  const remembered = useRef(-1);
  const wanted = useRef(-1);
  const found = [...visible.place].find(([, n]) => {
    const row = visible.rows[n];
    return row !== undefined && rowKey(row) === activeKey;
  })?.[0];
  if (found !== undefined) remembered.current = found;
  else if (activeKey === null && wanted.current < 0) remembered.current = -1;

  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>): void => {
    if (event.target !== event.currentTarget) return;
    const current = remembered.current;
    if (event.key === 'Enter') {
      const row = rowAt(current);
      if (row) onOpen(row);
      return;
    }
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / ROW_HEIGHT) - 2);
    const next = nextIndex(event.key, current, pages.count, page);
    if (next === null) return;
    event.preventDefault();
    virtual.scrollToIndex(next);
    remembered.current = next;
    const row = rowAt(next);
    wanted.current = row ? -1 : next;
    if (row) onActive(row);
  };
  // A row that was chosen before it was read is opened once it is there.
  useEffect(() => {
    const row = wanted.current < 0 ? undefined : rowAt(wanted.current);
    if (row === undefined) return;
    wanted.current = -1;
    onActive(row);
  }, [rowAt, onActive]);

  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items[items.length - 1]?.end ?? 0);
  return (
    <div ref={scroller} className="h-full overflow-auto">
      <div ref={observe}>
        <table
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose rows can be chosen is a grid
          role="grid"
          aria-label={label}
          aria-rowcount={pages.count + 1}
          aria-activedescendant={found === undefined ? undefined : `stock-${activeKey}`}
          tabIndex={0}
          onKeyDown={onKeyDown}
          className="w-full table-fixed border-separate border-spacing-0 focus-visible:outline-none"
        >
          <colgroup>
            {columns.map((column) => (
              <col key={column.id} style={{ width: column.columnDef.meta?.width }} />
            ))}
          </colgroup>
          <thead>
            <tr aria-rowindex={1}>
              {columns.map((column) => {
                const { numeric, sort } = column.columnDef.meta ?? {};
                // The columns are ours: their ids are ColumnName.
                const name = t(`inventory.table.${column.id as ColumnName}`);
                const sorted = column.getIsSorted();
                return (
                  <th
                    key={column.id}
                    scope="col"
                    aria-sort={sorted === false ? undefined : sorted === 'desc' ? 'descending' : 'ascending'}
                    className={cx(
                      'sticky top-0 z-[1] h-[34px] border-b border-line bg-surface px-2.5 text-xs font-medium text-ink-3 first:pl-4 last:pr-4',
                      numeric ? 'text-right' : 'text-left',
                    )}
                  >
                    {sort === undefined ? (
                      name
                    ) : (
                      <button
                        type="button"
                        onClick={() => onSort(nextSort(filters, sort))}
                        title={t('inventory.table.sortBy', { column: name })}
                        className={cx(
                          'inline-flex max-w-full items-center gap-1 rounded-sm hover:text-ink',
                          sorted !== false && 'font-semibold text-ink',
                        )}
                      >
                        <span className="truncate">{name}</span>
                        {sorted !== false &&
                          (sorted === 'desc' ? (
                            <ArrowDown size={12} aria-hidden className="shrink-0" />
                          ) : (
                            <ArrowUp size={12} aria-hidden className="shrink-0" />
                          ))}
                      </button>
                    )}
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {before > 0 && (
              <tr aria-hidden style={{ height: before }}>
                <td colSpan={columns.length} />
              </tr>
            )}
            {items.map((item) => {
              const row = rows[visible.place.get(item.index) ?? -1];
              if (row === undefined) {
                return (
                  <tr key={`empty-${item.index}`} aria-hidden style={{ height: ROW_HEIGHT }}>
                    <td colSpan={columns.length} className="border-b border-line px-4">
                      <Skeleton className={item.index % 2 === 0 ? 'w-2/5' : 'w-1/3'} />
                    </td>
                  </tr>
                );
              }
              const active = row.id === activeKey;
              return (
                <tr
                  key={row.id}
                  id={`stock-${row.id}`}
                  aria-rowindex={item.index + 2}
                  aria-selected={active}
                  onClick={() => onOpen(row.original)}
                  className={cx('cursor-pointer', active ? 'bg-accent-soft' : 'hover:bg-hover')}
                  style={{ height: ROW_HEIGHT }}
                >
                  {row.getVisibleCells().map((cell, n) => (
                    <td
                      key={cell.id}
                      className={cx(
                        'truncate border-b border-line px-2.5 first:pl-4 last:pr-4',
                        cell.column.columnDef.meta?.numeric && 'text-right',
                        active && n === 0 && 'shadow-[inset_3px_0_0_var(--q-accent)]',
                      )}
                    >
                      <table.FlexRender cell={cell} />
                    </td>
                  ))}
                </tr>
              );
            })}
            {after > 0 && (
              <tr aria-hidden style={{ height: after }}>
                <td colSpan={columns.length} />
              </tr>
            )}
          </tbody>
        </table>
      </div>
    </div>
  );
}

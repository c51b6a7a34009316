import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { StockRow } from '#shared/bridge/inventory.ts';
import type { ViewColumn } from '#shared/domain/views.ts';
import { useTableWindow } from '../../../components/table-window.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import { useWidth } from '../../../hooks/use-width.ts';
import { cx } from '../../../lib/cx.ts';
import { useCan } from '../../../stores/session.ts';
import { columnTracks, shownColumns } from '../columns/layout.ts';
import type { StockFilters } from '../filters.ts';
import { InlineAdjust } from '../inline/inline-adjust.tsx';
import { isSelected, rowKey } from '../selection/selection.ts';
import type { SelectionState } from '../selection/use-selection.ts';
import { TableHead } from './table-head.tsx';
import {
  type CursorColumn,
  cellId,
  LoadingRow,
  ROW_HEIGHT,
  type RowActions,
  StockLine,
} from './table-rows.tsx';
import { useGridKeys } from './use-grid-keys.ts';
import type { StockPages } from './use-stock-pages.ts';

/** Taken for the width of the table until it is measured, px. */
const USUAL_WIDTH = 1200;

/**
 * Items × locations. Draws only the rows in view and holds only the pages around them. It is one tab stop: a cursor moves over the
 * cells (see `useGridKeys`).
 */
export function StockTable({
  pages,
  filters,
  onSort,
  columns: chosen,
  onColumns,
  selection,
  activeKey,
  onActive,
  onOpen,
  onRange,
  label,
}: {
  readonly pages: StockPages;
  readonly filters: StockFilters;
  readonly onSort: (change: Pick<StockFilters, 'sort' | 'direction'>) => void;
  /** The chosen columns; null for the usual ones. */
  readonly columns: readonly ViewColumn[] | null;
  readonly onColumns: (columns: readonly ViewColumn[]) => void;
  readonly selection: SelectionState;
  /** The row with the cursor. */
  readonly activeKey: string | null;
  readonly onActive: (row: StockRow) => void;
  readonly onOpen: (row: StockRow) => void;
  /** Called with the indexes of the first and last row in view. */
  readonly onRange: (from: number, to: number) => void;
  readonly label: string;
}): ReactNode {
  const format = useFormat();
  const canEdit = useCan('inventory:write');
  const [observe, width] = useWidth<HTMLDivElement>(USUAL_WIDTH);
  const { scroller, items, above, below, pageSize, scrollTo, scrollToTop } = useTableWindow(
    pages.count,
    ROW_HEIGHT,
    onRange,
  );
  const filterKey = JSON.stringify(filters);
  // Another list begins at its top.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the filters change
  useEffect(() => scrollToTop(), [filterKey]);

  const { columns, minWidth } = useMemo(() => shownColumns(chosen, width), [chosen, width]);
  const tracks = useMemo(() => columnTracks(columns), [columns]);
  const ids = useMemo(() => columns.map(({ id }) => id), [columns]);
  const shown = useMemo(() => ({ status: ids.includes('status'), onHand: ids.includes('onHand') }), [ids]);
  const [wantedColumn, setColumn] = useState<CursorColumn>('name');
  const cursorColumns: readonly CursorColumn[] = ['select', ...ids];
  const column = cursorColumns.includes(wantedColumn) ? wantedColumn : 'select';
  const [editing, setEditing] = useState<StockRow | null>(null);

  // Where the cursor is. It keeps its place while its row is out of view.
  const [place, setPlace] = useState(-1);
  const inView = items.find(({ index }) => {
    const row = pages.row(index);
    return row !== undefined && rowKey(row) === activeKey;
  })?.index;
  const index = activeKey === null ? -1 : (inView ?? place);

  const move = useCallback(
    (row: StockRow, at: number): void => {
      setPlace(at);
      onActive(row);
    },
    [onActive],
  );
  const edit = (row: StockRow, at: number): void => {
    move(row, at);
    if (ids.includes('onHand')) setColumn('onHand');
    if (canEdit) setEditing(row);
    else onOpen(row);
  };
  const live = useRef({ onOpen, edit, select: selection.select });
  live.current = { onOpen, edit, select: selection.select };
  // The same object for the whole life of the table, so that rows are not drawn again.
  const actions = useMemo<RowActions>(
    () => ({
      onOpen: (row, at, where) => {
        setPlace(at);
        setColumn(where);
        live.current.onOpen(row);
      },
      onSelect: (row, at, extend) => live.current.select(row, at, extend),
      onEdit: (row, at) => live.current.edit(row, at),
    }),
    [],
  );
  const grid = useRef<HTMLTableElement | null>(null);
  const onKeyDown = useGridKeys({
    count: pages.count,
    rowAt: pages.row,
    index,
    column,
    columns: cursorColumns,
    onMove: move,
    onColumn: setColumn,
    onOpen: (row, at) => {
      setPlace(at);
      onOpen(row);
    },
    onEdit: edit,
    onSelect: selection.select,
    onSelectAll: selection.selectAll,
    onClear: selection.clear,
    pageSize,
    scrollTo,
  });
  return (
    <div ref={scroller} className="h-full overflow-auto [contain:content]">
      <div ref={observe} className="h-full">
        <table
          ref={grid}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose cells can be moved over is a grid
          role="grid"
          aria-label={label}
          aria-rowcount={pages.count + 1}
          aria-colcount={columns.length + 1}
          aria-multiselectable
          aria-activedescendant={
            inView === undefined || activeKey === null ? undefined : cellId(activeKey, column)
          }
          tabIndex={0}
          onKeyDown={onKeyDown}
          style={{ minWidth }}
          className={cx(
            'group/grid block',
            // The ring is around the cell with the cursor; without one, around the table.
            inView === undefined ? 'focus-visible:-outline-offset-2' : 'focus-visible:outline-none',
          )}
        >
          <TableHead
            columns={columns}
            tracks={tracks}
            filters={filters}
            onSort={onSort}
            onColumns={onColumns}
            selected={selection.state}
            count={format.integer(pages.total ?? 0)}
            onToggleAll={selection.state === 'none' ? selection.selectAll : selection.clear}
          />
          <tbody className="block" style={{ height: above + items.length * ROW_HEIGHT + below }}>
            {/* In an element of its own: each row inherits from the body, and is styled anew when the body is. */}
            <tr aria-hidden className="block" style={{ height: above }} />
            {items.map(({ index: at }) => {
              const row = pages.row(at);
              if (row === undefined) return <LoadingRow key={`loading-${at}`} index={at} />;
              const key = rowKey(row);
              return (
                <StockLine
                  key={key}
                  row={row}
                  index={at}
                  columns={columns}
                  tracks={tracks}
                  shown={shown}
                  cursor={key === activeKey ? column : null}
                  selected={isSelected(selection.selection, key)}
                  editable={canEdit}
                  actions={actions}
                />
              );
            })}
          </tbody>
        </table>
      </div>
      {editing !== null && (
        <InlineAdjust
          key={rowKey(editing)}
          row={newest(pages, items, editing)}
          anchorId={cellId(rowKey(editing), ids.includes('onHand') ? 'onHand' : 'select')}
          onClose={() => {
            setEditing(null);
            grid.current?.focus();
          }}
        />
      )}
    </div>
  );
}

/** Returns the row as it stands now if it is in view, else as it was. */
function newest(pages: StockPages, items: readonly { readonly index: number }[], row: StockRow): StockRow {
  const key = rowKey(row);
  for (const { index } of items) {
    const now = pages.row(index);
    if (now !== undefined && rowKey(now) === key) return now;
  }
  return row;
}

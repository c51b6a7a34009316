import { ArrowDown, ArrowUp } from 'lucide-react';
import { memo, type PointerEvent, type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ViewColumn } from '#shared/domain/views.ts';
import { resizeColumn } from '../../../lib/columns.ts';
import { cx } from '../../../lib/cx.ts';
import { NUMERIC } from '../columns/column-ids.ts';
import type { ShownColumn } from '../columns/layout.ts';
import { nextSort, type StockFilters } from '../filters.ts';
import { ROW } from './table-rows.tsx';

const HEAD = 'relative content-center border-b border-line bg-surface px-2.5 text-xs font-medium text-ink-3';

type Sorting = Pick<StockFilters, 'sort' | 'direction'>;
type Marked = 'none' | 'some' | 'all';

/** The head of the table. Not drawn again while rows come and go. */
export const TableHead = memo(function TableHead({
  columns,
  tracks,
  filters,
  onSort,
  onColumns,
  selected,
  count,
  onToggleAll,
}: {
  readonly columns: readonly ShownColumn[];
  readonly tracks: string;
  readonly filters: Sorting;
  readonly onSort: (change: Sorting) => void;
  readonly onColumns: (columns: readonly ViewColumn[]) => void;
  readonly selected: Marked;
  /** How many rows match, formatted. */
  readonly count: string;
  readonly onToggleAll: () => void;
}): ReactNode {
  return (
    <thead className="sticky top-0 z-[1] block">
      <tr aria-rowindex={1} className={ROW} style={{ gridTemplateColumns: tracks }}>
        <SelectHead state={selected} count={count} onToggle={onToggleAll} />
        {columns.map((one) => (
          <HeaderCell
            key={one.id}
            column={one}
            filters={filters}
            onSort={onSort}
            onWidth={(wide) => onColumns(resizeColumn(columns, one.id, wide))}
          />
        ))}
      </tr>
    </thead>
  );
});

/** The header of the boxes: selects all that match, or nothing. */
function SelectHead({
  state,
  count,
  onToggle,
}: {
  readonly state: Marked;
  readonly count: string;
  readonly onToggle: () => void;
}): ReactNode {
  const { t } = useTranslation();
  return (
    <th scope="col" className={cx(HEAD, 'pl-3.5 text-left')}>
      <input
        type="checkbox"
        checked={state === 'all'}
        ref={(box) => {
          if (box) box.indeterminate = state === 'some';
        }}
        onChange={onToggle}
        aria-label={t('inventory.selection.all', { formatted: count })}
        className="block size-3.5 cursor-pointer accent-accent"
      />
    </th>
  );
}

/** The header of a column: a button that sorts by it, and an edge that is dragged to another width. */
function HeaderCell({
  column: { id },
  filters,
  onSort,
  onWidth,
}: {
  readonly column: ShownColumn;
  readonly filters: Sorting;
  readonly onSort: (change: Sorting) => void;
  readonly onWidth: (width: number) => void;
}): ReactNode {
  const { t } = useTranslation();
  const name = t(`inventory.table.${id}`);
  const numeric = NUMERIC.has(id);
  const sorted = filters.sort === id ? filters.direction : null;
  const Arrow = sorted === 'desc' ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      aria-sort={sorted === null ? undefined : sorted === 'desc' ? 'descending' : 'ascending'}
      className={cx(HEAD, 'group/head last:pr-4', numeric ? 'text-right' : 'text-left')}
    >
      <button
        type="button"
        onClick={() => onSort(nextSort(filters, id))}
        aria-label={t('inventory.table.sortBy', { column: name })}
        className={cx(
          'inline-flex max-w-full items-center gap-1 rounded-sm hover:text-ink',
          sorted !== null && 'font-semibold text-ink',
        )}
      >
        <span className="truncate">{name}</span>
        {sorted !== null && <Arrow size={12} aria-hidden className="shrink-0" />}
      </button>
      <ResizeEdge onWidth={onWidth} />
    </th>
  );
}

/** The edge of a column. Only for the mouse: the list of columns changes widths by keyboard. */
function ResizeEdge({ onWidth }: { readonly onWidth: (width: number) => void }): ReactNode {
  const drag = useRef<{ readonly x: number; readonly width: number } | null>(null);
  const widthAt = (event: PointerEvent<HTMLElement>): number | null =>
    drag.current === null ? null : drag.current.width + event.clientX - drag.current.x;
  return (
    <span
      aria-hidden
      onPointerDown={(event) => {
        event.preventDefault();
        const width = event.currentTarget.parentElement?.offsetWidth ?? 0;
        drag.current = { x: event.clientX, width };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        const width = widthAt(event);
        if (width !== null) onWidth(width);
      }}
      onPointerUp={() => {
        drag.current = null;
      }}
      onPointerCancel={() => {
        drag.current = null;
      }}
      className="absolute inset-y-1.5 right-0 w-1.5 cursor-col-resize rounded-full border-r-2 border-transparent group-hover/head:border-line-strong hover:!border-accent"
    />
  );
}

import { ArrowDown, ArrowUp } from 'lucide-react';
import { type PointerEvent, type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../../lib/cx.ts';
import { NUMERIC } from '../columns/column-ids.ts';
import type { ShownColumn } from '../columns/layout.ts';
import { nextSort, type StockFilters } from '../filters.ts';

const HEAD =
  'sticky top-0 z-[1] h-[34px] border-b border-line bg-surface px-2.5 text-xs font-medium text-ink-3';

/** The header of the boxes: selects all that match, or nothing. */
export function SelectHead({
  state,
  count,
  onToggle,
}: {
  readonly state: 'none' | 'some' | 'all';
  readonly count: string;
  readonly onToggle: () => void;
}): ReactNode {
  const { t } = useTranslation();
  return (
    <th scope="col" aria-colindex={1} className={cx(HEAD, 'pl-3.5 text-left')}>
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
export function HeaderCell({
  column: { id },
  index,
  filters,
  onSort,
  onWidth,
}: {
  readonly column: ShownColumn;
  readonly index: number;
  readonly filters: Pick<StockFilters, 'sort' | 'direction'>;
  readonly onSort: (change: Pick<StockFilters, 'sort' | 'direction'>) => void;
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
      aria-colindex={index + 2}
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

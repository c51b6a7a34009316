import { ArrowDown, ArrowUp } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReorderRow } from '#shared/bridge/reorder.ts';
import { Skeleton } from '../../../components/states.tsx';
import { SpacerRow, useTableWindow } from '../../../components/table-window.tsx';
import type { ListPages } from '../../../hooks/use-list-pages.ts';
import { useWidth } from '../../../hooks/use-width.ts';
import { isPlain } from '../../../keyboard/key-press.ts';
import { nextIndex } from '../../../keyboard/list-keys.ts';
import { cx } from '../../../lib/cx.ts';
import { listPress } from '../../../stores/shortcuts.ts';
import type { ReorderFilters } from '../filters.ts';
import { type Column, columnsFor } from './columns.tsx';

/** The height of a row, px. */
const ROW_HEIGHT = 36;

/**
 * What to order. Draws only the rows in view and holds only the pages around them. It is one tab stop: the arrow keys move, Space
 * chooses a row, Enter opens its calculation.
 */
export function ReorderTable({
  pages,
  filters,
  suppliers,
  onSort,
  activeId,
  chosen,
  onToggle,
  onOpen,
  onRange,
}: {
  readonly pages: ListPages<ReorderRow>;
  readonly filters: ReorderFilters;
  /** Whether any item has a supplier. */
  readonly suppliers: boolean;
  readonly onSort: (change: Pick<ReorderFilters, 'sort' | 'direction'>) => void;
  readonly activeId: string | null;
  readonly chosen: ReadonlySet<string>;
  readonly onToggle: (itemId: string) => void;
  readonly onOpen: (itemId: string) => void;
  readonly onRange: (from: number, to: number) => void;
}): ReactNode {
  const { t } = useTranslation();
  const [active, setActive] = useState(-1);
  const { scroller, items, from, to, above, below, pageSize, scrollTo } = useTableWindow(
    pages.count,
    ROW_HEIGHT,
    onRange,
  );
  const [observe, width] = useWidth<HTMLTableElement>(1000);
  const columns = columnsFor(width, suppliers);
  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>): void => {
    if (event.target !== event.currentTarget || !isPlain(event)) return;
    const row = pages.row(active);
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      if (row && event.key === 'Enter') onOpen(row.itemId);
      else if (row) onToggle(row.itemId);
      return;
    }
    const next = nextIndex(listPress(event), active, pages.count, pageSize());
    if (next === null) return;
    event.preventDefault();
    setActive(next);
    scrollTo(next);
    const moved = pages.row(next);
    if (moved && activeId !== null) onOpen(moved.itemId);
  };
  return (
    <div ref={scroller} className="h-full overflow-auto">
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid of rows that are chosen and opened
        role="grid"
        ref={observe}
        tabIndex={0}
        aria-label={t('reorder.list.label')}
        aria-rowcount={pages.count + 1}
        aria-multiselectable
        aria-activedescendant={active >= from && active <= to ? `reorder-row-${active}` : undefined}
        onKeyDown={onKeyDown}
        className="w-full table-fixed border-separate border-spacing-0 focus-visible:-outline-offset-2"
      >
        <colgroup>
          <col className="w-10" />
          {columns.map(({ name, width }) => (
            <col key={name} style={{ width }} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            <th
              scope="col"
              className="sticky top-0 z-[1] h-9 border-b border-line bg-surface text-2xs font-normal"
            >
              <span className="sr-only">{t('reorder.list.choose')}</span>
            </th>
            {columns.map((column) => (
              <Head key={column.name} column={column} filters={filters} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          <SpacerRow height={above} columns={columns.length + 1} />
          {items.map(({ index }) => (
            <Line
              key={index}
              index={index}
              row={pages.row(index)}
              columns={columns}
              active={activeId === null && index === active}
              open={activeId !== null && pages.row(index)?.itemId === activeId}
              chosen={chosen}
              onToggle={(itemId) => {
                setActive(index);
                onToggle(itemId);
              }}
              onOpen={(itemId) => {
                setActive(index);
                onOpen(itemId);
              }}
            />
          ))}
          <SpacerRow height={below} columns={columns.length + 1} />
        </tbody>
      </table>
    </div>
  );
}

function Head({
  column: { name, sort, numeric },
  filters,
  onSort,
}: {
  readonly column: Column;
  readonly filters: ReorderFilters;
  readonly onSort: (change: Pick<ReorderFilters, 'sort' | 'direction'>) => void;
}): ReactNode {
  const { t } = useTranslation();
  const label = t(`reorder.columns.${name}`);
  const sorted = sort !== undefined && filters.sort === sort;
  const Arrow = filters.direction === 'desc' ? ArrowDown : ArrowUp;
  const order = filters.direction === 'desc' ? 'descending' : 'ascending';
  return (
    <th
      scope="col"
      aria-sort={sorted ? order : undefined}
      className={cx(
        'sticky top-0 z-[1] h-9 border-b border-line bg-surface px-2 text-xs font-medium text-ink-3 last:pr-4',
        numeric ? 'text-right' : 'text-left',
      )}
    >
      {sort === undefined ? (
        <span className="block truncate" title={label}>
          {label}
        </span>
      ) : (
        <button
          type="button"
          onClick={() => onSort({ sort, direction: sorted && filters.direction === 'asc' ? 'desc' : 'asc' })}
          aria-label={t('inventory.table.sortBy', { column: label })}
          className={cx(
            'inline-flex max-w-full items-center gap-1 rounded-sm hover:text-ink',
            sorted && 'font-semibold text-ink',
          )}
        >
          <span className="truncate">{label}</span>
          {sorted && <Arrow size={12} aria-hidden className="shrink-0" />}
        </button>
      )}
    </th>
  );
}

function Line({
  index,
  row,
  columns,
  active,
  open,
  chosen,
  onToggle,
  onOpen,
}: {
  readonly index: number;
  readonly row: ReorderRow | undefined;
  readonly columns: readonly Column[];
  readonly active: boolean;
  readonly open: boolean;
  readonly chosen: ReadonlySet<string>;
  readonly onToggle: (itemId: string) => void;
  readonly onOpen: (itemId: string) => void;
}): ReactNode {
  const { t } = useTranslation();
  if (row === undefined)
    return (
      <tr aria-hidden style={{ height: ROW_HEIGHT }}>
        <td colSpan={columns.length + 1} className="border-b border-line px-4">
          <Skeleton className={index % 2 === 0 ? 'w-2/5' : 'w-1/3'} />
        </td>
      </tr>
    );
  const isChosen = chosen.has(row.itemId);
  const lit = active || open;
  return (
    <tr
      id={`reorder-row-${index}`}
      data-item={row.itemId}
      aria-rowindex={index + 2}
      aria-selected={isChosen}
      onClick={() => onOpen(row.itemId)}
      className={cx('cursor-pointer', lit ? 'bg-accent-soft' : 'hover:bg-hover')}
      style={{ height: ROW_HEIGHT }}
    >
      <td className={cx('border-b border-line pl-3', lit && 'shadow-[inset_3px_0_0_var(--q-accent)]')}>
        <input
          type="checkbox"
          checked={isChosen}
          // The table is one tab stop; Space chooses its row.
          tabIndex={-1}
          aria-label={t('reorder.list.chooseItem', { name: row.name })}
          onClick={(event) => event.stopPropagation()}
          onChange={() => onToggle(row.itemId)}
          className="block size-4 accent-[var(--q-accent)]"
        />
      </td>
      {columns.map(({ name, numeric, Cell }) => (
        <td
          key={name}
          data-column={name}
          className={cx('truncate border-b border-line px-2 last:pr-4', numeric && 'text-right')}
        >
          <Cell row={row} />
        </td>
      ))}
    </tr>
  );
}

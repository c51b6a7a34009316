import { ArrowDown, ArrowUp } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListPages } from '../hooks/use-list-pages.ts';
import { isPlain } from '../keyboard/key-press.ts';
import { nextIndex } from '../keyboard/list-keys.ts';
import { cx } from '../lib/cx.ts';
import { listPress } from '../stores/shortcuts.ts';
import { Skeleton } from './states.tsx';
import { SpacerRow, useTableWindow } from './table-window.tsx';

/** The height of a row, px. */
const ROW_HEIGHT = 36;

/** A column of a table of records. Without a width it takes the room that is left. */
export interface RecordColumn<R> {
  readonly key: string;
  readonly head: string;
  /** px */
  readonly width?: number;
  readonly align?: 'right';
  /** How the rows are sorted by it; null if they are not. Without it, they cannot be. */
  readonly sorted?: 'asc' | 'desc' | null;
  readonly cell: (row: R) => ReactNode;
}

/**
 * A long list of records. Draws only the rows in view and holds only the pages around them. It is one tab stop: the arrow keys
 * move the chosen row, Enter opens it. With `active` and `onActive` the caller keeps which row is chosen.
 */
export function RecordTable<R>({
  pages,
  columns,
  label,
  idPrefix,
  active: given,
  onActive,
  reveal,
  minWidth,
  onSort,
  onOpen,
  onRange,
  onToggle = null,
}: {
  readonly pages: Pick<ListPages<R>, 'count' | 'row'>;
  readonly columns: readonly RecordColumn<R>[];
  readonly label: string;
  /** The start of the ids of rows. */
  readonly idPrefix: string;
  readonly active?: number;
  readonly onActive?: (index: number) => void;
  /** Brings a row into view; a new object does it again. */
  readonly reveal?: { readonly index: number } | null;
  /** The least width of the table, px: below it, it scrolls. */
  readonly minWidth?: number;
  /** Sorts by a column. */
  readonly onSort?: (key: string) => void;
  readonly onOpen: (row: R, index: number) => void;
  readonly onRange: (from: number, to: number) => void;
  /** What Space does with the chosen row: select it. */
  readonly onToggle?: ((row: R) => void) | null;
}): ReactNode {
  const [own, setOwn] = useState(-1);
  const active = given ?? own;
  const choose = (index: number): void => {
    setOwn(index);
    onActive?.(index);
  };
  const { scroller, items, from, to, above, below, pageSize, scrollTo } = useTableWindow(
    pages.count,
    ROW_HEIGHT,
    onRange,
  );
  const show = useRef(scrollTo);
  show.current = scrollTo;
  useEffect(() => {
    if (reveal) show.current(reveal.index);
  }, [reveal]);
  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>): void => {
    if (event.target !== event.currentTarget || !isPlain(event)) return;
    const chosen = pages.row(active);
    if (event.key === 'Enter') {
      if (chosen !== undefined) onOpen(chosen, active);
      return;
    }
    if (event.key === ' ' && onToggle !== null) {
      event.preventDefault();
      if (chosen !== undefined) onToggle(chosen);
      return;
    }
    const next = nextIndex(listPress(event), active, pages.count, pageSize());
    if (next === null) return;
    event.preventDefault();
    choose(next);
    scrollTo(next);
  };
  const alignment = ({ align }: RecordColumn<R>): string => (align === 'right' ? 'text-right' : 'text-left');
  return (
    <div ref={scroller} className="h-full overflow-auto">
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid of rows that are opened
        role="grid"
        tabIndex={0}
        aria-label={label}
        aria-rowcount={pages.count + 1}
        aria-activedescendant={active >= from && active <= to ? `${idPrefix}-${active}` : undefined}
        onKeyDown={onKeyDown}
        className="w-full table-fixed border-separate border-spacing-0 focus-visible:-outline-offset-2"
        style={{ minWidth }}
      >
        <colgroup>
          {columns.map(({ key, width }) => (
            <col key={key} width={width} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                aria-sort={column.sorted ? `${column.sorted}ending` : undefined}
                className={cx(
                  'sticky top-0 z-[1] h-9 truncate border-b border-line bg-surface px-2.5 text-xs font-medium text-ink-3 first:pl-4 last:pr-4',
                  alignment(column),
                )}
              >
                {onSort && column.sorted !== undefined ? (
                  <SortButton column={column} onSort={() => onSort(column.key)} />
                ) : (
                  column.head
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <SpacerRow height={above} columns={columns.length} />
          {items.map(({ index }) => {
            const row = pages.row(index);
            if (row === undefined)
              return (
                <tr key={index} aria-hidden style={{ height: ROW_HEIGHT }}>
                  <td colSpan={columns.length} className="border-b border-line px-4">
                    <Skeleton className={index % 2 === 0 ? 'w-2/5' : 'w-1/3'} />
                  </td>
                </tr>
              );
            return (
              <tr
                key={index}
                id={`${idPrefix}-${index}`}
                aria-rowindex={index + 2}
                aria-selected={index === active}
                onClick={() => {
                  choose(index);
                  onOpen(row, index);
                }}
                className={cx('cursor-pointer', index === active ? 'bg-accent-soft' : 'hover:bg-hover')}
                style={{ height: ROW_HEIGHT }}
              >
                {columns.map((column, n) => (
                  <td
                    key={column.key}
                    className={cx(
                      'truncate border-b border-line px-2.5 first:pl-4 last:pr-4',
                      alignment(column),
                      n === 0 && index === active && 'shadow-[inset_3px_0_0_var(--q-accent)]',
                    )}
                  >
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            );
          })}
          <SpacerRow height={below} columns={columns.length} />
        </tbody>
      </table>
    </div>
  );
}

/** The heading of a column that sorts the rows. */
function SortButton({
  column: { head, sorted },
  onSort,
}: {
  readonly column: Pick<RecordColumn<never>, 'head' | 'sorted'>;
  readonly onSort: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const Arrow = sorted === 'desc' ? ArrowDown : ArrowUp;
  return (
    <button
      type="button"
      onClick={onSort}
      aria-label={t('inventory.table.sortBy', { column: head })}
      className={cx(
        'inline-flex max-w-full items-center gap-1 rounded-sm hover:text-ink',
        sorted && 'font-semibold text-ink',
      )}
    >
      <span className="truncate">{head}</span>
      {sorted && <Arrow size={12} aria-hidden className="shrink-0" />}
    </button>
  );
}

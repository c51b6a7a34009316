import { type KeyboardEvent, type ReactNode, useState } from 'react';
import type { ListPages } from '../hooks/use-list-pages.ts';
import { isPlain } from '../keyboard/key-press.ts';
import { nextIndex } from '../keyboard/list-keys.ts';
import { cx } from '../lib/cx.ts';
import { Skeleton } from './states.tsx';
import { SpacerRow, useTableWindow } from './table-window.tsx';

/** The height of a row, px. */
const ROW_HEIGHT = 36;

/** A column of a table of records. */
export interface RecordColumn<R> {
  readonly name: string;
  readonly label: string;
  /** Width in px; without, the column takes what is left. */
  readonly width?: number;
  readonly right?: boolean;
  readonly cell: (row: R) => ReactNode;
}

/**
 * A long list of records. Draws only the rows in view and holds only the pages around them. It is one tab stop: the arrow keys
 * move the chosen row, Enter opens it.
 */
export function RecordTable<R>({
  id,
  label,
  columns,
  pages,
  onOpen,
  onRange,
}: {
  /** The beginning of the ids of its rows. */
  readonly id: string;
  readonly label: string;
  readonly columns: readonly RecordColumn<R>[];
  readonly pages: ListPages<R>;
  readonly onOpen: (row: R) => void;
  readonly onRange: (from: number, to: number) => void;
}): ReactNode {
  const [active, setActive] = useState(-1);
  const { scroller, items, from, to, above, below, pageSize, scrollTo } = useTableWindow(
    pages.count,
    ROW_HEIGHT,
    onRange,
  );
  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>): void => {
    if (event.target !== event.currentTarget || !isPlain(event)) return;
    const chosen = pages.row(active);
    if (event.key === 'Enter') {
      if (chosen) onOpen(chosen);
      return;
    }
    const next = nextIndex(event, active, pages.count, pageSize());
    if (next === null) return;
    event.preventDefault();
    setActive(next);
    scrollTo(next);
  };
  const edge = (n: number): string => cx(n === 0 && 'pl-4', n === columns.length - 1 && 'pr-4');
  return (
    <div ref={scroller} className="h-full overflow-auto">
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid of rows that are opened
        role="grid"
        tabIndex={0}
        aria-label={label}
        aria-rowcount={pages.count + 1}
        aria-activedescendant={active >= from && active <= to ? `${id}-row-${active}` : undefined}
        onKeyDown={onKeyDown}
        className="w-full table-fixed border-separate border-spacing-0 focus-visible:-outline-offset-2"
      >
        <colgroup>
          {columns.map(({ name, width }) => (
            <col key={name} style={width === undefined ? undefined : { width }} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map(({ name, label: head, right }, n) => (
              <th
                key={name}
                className={cx(
                  'sticky top-0 z-[1] h-9 truncate border-b border-line bg-surface px-2.5 text-xs font-medium text-ink-3',
                  right ? 'text-right' : 'text-left',
                  edge(n),
                )}
              >
                {head}
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
                id={`${id}-row-${index}`}
                aria-rowindex={index + 2}
                aria-selected={index === active}
                onClick={() => {
                  setActive(index);
                  onOpen(row);
                }}
                className={cx('cursor-pointer', index === active ? 'bg-accent-soft' : 'hover:bg-hover')}
                style={{ height: ROW_HEIGHT }}
              >
                {columns.map(({ name, right, cell }, n) => (
                  <td
                    key={name}
                    className={cx(
                      'truncate border-b border-line px-2.5',
                      right && 'text-right',
                      edge(n),
                      n === 0 && index === active && 'shadow-[inset_3px_0_0_var(--q-accent)]',
                    )}
                  >
                    {cell(row)}
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

import { type MouseEvent, memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { StockRow } from '#shared/bridge/inventory.ts';
import { Skeleton } from '../../../components/states.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import { cx } from '../../../lib/cx.ts';
import { type ColumnId, NUMERIC, WIDTHS } from '../columns/column-ids.ts';
import type { ShownColumn } from '../columns/layout.ts';
import { rowKey } from '../selection/selection.ts';
import { cellOf, type Shown } from './cells.tsx';
import { FLASHED, useRowFlash } from './use-row-flash.ts';

/** The height of a row, px. */
export const ROW_HEIGHT = 34;

/** A column that can have the cursor: `select` is that of the boxes. */
export type CursorColumn = ColumnId | 'select';

/** Returns the id of the cell with the cursor in the document. Other cells have none. */
export const cellId = (key: string, column: CursorColumn): string => `stock-${key}-${column}`;

/** What a person does with the mouse on a row. */
export interface RowActions {
  readonly onOpen: (row: StockRow, index: number, column: CursorColumn) => void;
  /** Selects the row or takes it out; with `extend`, all from the last one to this. */
  readonly onSelect: (row: StockRow, index: number, extend: boolean) => void;
  readonly onEdit: (row: StockRow, index: number) => void;
}

/**
 * The layout of a row, head and body alike. Rows are blocks of one size that contain all they draw, not boxes of a table: a table is laid
 * out and painted as a whole whenever a row comes or goes, which is in each frame of scrolling.
 */
export const ROW = 'grid h-[34px]';
const BODY_ROW = `${ROW} [contain:strict]`;

/** A row that has not been read yet. */
export function LoadingRow({ index }: { readonly index: number }): ReactNode {
  return (
    <tr aria-hidden className={BODY_ROW}>
      <td className="col-span-full content-center border-b border-line px-4">
        <Skeleton className={index % 2 === 0 ? 'w-2/5' : 'w-1/3'} />
      </td>
    </tr>
  );
}

const CELL = 'content-center border-b border-line px-2.5 whitespace-nowrap last:pr-4';
// Clipped, not hidden: what is hidden can scroll, and each cell would be a layer of its own.
const CLIPPED = 'overflow-clip text-ellipsis';
const QUANTITIES: ReadonlySet<ColumnId> = new Set<ColumnId>([...FLASHED, 'lowAt']);

/** Whether what a column shows may be wider than it. Quantities fit, unless it was made narrower; each clipped cell costs time. */
const isClipped = ({ id, width }: ShownColumn): boolean =>
  !QUANTITIES.has(id) || (width ?? 0) < (WIDTHS[id].usual ?? 0);
const CURSOR = 'outline-focus group-focus-visible/grid:outline-2 group-focus-visible/grid:-outline-offset-2';

/** One item at one location. Drawn again only when it, its place or how it is marked changes. */
export const StockLine = memo(function StockLine({
  row,
  index,
  columns,
  tracks,
  shown,
  cursor,
  selected,
  editable,
  actions,
}: {
  readonly row: StockRow;
  readonly index: number;
  readonly columns: readonly ShownColumn[];
  /** The widths of the columns. In each row, not inherited: rows that inherit are styled anew whenever the table is. */
  readonly tracks: string;
  readonly shown: Shown;
  /** The column of the cursor; null if the row does not have it. */
  readonly cursor: CursorColumn | null;
  readonly selected: boolean;
  /** Whether the user may change what is on hand. */
  readonly editable: boolean;
  readonly actions: RowActions;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const element = useRowFlash(row);
  const key = rowKey(row);
  const tools = { t, format, shown };
  const onClick = (event: MouseEvent): void => {
    const cell = event.target instanceof Element ? event.target.closest('td') : null;
    const id = columns[(cell?.cellIndex ?? 0) - 1]?.id;
    if (id === undefined) actions.onSelect(row, index, event.shiftKey);
    else if (id === 'onHand' && editable) actions.onEdit(row, index);
    else actions.onOpen(row, index, id);
  };
  return (
    <tr
      ref={element}
      id={`stock-${key}`}
      aria-rowindex={index + 2}
      aria-selected={selected}
      aria-current={cursor === null ? undefined : 'true'}
      onClick={onClick}
      className={cx(
        BODY_ROW,
        'cursor-pointer',
        cursor !== null || selected ? 'bg-accent-soft' : 'hover:bg-hover',
      )}
      style={{ gridTemplateColumns: tracks }}
    >
      <td
        id={cursor === 'select' ? cellId(key, 'select') : undefined}
        className={cx(
          'content-center border-b border-line pl-3.5 select-none',
          cursor !== null && 'shadow-[inset_3px_0_0_var(--q-accent)]',
          cursor === 'select' && CURSOR,
        )}
      >
        <input
          type="checkbox"
          tabIndex={-1}
          readOnly
          checked={selected}
          aria-label={t('inventory.selection.row', { name: row.name, location: row.locationName })}
          className="pointer-events-none block size-3.5 accent-accent"
        />
      </td>
      {columns.map((one) => {
        const { id } = one;
        const cell = cellOf(row, id, tools);
        return (
          <td
            key={id}
            id={cursor === id ? cellId(key, id) : undefined}
            data-flash={cell.flash}
            title={cell.title}
            className={cx(
              CELL,
              isClipped(one) && CLIPPED,
              cell.className,
              NUMERIC.has(id) && 'text-right',
              id === 'onHand' &&
                editable &&
                'hover:underline hover:decoration-dotted hover:underline-offset-4',
              cursor === id && CURSOR,
            )}
          >
            {cell.content}
          </td>
        );
      })}
    </tr>
  );
});

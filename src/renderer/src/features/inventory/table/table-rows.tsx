import { type MouseEvent, memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { StockRow } from '#shared/bridge/inventory.ts';
import { Skeleton } from '../../../components/states.tsx';
import { cx } from '../../../lib/cx.ts';
import { type ColumnId, NUMERIC } from '../columns/column-ids.ts';
import type { ShownColumn } from '../columns/layout.ts';
import { rowKey } from '../selection/selection.ts';
import { CellContent, type Shown } from './cells.tsx';

/** The height of a row, px. */
export const ROW_HEIGHT = 34;

/** A column that can have the cursor: `select` is that of the boxes. */
export type CursorColumn = ColumnId | 'select';

/** Returns the id of a cell in the document. */
export const cellId = (key: string, column: CursorColumn): string => `stock-${key}-${column}`;

/** What a person does with the mouse on a row. */
export interface RowActions {
  readonly onOpen: (row: StockRow, index: number, column: CursorColumn) => void;
  /** Selects the row or takes it out; with `extend`, all from the last one to this. */
  readonly onSelect: (row: StockRow, index: number, extend: boolean) => void;
  readonly onEdit: (row: StockRow, index: number) => void;
}

/** A row that has not been read yet. */
export function LoadingRow({
  index,
  columns,
}: {
  readonly index: number;
  readonly columns: number;
}): ReactNode {
  return (
    <tr aria-hidden style={{ height: ROW_HEIGHT }}>
      <td colSpan={columns} className="border-b border-line px-4">
        <Skeleton className={index % 2 === 0 ? 'w-2/5' : 'w-1/3'} />
      </td>
    </tr>
  );
}

const CELL = 'truncate border-b border-line px-2.5 last:pr-4';
const CURSOR = 'outline-focus group-focus-visible/grid:outline-2 group-focus-visible/grid:-outline-offset-2';

/** One item at one location. Drawn again only when it, its place or how it is marked changes. */
export const StockLine = memo(function StockLine({
  row,
  index,
  columns,
  shown,
  cursor,
  selected,
  editable,
  actions,
}: {
  readonly row: StockRow;
  readonly index: number;
  readonly columns: readonly ShownColumn[];
  readonly shown: Shown;
  /** The column of the cursor; null if the row does not have it. */
  readonly cursor: CursorColumn | null;
  readonly selected: boolean;
  /** Whether the user may change what is on hand. */
  readonly editable: boolean;
  readonly actions: RowActions;
}): ReactNode {
  const { t } = useTranslation();
  const key = rowKey(row);
  const onClick = (event: MouseEvent): void => {
    const cell = event.target instanceof Element ? event.target.closest('td') : null;
    const id = columns[(cell?.cellIndex ?? 0) - 1]?.id;
    if (id === undefined) actions.onSelect(row, index, event.shiftKey);
    else if (id === 'onHand' && editable) actions.onEdit(row, index);
    else actions.onOpen(row, index, id);
  };
  return (
    <tr
      id={`stock-${key}`}
      aria-rowindex={index + 2}
      aria-selected={selected}
      aria-current={cursor === null ? undefined : 'true'}
      onClick={onClick}
      className={cx('cursor-pointer', cursor !== null || selected ? 'bg-accent-soft' : 'hover:bg-hover')}
      style={{ height: ROW_HEIGHT }}
    >
      <td
        id={cellId(key, 'select')}
        aria-colindex={1}
        className={cx(
          'border-b border-line pl-3.5 select-none',
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
      {columns.map(({ id }, n) => (
        <td
          key={id}
          id={cellId(key, id)}
          aria-colindex={n + 2}
          className={cx(
            CELL,
            NUMERIC.has(id) && 'text-right',
            id === 'onHand' && editable && 'hover:underline hover:decoration-dotted hover:underline-offset-4',
            cursor === id && CURSOR,
          )}
        >
          <CellContent row={row} column={id} shown={shown} />
        </td>
      ))}
    </tr>
  );
});

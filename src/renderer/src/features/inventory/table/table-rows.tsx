import type { ReactNode } from 'react';
import type { StockRow } from '#shared/bridge/inventory.ts';
import { Skeleton } from '../../../components/states.tsx';
import { cx } from '../../../lib/cx.ts';
import type { StockTableModel, StockTableRow } from './use-stock-table.ts';

/** The height of a row, px. */
export const ROW_HEIGHT = 34;

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

/** One item at one location. */
export function StockTableLine({
  table,
  row,
  index,
  active,
  onOpen,
}: {
  readonly table: StockTableModel;
  readonly row: StockTableRow;
  readonly index: number;
  readonly active: boolean;
  readonly onOpen: (row: StockRow) => void;
}): ReactNode {
  return (
    <tr
      id={`stock-${row.id}`}
      aria-rowindex={index + 2}
      aria-selected={active}
      onClick={() => onOpen(row.original)}
      className={cx(
        'cursor-pointer',
        active
          ? 'bg-accent-soft outline-focus group-focus-visible/grid:outline-2 group-focus-visible/grid:-outline-offset-2'
          : 'hover:bg-hover',
      )}
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
}

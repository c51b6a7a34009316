import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import type { StockRow } from '#shared/bridge/inventory.ts';
import { StockMark, StockStatus } from '../../../components/stock-status.tsx';
import type { Format } from '../../../hooks/use-format.ts';
import { cx } from '../../../lib/cx.ts';
import type { ColumnId } from '../columns/column-ids.ts';
import { PendingChip } from '../pending-chip.tsx';
import type { FlashedQuantity } from './use-row-flash.ts';

/** Which columns are shown, for cells that stand in for others. */
export interface Shown {
  readonly status: boolean;
  readonly onHand: boolean;
}

/** What cells are drawn with: read once for a row, because dozens of rows come with each frame of scrolling. */
export interface CellTools {
  readonly t: TFunction;
  readonly format: Format;
  readonly shown: Shown;
}

const figureStyle = (value: number, name: FlashedQuantity): string =>
  name === 'available' ? 'font-semibold' : value === 0 ? 'text-ink-3' : 'text-ink-2';

/** A figure among marks. Alone in its cell, the cell itself is the figure. */
function figure(row: StockRow, name: FlashedQuantity, format: Format): ReactNode {
  return (
    <span data-flash={name} className={cx('rounded-sm', figureStyle(row[name], name))}>
      {format.integer(row[name])}
    </span>
  );
}

/** What a cell shows. As much as can be is the cell itself: each element counts, as dozens of cells come with each frame. */
export interface Cell {
  readonly content: ReactNode;
  readonly className?: string;
  readonly title?: string;
  /** The name of the figure that the cell is. */
  readonly flash?: FlashedQuantity;
}

const alone = (row: StockRow, name: FlashedQuantity, format: Format): Cell => ({
  content: format.integer(row[name]),
  className: figureStyle(row[name], name),
  flash: name,
});
const marked = (content: ReactNode): Cell => ({ content });
const plain = (content: string): Cell => ({ content, className: 'text-ink-2' });
// A name is written in its own direction.
const named = (text: string): Cell => ({ content: <bdi>{text}</bdi>, className: 'text-ink-2' });
const code = (content: string): Cell => ({ content, className: 'font-mono text-xs text-ink-2' });

const pending = ({ pendingOnHand }: StockRow): ReactNode =>
  pendingOnHand !== 0 && <PendingChip delta={pendingOnHand} />;

function status(row: StockRow, { t, format }: CellTools): Cell {
  const limits = { lowAt: format.integer(row.lowAt), outAt: format.integer(row.outAt) };
  return {
    content: <StockStatus status={row.status} />,
    title: t('inventory.threshold.limits', limits),
  };
}

/** Available. Without the columns of the status and of what is on hand, it shows their mark and pending changes. */
function available(row: StockRow, { format, shown }: CellTools): Cell {
  if (shown.status && (shown.onHand || row.pendingOnHand === 0)) return alone(row, 'available', format);
  return marked(
    <span className="inline-flex items-center justify-end gap-1">
      {!shown.status && <StockMark status={row.status} />}
      {!shown.onHand && pending(row)}
      {figure(row, 'available', format)}
    </span>,
  );
}

function onHand(row: StockRow, { format }: CellTools): Cell {
  if (row.pendingOnHand === 0) return alone(row, 'onHand', format);
  return marked(
    <span className="inline-flex items-center justify-end gap-1">
      {pending(row)}
      {figure(row, 'onHand', format)}
    </span>,
  );
}

/** Returns what a column shows of a row. */
export function cellOf(row: StockRow, column: ColumnId, tools: CellTools): Cell {
  const { format } = tools;
  switch (column) {
    case 'sku':
      return code(row.sku);
    case 'name':
      return { content: <bdi>{row.name}</bdi>, className: 'font-medium proportional-nums' };
    case 'barcode':
      return code(row.barcode ?? '–');
    case 'category':
      return named(row.category);
    case 'location':
      return named(row.locationName);
    case 'onHand':
      return onHand(row, tools);
    case 'available':
      return available(row, tools);
    case 'committed':
    case 'unavailable':
    case 'incoming':
      return alone(row, column, format);
    case 'lowAt':
      return plain(format.integer(row.lowAt));
    case 'price':
      return plain(format.money(row.price, row.currency));
    case 'cost':
      return plain(format.money(row.cost, row.currency));
    case 'value':
      return plain(format.money(row.cost === null ? null : row.onHand * row.cost, row.currency));
    case 'status':
      return status(row, tools);
    case 'updated':
      return plain(format.moment(row.at));
  }
}

import {
  columnVisibilityFeature,
  createColumnHelper,
  rowSortingFeature,
  tableFeatures,
} from '@tanstack/react-table';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { STOCK_SORTS, StockRow } from '#shared/bridge/inventory.ts';
import { StockMark, StockStatus } from '../../../components/stock-status.tsx';
import { useFlash } from '../../../hooks/use-flash.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { cx } from '../../../lib/cx.ts';
import { PendingChip } from '../pending-chip.tsx';

/** The layout of a column, and the sort order of the bridge it maps to. */
interface StockColumnMeta {
  readonly width: string;
  /** The width in a narrow table; `width` if it is the same. */
  readonly narrow?: string;
  readonly numeric?: boolean;
  readonly sort?: (typeof STOCK_SORTS)[number];
}

// Rows come sorted and paged from the bridge: the table only manages columns, their visibility and the sort indicator.
export const stockFeatures = tableFeatures({
  columnVisibilityFeature,
  rowSortingFeature,
  columnMeta: {} as StockColumnMeta,
});
const helper = createColumnHelper<typeof stockFeatures, StockRow>();

/** The ids of the columns. */
export type ColumnName =
  | 'sku'
  | 'name'
  | 'category'
  | 'location'
  | 'onHand'
  | 'committed'
  | 'available'
  | 'unavailable'
  | 'status';

function Figure({
  row,
  name,
}: {
  readonly row: StockRow;
  readonly name: 'onHand' | 'committed' | 'available' | 'unavailable';
}): ReactNode {
  const format = useFormat();
  const value = row[name];
  // One flash per row is enough, on the figure that matters.
  const flash = useFlash<HTMLSpanElement>(value, name === 'available');
  return (
    <span
      ref={flash}
      className={cx(
        'rounded-sm px-1',
        name === 'available' ? 'font-semibold' : value === 0 ? 'text-ink-3' : 'text-ink-2',
      )}
    >
      {format.integer(value)}
    </span>
  );
}

function Status({ row }: { readonly row: StockRow }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const limits = { lowAt: format.integer(row.lowAt), outAt: format.integer(row.outAt) };
  return (
    <span title={t('inventory.threshold.limits', limits)}>
      <StockStatus status={row.status} />
    </span>
  );
}

function WithPending({
  row,
  name,
}: {
  readonly row: StockRow;
  readonly name: 'onHand' | 'available';
}): ReactNode {
  return (
    <span className="inline-flex items-center justify-end gap-1">
      <PendingChip delta={row.pendingOnHand} />
      <Figure row={row} name={name} />
    </span>
  );
}

/** The columns. Their ids are translation keys under `inventory.table`. */
export const STOCK_COLUMNS = helper.columns([
  helper.accessor('sku', {
    id: 'sku',
    meta: { width: '150px', narrow: '136px', sort: 'sku' },
    cell: (info) => <span className="font-mono text-xs text-ink-2">{info.getValue()}</span>,
  }),
  helper.accessor('name', {
    id: 'name',
    meta: { width: 'auto', sort: 'name' },
    cell: (info) => <bdi className="font-medium proportional-nums">{info.getValue()}</bdi>,
  }),
  helper.accessor('category', {
    id: 'category',
    meta: { width: '122px' },
    cell: (info) => <bdi className="text-ink-2">{info.getValue()}</bdi>,
  }),
  helper.accessor('locationName', {
    id: 'location',
    meta: { width: '150px' },
    cell: (info) => <bdi className="text-ink-2">{info.getValue()}</bdi>,
  }),
  helper.accessor('onHand', {
    id: 'onHand',
    meta: { width: '104px', numeric: true, sort: 'onHand' },
    cell: (info) => <WithPending row={info.row.original} name="onHand" />,
  }),
  helper.accessor('committed', {
    id: 'committed',
    meta: { width: '96px', numeric: true },
    cell: (info) => <Figure row={info.row.original} name="committed" />,
  }),
  helper.accessor('available', {
    id: 'available',
    meta: { width: '94px', narrow: '84px', numeric: true, sort: 'available' },
    // Without room for the columns of the status and of what is on hand, their mark and pending changes are shown here.
    cell: (info) => (
      <span className="inline-flex items-center justify-end gap-1">
        {info.table.getColumn('status')?.getIsVisible() === false && (
          <StockMark status={info.row.original.status} />
        )}
        {info.table.getColumn('onHand')?.getIsVisible() === false ? (
          <WithPending row={info.row.original} name="available" />
        ) : (
          <Figure row={info.row.original} name="available" />
        )}
      </span>
    ),
  }),
  helper.accessor('unavailable', {
    id: 'unavailable',
    meta: { width: '98px', numeric: true },
    cell: (info) => <Figure row={info.row.original} name="unavailable" />,
  }),
  helper.accessor('status', {
    id: 'status',
    meta: { width: '98px' },
    cell: (info) => <Status row={info.row.original} />,
  }),
]);

/** Below this width of the table, px, columns take their narrow widths. */
export const NARROW_TABLE = 600;

/**
 * Returns which columns fit a width, px. SKU and name always stay, because they tell which row it is; columns that the detail
 * also shows are dropped first.
 */
export function columnsAt(width: number): Readonly<Record<ColumnName, boolean>> {
  return {
    sku: true,
    name: true,
    category: width >= 1080,
    location: width >= 500,
    onHand: width >= 760,
    committed: width >= 980,
    available: true,
    unavailable: width >= 1080,
    status: width >= NARROW_TABLE,
  };
}

import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { StockRow } from '#shared/bridge/inventory.ts';
import { StockMark, StockStatus } from '../../../components/stock-status.tsx';
import { useFlash } from '../../../hooks/use-flash.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { cx } from '../../../lib/cx.ts';
import type { ColumnId } from '../columns/column-ids.ts';
import { PendingChip } from '../pending-chip.tsx';

/** Which columns are shown, for cells that stand in for others. */
export interface Shown {
  readonly status: boolean;
  readonly onHand: boolean;
}

type Quantity = 'onHand' | 'committed' | 'available' | 'unavailable' | 'incoming';

function Figure({ row, name }: { readonly row: StockRow; readonly name: Quantity }): ReactNode {
  const format = useFormat();
  const value = row[name];
  const flash = useFlash<HTMLSpanElement>(value);
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

/** Available. Without the columns of the status and of what is on hand, it shows their mark and pending changes. */
function Available({ row, shown }: { readonly row: StockRow; readonly shown: Shown }): ReactNode {
  return (
    <span className="inline-flex items-center justify-end gap-1">
      {!shown.status && <StockMark status={row.status} />}
      {!shown.onHand && <PendingChip delta={row.pendingOnHand} />}
      <Figure row={row} name="available" />
    </span>
  );
}

function Plain({ children }: { readonly children: ReactNode }): ReactNode {
  return <bdi className="text-ink-2">{children}</bdi>;
}

/** What a column shows of a row. */
export function CellContent({
  row,
  column,
  shown,
}: {
  readonly row: StockRow;
  readonly column: ColumnId;
  readonly shown: Shown;
}): ReactNode {
  const format = useFormat();
  switch (column) {
    case 'sku':
      return <span className="font-mono text-xs text-ink-2">{row.sku}</span>;
    case 'name':
      return <bdi className="font-medium proportional-nums">{row.name}</bdi>;
    case 'barcode':
      return <span className="font-mono text-xs text-ink-2">{row.barcode ?? '–'}</span>;
    case 'category':
      return <Plain>{row.category}</Plain>;
    case 'location':
      return <Plain>{row.locationName}</Plain>;
    case 'onHand':
      return (
        <span className="inline-flex items-center justify-end gap-1">
          <PendingChip delta={row.pendingOnHand} />
          <Figure row={row} name="onHand" />
        </span>
      );
    case 'available':
      return <Available row={row} shown={shown} />;
    case 'committed':
    case 'unavailable':
    case 'incoming':
      return <Figure row={row} name={column} />;
    case 'lowAt':
      return <Plain>{format.integer(row.lowAt)}</Plain>;
    case 'price':
      return <Plain>{format.money(row.price, row.currency)}</Plain>;
    case 'cost':
      return <Plain>{format.money(row.cost, row.currency)}</Plain>;
    case 'value':
      return <Plain>{format.money(row.cost === null ? null : row.onHand * row.cost, row.currency)}</Plain>;
    case 'status':
      return <Status row={row} />;
    case 'updated':
      return <Plain>{format.moment(row.at)}</Plain>;
  }
}

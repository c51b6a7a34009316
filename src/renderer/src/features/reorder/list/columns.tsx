import { FileText } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { REORDER_SORTS, ReorderRow } from '#shared/bridge/reorder.ts';
import { Badge } from '../../../components/badge.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import { cx } from '../../../lib/cx.ts';

type ColumnName =
  | 'item'
  | 'class'
  | 'available'
  | 'incoming'
  | 'demand'
  | 'leadTime'
  | 'safetyStock'
  | 'reorderPoint'
  | 'cover'
  | 'suggested'
  | 'supplier'
  | 'value';

type CellProps = { readonly row: ReorderRow };

/** A column of the list, and from which width of the table on it is shown, px. */
export interface Column {
  readonly name: ColumnName;
  readonly width: string;
  readonly from: number;
  readonly numeric: boolean;
  readonly sort?: (typeof REORDER_SORTS)[number];
  readonly Cell: (props: CellProps) => ReactNode;
}

function Item({ row }: CellProps): ReactNode {
  const { t } = useTranslation();
  const [draft] = row.drafts;
  return (
    <span className="flex items-center gap-2 proportional-nums" title={`${row.name} · ${row.sku}`}>
      <span className="min-w-0 truncate">
        <bdi className="font-medium">{row.name}</bdi> <span className="text-xs text-ink-3">{row.sku}</span>
      </span>
      {draft !== undefined && (
        <Badge icon={FileText}>
          {t('reorder.onDraftBadge', { number: draft.number ?? '…' })}
          {row.drafts.length > 1 && ' +'}
        </Badge>
      )}
    </span>
  );
}

function Whole({ value, quiet = false }: { readonly value: number | null; readonly quiet?: boolean }) {
  const format = useFormat();
  return <span className={cx(quiet && 'text-ink-3')}>{format.integer(value)}</span>;
}

function Decimal({ value }: { readonly value: number | null }): ReactNode {
  const format = useFormat();
  return <span className="text-ink-2">{format.fixed(value)}</span>;
}

function DemandCell({ row }: CellProps): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  if (row.demand === null) return <span className="text-xs text-ink-3">{t('reorder.unknown')}</span>;
  return (
    <span>
      {format.fixed(row.demand, 2)}
      <span className="text-xs text-ink-3"> ± {format.fixed(row.deviation, 2)}</span>
    </span>
  );
}

function LeadTime({ row }: CellProps): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <span
      className="text-ink-2"
      title={t(row.supplier === null ? 'reorder.detail.leadOfWorkspace' : 'reorder.detail.leadOfSupplier', {
        lead: `${format.decimal(row.leadTimeDays)} ± ${format.decimal(row.leadTimeDeviationDays, 2)}`,
      })}
    >
      {t('reorder.days', { count: row.leadTimeDays, formatted: format.decimal(row.leadTimeDays) })}
    </span>
  );
}

function Cover({ row }: CellProps): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { daysOfCover: days } = row;
  if (days === null) return <span className="text-ink-3">–</span>;
  // Less than the lead time: an order that is placed now comes too late.
  const late = days < row.leadTimeDays;
  return (
    <span className={cx(late && 'font-medium text-crit')} title={late ? t('reorder.late') : undefined}>
      {format.fixed(days)}
    </span>
  );
}

function Suggested({ row }: CellProps): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  if (row.suggested === null) return <span className="text-ink-3">–</span>;
  if (!row.needsOrder)
    return (
      <span className="text-ink-3" title={t('reorder.notYet')}>
        {format.integer(row.suggested)}
      </span>
    );
  return (
    <Badge tone="warn" className="text-xs tabular-nums">
      {format.integer(row.suggested)}
    </Badge>
  );
}

function Supplier({ row }: CellProps): ReactNode {
  const { t } = useTranslation();
  return (
    <span className={cx('proportional-nums', row.supplier === null && 'text-xs text-ink-3')} dir="auto">
      {row.supplier?.name ?? t('reorder.noSupplier')}
    </span>
  );
}

function Value({ row }: CellProps): ReactNode {
  const format = useFormat();
  return <span className="text-ink-2">{format.money(row.value, row.currency)}</span>;
}

function Class({ row }: CellProps): ReactNode {
  return <span className="text-ink-2">{row.itemClass ?? '–'}</span>;
}

const COLUMNS: readonly Column[] = [
  { name: 'item', width: 'auto', from: 0, numeric: false, sort: 'name', Cell: Item },
  { name: 'class', width: '56px', from: 1040, numeric: false, Cell: Class },
  {
    name: 'available',
    width: '82px',
    from: 0,
    numeric: true,
    sort: 'available',
    Cell: ({ row }) => <Whole value={row.available} />,
  },
  {
    name: 'incoming',
    width: '76px',
    from: 940,
    numeric: true,
    Cell: ({ row }) => <Whole value={row.incoming} quiet={row.incoming === 0} />,
  },
  { name: 'demand', width: '116px', from: 480, numeric: true, sort: 'demand', Cell: DemandCell },
  { name: 'leadTime', width: '82px', from: 1200, numeric: true, Cell: LeadTime },
  {
    name: 'safetyStock',
    width: '76px',
    from: 1140,
    numeric: true,
    Cell: ({ row }) => <Decimal value={row.safetyStock} />,
  },
  {
    name: 'reorderPoint',
    width: '82px',
    from: 640,
    numeric: true,
    Cell: ({ row }) => <Decimal value={row.reorderPoint} />,
  },
  { name: 'cover', width: '104px', from: 560, numeric: true, sort: 'cover', Cell: Cover },
  { name: 'suggested', width: '92px', from: 0, numeric: true, sort: 'suggested', Cell: Suggested },
  { name: 'supplier', width: '130px', from: 1240, numeric: false, Cell: Supplier },
  { name: 'value', width: '112px', from: 800, numeric: true, sort: 'value', Cell: Value },
];

/** Returns the columns for which there is room; that of suppliers only where there are any. */
export function columnsFor(width: number, suppliers: boolean): readonly Column[] {
  return COLUMNS.filter(({ name, from }) => width >= from && (suppliers || name !== 'supplier'));
}

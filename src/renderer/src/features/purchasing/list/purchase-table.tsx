import { Clock3 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PurchaseSummary } from '#shared/bridge/purchasing.ts';
import { PurchaseStatusBadge } from '../../../components/purchase-status.tsx';
import { type RecordColumn, RecordTable } from '../../../components/record-table.tsx';
import { Money } from '../../../components/values.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import type { ListPages } from '../../../hooks/use-list-pages.ts';
import { useMedia } from '../../../hooks/use-media.ts';

/** Purchase orders, newest first, with how much of each has arrived. */
export function PurchaseTable({
  pages,
  onOpen,
  onRange,
}: {
  readonly pages: ListPages<PurchaseSummary>;
  readonly onOpen: (purchase: PurchaseSummary) => void;
  readonly onRange: (from: number, to: number) => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const wide = useMedia('(min-width: 1100px)');
  const what: RecordColumn<PurchaseSummary> = {
    key: 'what',
    head: t('purchasing.lines'),
    cell: ({ firstLine, lineCount }) => (
      <span className="text-ink-2 proportional-nums">
        {firstLine}{' '}
        <span className="text-ink-3">
          {lineCount > 1 ? t('purchasing.list.more', { count: lineCount - 1 }) : ''}
        </span>
      </span>
    ),
  };
  const columns: readonly RecordColumn<PurchaseSummary>[] = [
    {
      key: 'number',
      head: t('purchasing.list.number'),
      width: 120,
      cell: ({ number }) => <span className="font-medium">{number}</span>,
    },
    {
      key: 'supplier',
      head: t('purchasing.supplier'),
      cell: ({ supplierName }) => (
        <span className="proportional-nums" dir="auto">
          {supplierName}
        </span>
      ),
    },
    ...(wide ? [what] : []),
    {
      key: 'status',
      head: t('purchasing.status'),
      width: 200,
      cell: ({ status, late, pending }) => (
        <span className="inline-flex items-center gap-1">
          <PurchaseStatusBadge status={status} late={late} />
          {pending && <Clock3 size={12} aria-label={t('purchasing.pending')} className="text-warn" />}
        </span>
      ),
    },
    {
      key: 'arrived',
      head: t('purchasing.arrived'),
      width: 110,
      align: 'right',
      cell: ({ arrived, ordered }) => `${format.integer(arrived)} / ${format.integer(ordered)}`,
    },
    {
      key: 'expected',
      head: t('purchasing.expected'),
      width: 125,
      align: 'right',
      cell: ({ expectedOn }) => (
        <span className="text-ink-2">{expectedOn === null ? '–' : format.isoDay(expectedOn)}</span>
      ),
    },
    {
      key: 'total',
      head: t('purchasing.total'),
      width: 120,
      align: 'right',
      cell: ({ total, currency }) => <Money amount={total} currency={currency} />,
    },
  ];
  return (
    <RecordTable
      idPrefix="purchase-row"
      label={t('purchasing.list.label')}
      columns={columns}
      pages={pages}
      onOpen={onOpen}
      onRange={onRange}
    />
  );
}

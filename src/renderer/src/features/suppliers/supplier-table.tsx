import { Clock3 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SupplierRow } from '#shared/bridge/suppliers.ts';
import { Badge } from '../../components/badge.tsx';
import { type RecordColumn, RecordTable } from '../../components/record-table.tsx';
import { Money } from '../../components/values.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import type { ListPages } from '../../hooks/use-list-pages.ts';
import { useMedia } from '../../hooks/use-media.ts';

/** Suppliers by name, with how fast and how reliably they deliver. */
export function SupplierTable({
  pages,
  onOpen,
  onRange,
}: {
  readonly pages: ListPages<SupplierRow>;
  readonly onOpen: (supplier: SupplierRow) => void;
  readonly onRange: (from: number, to: number) => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const wide = useMedia('(min-width: 1100px)');
  const contact: RecordColumn<SupplierRow> = {
    key: 'contact',
    head: t('suppliers.fields.contactName'),
    cell: ({ contactName, email }) => (
      <span className="text-ink-2 proportional-nums" dir="auto">
        {[contactName, email].filter(Boolean).join(' · ') || '–'}
      </span>
    ),
  };
  const columns: readonly RecordColumn<SupplierRow>[] = [
    {
      key: 'name',
      head: t('suppliers.fields.name'),
      cell: ({ name, status, pending }) => (
        <span className="inline-flex max-w-full items-center gap-1.5">
          <span className="truncate font-medium proportional-nums" dir="auto">
            {name}
          </span>
          {status === 'archived' && <Badge>{t('suppliers.statuses.archived')}</Badge>}
          {pending && <Clock3 size={12} aria-label={t('suppliers.pending')} className="text-warn" />}
        </span>
      ),
    },
    ...(wide ? [contact] : []),
    {
      key: 'lead',
      head: t('suppliers.leadTime'),
      width: 150,
      align: 'right',
      cell: ({ leadTimeDays, leadTimeDeviationDays }) =>
        t('suppliers.leadTimeValue', {
          days: format.integer(leadTimeDays),
          deviation: leadTimeDeviationDays.toLocaleString(format.locale),
        }),
    },
    {
      key: 'minimum',
      head: t('suppliers.fields.minimumOrder'),
      width: 150,
      align: 'right',
      cell: ({ minimumOrder, currency }) =>
        minimumOrder === 0 ? '–' : <Money amount={minimumOrder} currency={currency} />,
    },
    {
      key: 'items',
      head: t('suppliers.items'),
      width: 90,
      align: 'right',
      cell: ({ items }) => format.integer(items),
    },
    {
      key: 'open',
      head: t('suppliers.openOrders'),
      width: 150,
      align: 'right',
      cell: ({ openOrders }) => format.integer(openOrders),
    },
  ];
  return (
    <RecordTable
      idPrefix="supplier-row"
      label={t('suppliers.label')}
      columns={columns}
      pages={pages}
      onOpen={onOpen}
      onRange={onRange}
    />
  );
}

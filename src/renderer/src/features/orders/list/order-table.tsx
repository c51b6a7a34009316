import { Clock3 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrderSummary } from '#shared/bridge/orders.ts';
import { OrderStatusBadge } from '../../../components/order-status.tsx';
import { type RecordColumn, RecordTable } from '../../../components/record-table.tsx';
import { Money } from '../../../components/values.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import type { ListPages } from '../../../hooks/use-list-pages.ts';
import { useMedia } from '../../../hooks/use-media.ts';
import { useCan } from '../../../stores/session.ts';
import { useSelectColumn } from './select-column.tsx';
import { toggleOrder } from './selection.ts';

/** Orders, newest first. */
export function OrderTable({
  pages,
  onOpen,
  onRange,
}: {
  readonly pages: ListPages<OrderSummary>;
  readonly onOpen: (order: OrderSummary) => void;
  readonly onRange: (from: number, to: number) => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const wide = useMedia('(min-width: 1100px)');
  const canSelect = useCan('orders:write');
  const what: RecordColumn<OrderSummary> = {
    key: 'lines',
    head: t('orders.lines'),
    cell: ({ firstLine, lineCount }) => (
      <span className="text-ink-2 proportional-nums">
        {firstLine}{' '}
        <span className="text-ink-3">
          {lineCount > 1 ? t('orders.list.more', { count: lineCount - 1 }) : ''}
        </span>
      </span>
    ),
  };
  const columns: readonly RecordColumn<OrderSummary>[] = [
    ...useSelectColumn(),
    {
      key: 'number',
      head: t('orders.list.number'),
      width: 150,
      cell: ({ number }) => <span className="font-medium">{number}</span>,
    },
    {
      key: 'customer',
      head: t('orders.customer'),
      cell: ({ customer }) => (
        <span className="proportional-nums" dir="auto">
          {customer?.name ?? <span className="text-ink-3">{t('orders.guest')}</span>}
        </span>
      ),
    },
    ...(wide ? [what] : []),
    {
      key: 'status',
      head: t('orders.status'),
      width: 150,
      cell: ({ status, partly, pending }) => (
        <span className="inline-flex items-center gap-1">
          <OrderStatusBadge status={status} partly={partly} />
          {pending && <Clock3 size={12} aria-label={t('orders.pending')} className="text-warn" />}
        </span>
      ),
    },
    {
      key: 'total',
      head: t('orders.list.total'),
      width: 120,
      align: 'right',
      cell: ({ total, currency }) => <Money amount={total} currency={currency} />,
    },
    {
      key: 'placed',
      head: t('orders.placed'),
      width: 170,
      align: 'right',
      cell: ({ placedAt }) => (
        <time
          dateTime={new Date(placedAt).toISOString()}
          title={format.dateTime(placedAt)}
          className="text-ink-2"
        >
          {format.moment(placedAt)}
        </time>
      ),
    },
  ];
  return (
    <RecordTable
      idPrefix="order-row"
      label={t('orders.list.label')}
      columns={columns}
      pages={pages}
      onOpen={onOpen}
      onToggle={canSelect ? toggleOrder : null}
      onRange={onRange}
    />
  );
}

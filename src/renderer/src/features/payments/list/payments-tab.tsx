import { CreditCard } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Payment } from '#shared/domain/orders.ts';
import { bridge } from '../../../bridge/client.ts';
import { HistoryLine } from '../../../components/history-line.tsx';
import { ListPage, NoRecords } from '../../../components/list-page.tsx';
import { PaymentStatusBadge } from '../../../components/payment-status.tsx';
import { type RecordColumn, RecordTable } from '../../../components/record-table.tsx';
import { Money } from '../../../components/values.tsx';
import { useAddressFilters } from '../../../hooks/use-address.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { usePagesInView } from '../../../hooks/use-list-pages.ts';
import { useMedia } from '../../../hooks/use-media.ts';
import { useMethodName } from '../../../hooks/use-method-name.ts';
import { paymentReason } from '../../../lib/reasons.ts';
import { isNarrowed, readPaymentFilters, writePaymentFilters } from './filters.ts';
import { Toolbar } from './toolbar.tsx';

/** All payments and refunds, newest first. A row opens its order. */
export function PaymentsTab(): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { filters, address, onFilters, onClear } = useAddressFilters(readPaymentFilters, writePaymentFilters);
  const columns = useColumns();
  const { pages, onRange } = usePagesInView(['payments', 'list', filters], (after, limit) =>
    bridge.call('payments.list', { ...filters, after, limit }),
  );
  return (
    <ListPage
      pages={pages}
      toolbar={<Toolbar filters={filters} onFilters={onFilters} total={pages.total} />}
      loadingRows={14}
      none={
        <NoRecords words="payments.list" icon={CreditCard} onClear={isNarrowed(filters) ? onClear : null} />
      }
      footer={<HistoryLine channel="payments" kind="payment" />}
    >
      <RecordTable
        key={address}
        pages={pages}
        columns={columns}
        label={t('payments.list.label')}
        idPrefix="payment-row"
        onRange={onRange}
        onOpen={({ orderId }) =>
          void navigate(`/orders/${encodeURIComponent(orderId)}`, { state: { back: `/payments?${address}` } })
        }
      />
    </ListPage>
  );
}

function useColumns(): readonly RecordColumn<Payment>[] {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useMethodName();
  const wide = useMedia('(min-width: 1200px)');
  return useMemo(
    () => [
      {
        key: 'at',
        head: t('payments.list.at'),
        width: 176,
        cell: ({ at }) => (
          <time dateTime={new Date(at).toISOString()} className="text-ink-2">
            {format.dateTime(at)}
          </time>
        ),
      },
      {
        key: 'order',
        head: t('payments.list.order'),
        width: wide ? 170 : 120,
        cell: ({ orderNumber }) => <bdi className="font-medium proportional-nums">{orderNumber}</bdi>,
      },
      {
        key: 'kind',
        head: t('payments.list.kind'),
        width: 100,
        cell: ({ kind, amount }) => t(`payments.kind.${amount === 0 ? 'return' : kind}`),
      },
      {
        key: 'status',
        head: t('payments.list.status'),
        width: 120,
        cell: ({ status }) => <PaymentStatusBadge status={status} />,
      },
      {
        key: 'method',
        head: t('payments.list.method'),
        width: wide ? 130 : 104,
        cell: ({ method }) => <bdi className="proportional-nums">{nameOf(method)}</bdi>,
      },
      {
        key: 'reason',
        head: t('payments.list.why'),
        cell: (payment) => {
          const reason = paymentReason({ t }, payment);
          return (
            <span dir="auto" className="text-ink-2 proportional-nums" title={reason ?? undefined}>
              {reason}
            </span>
          );
        },
      },
      {
        key: 'amount',
        head: t('payments.list.amount'),
        width: 130,
        align: 'right',
        cell: ({ kind, status, amount, currency }) => (
          <Money
            amount={kind === 'refund' ? -amount : amount}
            currency={currency}
            {...(status === 'succeeded' ? {} : { className: 'text-ink-3' })}
          />
        ),
      },
    ],
    [t, format, nameOf, wide],
  );
}

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import type { MethodOutput } from '#shared/bridge/index.ts';
import { revenueOf } from '#shared/domain/figures.ts';
import { bridge } from '../../bridge/client.ts';
import { OrderStatusBadge } from '../../components/order-status.tsx';
import { Page } from '../../components/page.tsx';
import { DetailRow, Panel } from '../../components/panel.tsx';
import { ErrorState, SkeletonRows } from '../../components/states.tsx';
import { SubjectLink } from '../../components/subject-link.tsx';
import { Money } from '../../components/values.tsx';
import { useFormat } from '../../hooks/use-format.ts';

/** One order: customer, lines, total and payments. */
export default function OrderPage(): ReactNode {
  const { t } = useTranslation();
  const { orderId = '' } = useParams();
  const query = useQuery({
    queryKey: ['orders', 'order', orderId],
    queryFn: () => bridge.call('orders.order', { orderId }),
    meta: { record: orderId },
  });
  return (
    <Page title={t('orders.title', { number: query.data?.order.number ?? '' })}>
      {query.data ? (
        <OrderView data={query.data} />
      ) : query.error ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <SkeletonRows />
      )}
    </Page>
  );
}

function OrderView({ data }: { readonly data: MethodOutput<'orders.order'> }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { order, paid, refunded } = data;
  const cell = 'px-3 text-right';
  return (
    <div className="h-full overflow-auto p-4">
      <div className="mx-auto grid max-w-[1080px] grid-cols-[minmax(0,1fr)_300px] items-start gap-4">
        <Panel title={t('orders.lines')} bodyClassName="overflow-auto">
          <table className="w-full">
            <thead className="text-xs text-ink-3">
              <tr className="h-8 border-b border-line">
                <th className="px-3 text-left font-medium">{t('orders.item')}</th>
                <th className={`${cell} font-medium`}>{t('orders.quantity')}</th>
                <th className={`${cell} font-medium`}>{t('orders.unitPrice')}</th>
                <th className={`${cell} font-medium`}>{t('orders.lineTotal')}</th>
              </tr>
            </thead>
            <tbody>
              {order.lines.map((line, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: an order may hold the same item twice; its lines never move
                <tr key={`${line.itemId}${index}`} className="h-10 border-b border-line last:border-0">
                  <td className="px-3">
                    <SubjectLink
                      subject={{ kind: 'item', id: line.itemId }}
                      className="proportional-nums hover:underline"
                    >
                      {line.name}
                    </SubjectLink>
                    <span className="ml-2 text-xs text-ink-3 proportional-nums">{line.sku}</span>
                  </td>
                  <td className={cell}>{format.integer(line.quantity)}</td>
                  <td className={cell}>
                    <Money amount={line.unitPrice} currency={order.currency} />
                  </td>
                  <td className={cell}>
                    <Money amount={line.total} currency={order.currency} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Panel>
        <Panel label={t('orders.title', { number: order.number })} bodyClassName="p-4">
          <dl>
            <DetailRow label={t('orders.status')}>
              <OrderStatusBadge status={order.status} />
            </DetailRow>
            <DetailRow label={t('orders.customer')}>{order.customer?.name ?? t('orders.guest')}</DetailRow>
            <DetailRow label={t('orders.placed')}>{format.dateTime(order.placedAt)}</DetailRow>
            <DetailRow label={t('orders.total')}>
              <Money amount={order.total} currency={order.currency} />
            </DetailRow>
            <DetailRow label={t('orders.paid')}>
              <Money amount={paid} currency={order.currency} />
            </DetailRow>
            {refunded > 0 && (
              <DetailRow label={t('orders.refunded')}>
                <Money amount={-refunded} currency={order.currency} />
              </DetailRow>
            )}
            <DetailRow label={t('orders.net')}>
              <strong className="font-semibold">
                <Money amount={revenueOf(data)} currency={order.currency} />
              </strong>
            </DetailRow>
          </dl>
          <p className="mt-2 border-t border-line pt-2 text-xs text-ink-3">
            {data.asOf.at !== null &&
              t('connection.provenance', {
                time: format.moment(data.asOf.at),
                seq: format.integer(data.asOf.seq),
              })}
          </p>
        </Panel>
      </div>
    </div>
  );
}

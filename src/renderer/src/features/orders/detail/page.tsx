import { ArrowLeft, Clock3, SearchX } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useParams } from 'react-router';
import { revenueOf } from '#shared/domain/figures.ts';
import type { Order } from '#shared/domain/orders.ts';
import { Badge } from '../../../components/badge.tsx';
import { ConversationsPanel } from '../../../components/conversations-panel.tsx';
import { OrderStatusBadge } from '../../../components/order-status.tsx';
import { Page } from '../../../components/page.tsx';
import { DetailRow, Panel } from '../../../components/panel.tsx';
import { EmptyState, ErrorState, NoPermission, SkeletonRows } from '../../../components/states.tsx';
import { SubjectLink } from '../../../components/subject-link.tsx';
import { Money } from '../../../components/values.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import { useCan } from '../../../stores/session.ts';
import { OrderActions } from './actions.tsx';
import { LinesPanel, PaymentsPanel, StockPanel } from './lines-panel.tsx';
import { TimelinePanel } from './timeline-panel.tsx';
import { type OrderData, useOrder } from './use-order.ts';

/** Returns the way back: the list as it was left, or all orders. */
function useBack(): string {
  const state: unknown = useLocation().state;
  return typeof state === 'object' && state !== null && 'back' in state && typeof state.back === 'string'
    ? state.back
    : '/orders';
}

/** One order: lines, stock, payments, timeline, customer and conversations, and what can be done with it. */
export default function OrderPage(): ReactNode {
  const { t } = useTranslation();
  const { orderId = '' } = useParams();
  const allowed = useCan('orders:read');
  const query = useOrder(orderId);
  const back = useBack();
  const order = query.data?.order ?? null;
  return (
    <Page title={t('orders.title', { number: order?.number ?? '' })}>
      {!allowed ? (
        <NoPermission permission="orders:read" />
      ) : query.data === undefined ? (
        query.error ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <SkeletonRows />
        )
      ) : (
        <div className="h-full overflow-auto p-4">
          <div className="mx-auto max-w-[1180px]">
            <div className="mb-3 flex min-h-[30px] flex-wrap items-center gap-2">
              <Link
                to={back}
                className="inline-flex grow items-center gap-1 text-xs font-medium text-accent-ink hover:underline"
              >
                <ArrowLeft size={14} aria-hidden />
                {t('orders.back')}
              </Link>
              {order !== null && <OrderActions order={order} data={query.data} />}
            </div>
            {order === null ? (
              <EmptyState icon={SearchX} title={t('orders.none')} body={t('orders.noneBody')} />
            ) : (
              <OrderView order={order} data={query.data} />
            )}
          </div>
        </div>
      )}
    </Page>
  );
}

function OrderView({ order, data }: { readonly order: Order; readonly data: OrderData }): ReactNode {
  const canChat = useCan('chat:read');
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_320px] items-start gap-4 max-[899px]:grid-cols-1">
      <div className="flex min-w-0 flex-col gap-4">
        <LinesPanel order={order} />
        <StockPanel order={order} data={data} />
        <PaymentsPanel data={data} />
        <TimelinePanel order={order} data={data} />
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <Summary order={order} data={data} />
        {canChat && (
          <ConversationsPanel
            subject={{ kind: 'order', id: order.id }}
            customer={order.customer}
            about={order}
          />
        )}
      </div>
    </div>
  );
}

function Summary({ order, data }: { readonly order: Order; readonly data: OrderData }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { paid, refunded } = data;
  return (
    <Panel label={t('orders.title', { number: order.number })} bodyClassName="p-4">
      <dl>
        <DetailRow label={t('orders.status')}>
          <span className="inline-flex flex-wrap items-center gap-1.5">
            <OrderStatusBadge status={order.status} />
            {data.pending && (
              <Badge tone="warn" icon={Clock3}>
                {t('orders.pending')}
              </Badge>
            )}
          </span>
        </DetailRow>
        <DetailRow label={t('orders.customer')}>
          {order.customer === null ? (
            t('orders.guest')
          ) : (
            <SubjectLink
              subject={{ kind: 'customer', id: order.customer.id }}
              className="text-accent-ink hover:underline"
            >
              <bdi>{order.customer.name}</bdi>
            </SubjectLink>
          )}
        </DetailRow>
        <DetailRow label={t('orders.placed')}>{format.dateTime(order.placedAt)}</DetailRow>
        <DetailRow label={t('orders.location')}>
          <bdi>{data.locationName ?? '–'}</bdi>
        </DetailRow>
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
            <Money amount={revenueOf({ paid, refunded })} currency={order.currency} />
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
  );
}

import { Clock3, SearchX } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { revenueOf } from '#shared/domain/figures.ts';
import type { Order } from '#shared/domain/orders.ts';
import { partlyShipped } from '#shared/domain/shipments.ts';
import { Badge } from '../../../components/badge.tsx';
import { ConversationsPanel } from '../../../components/conversations-panel.tsx';
import { OrderStatusBadge } from '../../../components/order-status.tsx';
import { DetailRow, Panel } from '../../../components/panel.tsx';
import {
  Provenance,
  RecordBody,
  RecordHeader,
  RecordPage,
  useBack,
} from '../../../components/record-page.tsx';
import { EmptyState } from '../../../components/states.tsx';
import { SubjectLink } from '../../../components/subject-link.tsx';
import { Money } from '../../../components/values.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import { useCan } from '../../../stores/session.ts';
import { OrderActions } from './actions.tsx';
import { DisputesPanel } from './disputes-panel.tsx';
import { LinesPanel, PaymentsPanel, StockPanel } from './lines-panel.tsx';
import { TimelinePanel } from './timeline-panel.tsx';
import { type OrderData, useOrder } from './use-order.ts';

/** One order: lines, stock, payments, timeline, customer and conversations, and what can be done with it. */
export default function OrderPage(): ReactNode {
  const { t } = useTranslation();
  const { orderId = '' } = useParams();
  const query = useOrder(orderId);
  const back = useBack('/orders');
  const number = query.data?.order?.number ?? '';
  return (
    <RecordPage title={t('orders.title', { number })} permission="orders:read" query={query}>
      {(data) => (
        <RecordBody>
          <RecordHeader to={back} back={t('orders.back')}>
            {data.order !== null && <OrderActions order={data.order} data={data} />}
          </RecordHeader>
          {data.order === null ? (
            <EmptyState icon={SearchX} title={t('orders.none')} body={t('orders.noneBody')} />
          ) : (
            <OrderView order={data.order} data={data} />
          )}
        </RecordBody>
      )}
    </RecordPage>
  );
}

function OrderView({ order, data }: { readonly order: Order; readonly data: OrderData }): ReactNode {
  const canChat = useCan('chat:read');
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_320px] items-start gap-4 max-[899px]:grid-cols-1">
      <div className="flex min-w-0 flex-col gap-4">
        <LinesPanel order={order} data={data} />
        <StockPanel order={order} data={data} />
        <PaymentsPanel data={data} />
        <DisputesPanel orderId={order.id} />
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
  const { paid, refunded, disputed } = data;
  return (
    <Panel label={t('orders.title', { number: order.number })} bodyClassName="p-4">
      <dl>
        <DetailRow label={t('orders.status')}>
          <span className="inline-flex flex-wrap items-center gap-1.5">
            <OrderStatusBadge status={order.status} partly={partlyShipped(order)} />
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
        {disputed > 0 && (
          <DetailRow label={t('orders.disputed')}>
            <Money amount={-disputed} currency={order.currency} />
          </DetailRow>
        )}
        <DetailRow label={t('orders.net')}>
          <strong className="font-semibold">
            <Money amount={revenueOf({ paid, refunded }) - disputed} currency={order.currency} />
          </strong>
        </DetailRow>
      </dl>
      <Provenance asOf={data.asOf} />
    </Panel>
  );
}

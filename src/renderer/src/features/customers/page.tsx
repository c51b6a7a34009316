import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, UserRoundX } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import type { MethodOutput } from '#shared/bridge/index.ts';
import { ordersBy } from '#shared/bridge/orders.ts';
import { revenueOf } from '#shared/domain/figures.ts';
import { bridge } from '../../bridge/client.ts';
import { Button } from '../../components/button.tsx';
import { ConversationsPanel } from '../../components/conversations-panel.tsx';
import { PanelList } from '../../components/list-states.tsx';
import { OrderStatusBadge } from '../../components/order-status.tsx';
import { DetailRow, Panel } from '../../components/panel.tsx';
import { RecordBody, RecordPage } from '../../components/record-page.tsx';
import { EmptyState } from '../../components/states.tsx';
import { SubjectLink } from '../../components/subject-link.tsx';
import { Money, RelativeTime } from '../../components/values.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { useInfinite } from '../../hooks/use-infinite.ts';
import { useCan } from '../../stores/session.ts';

const PAGE = 50;
type CustomerData = MethodOutput<'customers.customer'>;

/** One customer: value, first and last seen, orders and conversations. */
export default function CustomerPage(): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { customerId = '' } = useParams();
  const allowed = useCan('orders:read');
  const canChat = useCan('chat:read');
  const query = useQuery({
    queryKey: ['customers', 'customer', customerId],
    queryFn: () => bridge.call('customers.customer', { customerId }),
    enabled: allowed,
    meta: { intervalMs: 1000 },
  });
  const name = query.data?.customer?.name;
  return (
    <RecordPage title={name ?? t('customers.title')} permission="orders:read" query={query}>
      {(data) => (
        <RecordBody>
          <Button
            size="sm"
            variant="ghost"
            icon={ArrowLeft}
            className="mb-3"
            onClick={() => void navigate(-1)}
          >
            {t('customers.back')}
          </Button>
          {data.customer === null ? (
            <EmptyState icon={UserRoundX} title={t('customers.none')} body={t('customers.noneBody')} />
          ) : (
            <div className="grid grid-cols-[minmax(0,1fr)_340px] items-start gap-4 max-[899px]:grid-cols-1">
              <Orders customerId={customerId} />
              <div className="flex min-w-0 flex-col gap-4">
                <Summary data={data} />
                {canChat && (
                  <ConversationsPanel
                    subject={{ kind: 'customer', id: customerId }}
                    customer={data.customer}
                  />
                )}
              </div>
            </div>
          )}
        </RecordBody>
      )}
    </RecordPage>
  );
}

function Summary({ data }: { readonly data: CustomerData }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const canPersonal = useCan('customers:read');
  const { customer, value, orders, firstSeen, lastSeen, completeFrom } = data;
  return (
    <Panel label={t('customers.title')} bodyClassName="p-4">
      <dl>
        <DetailRow label={t('customers.email')}>
          {canPersonal ? (
            <span className="break-all">{customer?.email ?? '–'}</span>
          ) : (
            <span className="text-ink-3">{t('customers.hidden', { permission: 'customers:read' })}</span>
          )}
        </DetailRow>
        <DetailRow label={t('customers.orders')}>{format.integer(orders)}</DetailRow>
        <DetailRow label={t('customers.value')}>
          {value.length === 0 ? (
            '–'
          ) : (
            <span className="flex flex-col">
              {value.map((sums) => (
                <Money key={sums.currency} amount={revenueOf(sums)} currency={sums.currency} />
              ))}
            </span>
          )}
        </DetailRow>
        <DetailRow label={t('customers.firstSeen')}>
          {firstSeen === null ? '–' : format.dateTime(firstSeen)}
        </DetailRow>
        <DetailRow label={t('customers.lastSeen')}>
          {lastSeen === null ? '–' : <RelativeTime at={lastSeen} />}
        </DetailRow>
      </dl>
      <p className="mt-2 border-t border-line pt-2 text-xs text-ink-3">
        {completeFrom === null
          ? t('customers.valueExplained')
          : t('customers.incomplete', { from: format.dateTime(completeFrom) })}
      </p>
    </Panel>
  );
}

function Orders({ customerId }: { readonly customerId: string }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const list = useInfinite(['orders', 'search', 'customer', customerId], (after) =>
    bridge.call('orders.search', {
      ...ordersBy({ customerId }),
      ...{ after, limit: PAGE },
    }),
  );
  return (
    <Panel
      title={t('customers.orders')}
      actions={
        <Link
          to={`/orders?customer=${encodeURIComponent(customerId)}`}
          className="text-xs font-medium text-accent-ink hover:underline"
        >
          {t('customers.inList')}
        </Link>
      }
    >
      <PanelList list={list} loadingRows={4} none={t('customers.noOrders')}>
        {(order) => (
          <SubjectLink
            subject={{ kind: 'order', id: order.id }}
            className="flex items-center gap-3 px-3 py-2 hover:bg-hover"
          >
            <span className="w-32 shrink-0 truncate font-medium">{order.number}</span>
            <span className="min-w-0 flex-1 truncate text-ink-2 proportional-nums">{order.firstLine}</span>
            <OrderStatusBadge status={order.status} partly={order.partly} />
            <span className="text-xs whitespace-nowrap text-ink-3">{format.day(order.placedAt)}</span>
            <Money amount={order.total} currency={order.currency} className="w-24 text-right" />
          </SubjectLink>
        )}
      </PanelList>
    </Panel>
  );
}

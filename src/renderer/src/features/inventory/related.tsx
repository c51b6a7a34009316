import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { partlyShipped } from '#shared/domain/shipments.ts';
import { bridge } from '../../bridge/client.ts';
import { ConversationsPanel } from '../../components/conversations-panel.tsx';
import { PanelList } from '../../components/list-states.tsx';
import { OrderStatusBadge } from '../../components/order-status.tsx';
import { Panel } from '../../components/panel.tsx';
import { SubjectLink } from '../../components/subject-link.tsx';
import { RelativeTime } from '../../components/values.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { useInfinite } from '../../hooks/use-infinite.ts';
import { useCan } from '../../stores/session.ts';

const PAGE = 20;

/** The orders with an item, and the conversations that name it. */
export function Related({ itemId }: { readonly itemId: string }): ReactNode {
  const orders = useCan('orders:read');
  const chat = useCan('chat:read');
  return (
    <div className="flex h-full flex-col gap-3 overflow-auto px-4 py-3">
      {orders && <OrdersPanel itemId={itemId} />}
      {chat && <ConversationsPanel subject={{ kind: 'item', id: itemId }} customer={null} />}
    </div>
  );
}

function OrdersPanel({ itemId }: { readonly itemId: string }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const list = useInfinite(['orders', 'of-item', itemId], (after) =>
    bridge.call('orders.list', { customerId: null, itemId, after, limit: PAGE }),
  );
  const quantityOf = (
    lines: readonly { readonly itemId: string | null; readonly quantity: number }[],
  ): number => lines.reduce((sum, line) => (line.itemId === itemId ? sum + line.quantity : sum), 0);
  return (
    <Panel title={t('inventory.related.orders')} className="shrink-0">
      <PanelList list={list} loadingRows={3} none={t('inventory.related.noOrders')}>
        {(order) => (
          <SubjectLink
            subject={{ kind: 'order', id: order.id }}
            className="flex items-center gap-2 px-3 py-2 hover:bg-hover"
          >
            <span className="font-medium">{order.number}</span>
            <span className="min-w-0 flex-1 truncate text-ink-2 proportional-nums" dir="auto">
              {order.customer?.name ?? t('orders.guest')}
            </span>
            <span data-quantity={quantityOf(order.lines)}>× {format.integer(quantityOf(order.lines))}</span>
            <OrderStatusBadge status={order.status} partly={partlyShipped(order)} />
            <RelativeTime at={order.placedAt} short className="w-10 text-right text-2xs text-ink-3" />
          </SubjectLink>
        )}
      </PanelList>
    </Panel>
  );
}

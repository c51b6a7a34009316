import { ChevronDown, ChevronRight, Copy, X } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Order } from '#shared/domain/orders.ts';
import { partlyShipped } from '#shared/domain/shipments.ts';
import { bridge } from '../../bridge/client.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { OrderStatusBadge } from '../../components/order-status.tsx';
import { ErrorState, SkeletonRows } from '../../components/states.tsx';
import { SubjectLink } from '../../components/subject-link.tsx';
import { Money } from '../../components/values.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { useInfinite } from '../../hooks/use-infinite.ts';
import { useCan } from '../../stores/session.ts';
import { toast } from '../../stores/toasts.ts';
import { useConversation } from './conversation-queries.ts';
import { StockCard } from './stock/stock-card.tsx';

const PAGE = 10;
/** Lines of an order that are shown at first. */
const FIRST_LINES = 6;

function OrderCard({ order, startOpen }: { readonly order: Order; readonly startOpen: boolean }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const canStock = useCan('inventory:read');
  const [open, setOpen] = useState(startOpen);
  const [all, setAll] = useState(false);
  const lines = all ? order.lines : order.lines.slice(0, FIRST_LINES);
  const Chevron = open ? ChevronDown : ChevronRight;
  return (
    <li className="rounded-md border border-line bg-surface">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex w-full items-center gap-1.5 rounded-md px-2 py-2 text-left hover:bg-hover"
      >
        <Chevron size={14} aria-hidden className="shrink-0 text-ink-3" />
        <span className="min-w-0 flex-1">
          <span className="flex items-center gap-2">
            <span className="min-w-0 flex-1 truncate font-medium proportional-nums">
              {t('chat.context.order', { number: order.number })}
            </span>
            <OrderStatusBadge status={order.status} partly={partlyShipped(order)} />
          </span>
          <span className="mt-0.5 flex gap-2 text-xs text-ink-3">
            <span className="flex-1">
              {format.day(order.placedAt)} · {t('chat.context.lines', { count: order.lines.length })}
            </span>
            <Money amount={order.total} currency={order.currency} className="text-ink-2" />
          </span>
        </span>
      </button>
      {open && (
        <div className="border-t border-line px-2.5 py-1.5">
          <ul>
            {lines.map((line, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: an order may hold the same item twice; lines never move
              <li key={`${line.itemId}-${index}`} className="border-b border-line py-1.5 last:border-0">
                <div className="flex items-baseline gap-2">
                  <span className="w-7 shrink-0 text-right text-xs text-ink-3">
                    {t('chat.context.quantity', { count: line.quantity })}
                  </span>
                  <span className="min-w-0 flex-1 truncate proportional-nums" title={line.name}>
                    <bdi>{line.name}</bdi>
                  </span>
                  <Money amount={line.total} currency={order.currency} className="text-xs text-ink-2" />
                </div>
                {canStock && <StockCard itemId={line.itemId} />}
              </li>
            ))}
          </ul>
          <div className="flex gap-2 pt-1">
            {!all && order.lines.length > FIRST_LINES && (
              <Button size="sm" variant="ghost" onClick={() => setAll(true)}>
                {t('chat.context.more')}
              </Button>
            )}
            <SubjectLink
              subject={{ kind: 'order', id: order.id }}
              className="inline-flex h-[26px] items-center text-xs font-medium text-accent-ink underline-offset-2 hover:underline"
            >
              {t('chat.context.openOrder')}
            </SubjectLink>
          </div>
        </div>
      )}
    </li>
  );
}

function Orders({
  conversationId,
  customerId,
}: {
  readonly conversationId: string;
  readonly customerId: string;
}): ReactNode {
  const { t } = useTranslation();
  const conversation = useConversation(conversationId);
  const others = useInfinite(['orders', 'of-customer', customerId], (after) =>
    bridge.call('orders.list', { customerId, itemId: null, after, limit: PAGE }),
  );
  const about = conversation.data?.orders ?? [];
  const aboutIds = useMemo(() => new Set(about.map((order) => order.id)), [about]);
  const rest = others.rows.filter((order) => !aboutIds.has(order.id));
  if (others.error) return <ErrorState error={others.error} onRetry={others.refetch} />;
  if (others.isLoading || conversation.isPending) return <SkeletonRows rows={3} />;
  if (about.length === 0 && rest.length === 0)
    return <p className="px-1 text-ink-3">{t('chat.context.noOrders')}</p>;
  return (
    <>
      {about.length > 0 && (
        <>
          <h3 className="mb-1.5 text-xs font-semibold text-ink-2">{t('chat.context.about')}</h3>
          <ul className="mb-4 flex flex-col gap-1.5">
            {about.map((order, index) => (
              <OrderCard key={order.id} order={order} startOpen={index === 0} />
            ))}
          </ul>
        </>
      )}
      {rest.length > 0 && (
        <>
          <h3 className="mb-1.5 text-xs font-semibold text-ink-2">
            {about.length > 0 ? t('chat.context.otherOrders') : t('chat.context.orders')}
          </h3>
          <ul className="flex flex-col gap-1.5">
            {rest.map((order, index) => (
              <OrderCard key={order.id} order={order} startOpen={about.length === 0 && index === 0} />
            ))}
          </ul>
          {others.hasMore && (
            <Button size="sm" variant="ghost" className="mt-1.5" onClick={others.more}>
              {t('chat.context.more')}
            </Button>
          )}
        </>
      )}
    </>
  );
}

/** The customer, their orders, and the stock of what they ordered. */
export function ContextPane({
  conversationId,
  onClose,
}: {
  readonly conversationId: string;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const canOrders = useCan('orders:read');
  const { data, error } = useConversation(conversationId);
  if (error && !data) return <ErrorState error={error} />;
  if (!data) return <SkeletonRows rows={5} />;
  const { customer, createdAt, subject, channel } = data.conversation;
  const copy = async (text: string): Promise<void> => {
    await navigator.clipboard.writeText(text);
    toast({ tone: 'ok', title: ({ t }) => t('common.copied') });
  };
  return (
    <div className="h-full overflow-y-auto p-3">
      <div className="mb-4">
        <div className="flex items-start gap-2">
          <h2 className="min-w-0 flex-1 text-md font-semibold break-words">
            <SubjectLink
              subject={{ kind: 'customer', id: customer.id }}
              title={t('chat.context.openCustomer')}
              className="hover:underline"
            >
              <bdi>{customer.name}</bdi>
            </SubjectLink>
          </h2>
          <IconButton icon={X} size="sm" label={t('chat.conversation.hideContext')} onClick={onClose} />
        </div>
        <div className="mt-1 flex items-center gap-1 text-ink-2">
          <span className="min-w-0 truncate">{customer.email ?? t('chat.context.noEmail')}</span>
          {customer.email !== null && (
            <IconButton
              icon={Copy}
              size="sm"
              label={t('chat.context.copyEmail')}
              onClick={() => void copy(customer.email ?? '')}
            />
          )}
        </div>
        <dl className="mt-1 text-xs text-ink-3">
          {subject !== null && (
            <div className="flex gap-1.5">
              <dt>{t('chat.context.subject')}:</dt>
              <dd className="text-ink-2 proportional-nums">{subject}</dd>
            </div>
          )}
          <div className="flex gap-1.5">
            <dt>{t('chat.context.since')}:</dt>
            <dd className="text-ink-2">{format.dateTime(createdAt)}</dd>
          </div>
          {channel !== null && (
            <div className="flex gap-1.5">
              <dt>{t('chat.context.channel')}:</dt>
              <dd className="text-ink-2">{t(`chat.channel.${channel}`)}</dd>
            </div>
          )}
        </dl>
      </div>
      {canOrders && <Orders conversationId={conversationId} customerId={customer.id} />}
    </div>
  );
}

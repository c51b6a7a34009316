import { useQuery } from '@tanstack/react-query';
import { Clock3 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { bridge } from '../../bridge/client.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { useCan } from '../../stores/session.ts';
import { RefusedOrders } from './refused-orders.tsx';

/** How many waiting orders are named; the outbox has all. */
const SHOWN = 3;

/** Orders that were entered and are not in the list yet: those that wait for the server, and those that it refused. */
export function WaitingOrders(): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const allowed = useCan('orders:write');
  const navigate = useNavigate();
  const { data } = useQuery({
    queryKey: ['orders', 'entered'],
    queryFn: () => bridge.call('orders.entered', {}),
    enabled: allowed,
  });
  const waiting = data?.orders ?? [];
  return (
    <>
      {waiting.length > 0 && (
        <section
          aria-label={t('orderEntry.waiting.title')}
          className="shrink-0 border-b border-line bg-warn-soft px-4 py-2"
        >
          <h2 className="flex items-center gap-1.5 text-xs font-semibold">
            <Clock3 size={13} aria-hidden className="text-warn" />
            {t('orderEntry.waiting.title')} · {format.integer(waiting.length)}
          </h2>
          <ul className="mt-1 flex flex-col gap-0.5">
            {waiting.slice(0, SHOWN).map(({ orderId, customer, lineCount, total, currency, paid }) => (
              <li key={orderId} className="truncate text-ink-2" dir="auto">
                {t('orderEntry.waiting.order', {
                  count: lineCount,
                  customer: customer?.name ?? t('orders.guest'),
                  total: format.money(total, currency),
                })}
                {paid && ` · ${t('orderEntry.waiting.paid')}`}
              </li>
            ))}
          </ul>
        </section>
      )}
      {allowed && (
        <div className="px-4 pt-3 empty:hidden">
          <RefusedOrders
            action={t('orderEntry.waiting.show')}
            busy={false}
            onAgain={() => void navigate('/orders/new')}
          />
        </div>
      )}
    </>
  );
}

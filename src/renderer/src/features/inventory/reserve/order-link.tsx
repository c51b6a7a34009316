import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { bridge } from '../../../bridge/client.ts';
import { SubjectLink } from '../../../components/subject-link.tsx';
import { useCan } from '../../../stores/session.ts';

/** An order by its number, as a link; its id for those who may not read orders, and where the cache does not have it. */
export function OrderLink({ orderId }: { readonly orderId: string }): ReactNode {
  const { t } = useTranslation();
  const allowed = useCan('orders:read');
  const { data } = useQuery({
    queryKey: ['orders', 'order', orderId],
    queryFn: () => bridge.call('orders.order', { orderId }),
    meta: { record: orderId },
    enabled: allowed,
  });
  const number = data?.order?.number ?? null;
  if (number === null) return t('inventory.reservation.order', { id: orderId });
  return (
    <SubjectLink subject={{ kind: 'order', id: orderId }} className="text-accent-ink hover:underline">
      {t('inventory.reservation.order', { id: number })}
    </SubjectLink>
  );
}

import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrderStatus } from '#shared/domain/orders.ts';
import type { Tone } from '../lib/tone.ts';
import { Badge } from './badge.tsx';

const TONES: Readonly<Record<OrderStatus, Tone>> = {
  placed: 'neutral',
  paid: 'accent',
  fulfilled: 'ok',
  cancelled: 'neutral',
  refunded: 'warn',
};

/** The status of an order as a badge. */
export function OrderStatusBadge({ status }: { readonly status: OrderStatus }): ReactNode {
  const { t } = useTranslation();
  return <Badge tone={TONES[status]}>{t(`orders.statuses.${status}`)}</Badge>;
}

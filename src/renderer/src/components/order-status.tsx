import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrderStatus } from '#shared/domain/orders.ts';
import { useFormat } from '../hooks/use-format.ts';
import type { Tone } from '../lib/tone.ts';
import { Badge } from './badge.tsx';

const TONES: Readonly<Record<OrderStatus, Tone>> = {
  placed: 'neutral',
  paid: 'accent',
  fulfilled: 'ok',
  cancelled: 'neutral',
  refunded: 'warn',
};

/** The status of an order as a badge; `partly` says how many units have left of how many, where that is some of them. */
export function OrderStatusBadge({
  status,
  partly = null,
}: {
  readonly status: OrderStatus;
  readonly partly?: { readonly shipped: number; readonly ordered: number } | null;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  if (partly !== null)
    return (
      <Badge tone="accent">
        {t('orders.partly', {
          shipped: format.integer(partly.shipped),
          ordered: format.integer(partly.ordered),
        })}
      </Badge>
    );
  return <Badge tone={TONES[status]}>{t(`orders.statuses.${status}`)}</Badge>;
}

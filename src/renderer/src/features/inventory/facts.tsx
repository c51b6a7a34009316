import { PackageOpen } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Item, Reservation } from '#shared/domain/inventory.ts';
import { Badge } from '../../components/badge.tsx';
import { DetailRow } from '../../components/panel.tsx';
import { EmptyState } from '../../components/states.tsx';
import { RelativeTime } from '../../components/values.tsx';
import { VirtualList } from '../../components/virtual-list.tsx';
import { useFormat } from '../../hooks/use-format.ts';

/** An item's details besides its stock. */
export function Facts({ item }: { readonly item: Item }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <dl>
      <DetailRow label={t('inventory.detail.price')}>{format.money(item.price, item.currency)}</DetailRow>
      {item.cost !== null && (
        <DetailRow label={t('inventory.detail.cost')}>{format.money(item.cost, item.currency)}</DetailRow>
      )}
      <DetailRow label={t('inventory.detail.unit')}>{item.unit}</DetailRow>
      <DetailRow label={t('inventory.detail.barcode')}>{item.barcode ?? '–'}</DetailRow>
      <DetailRow label={t('inventory.detail.backorder')}>
        {item.backorderLimit === 0
          ? t('inventory.detail.noBackorder')
          : t('inventory.detail.backorderTo', { count: -item.backorderLimit })}
      </DetailRow>
    </dl>
  );
}

/** The item's reservations and their orders. */
export function Reservations({
  reservations,
  locationName,
}: {
  readonly reservations: readonly Reservation[];
  readonly locationName: (id: string) => string;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  if (reservations.length === 0)
    return (
      <EmptyState
        icon={PackageOpen}
        title={t('inventory.detail.reservations')}
        body={t('inventory.reservation.none')}
      />
    );
  return (
    <VirtualList
      rows={reservations}
      rowKey={(one) => one.id}
      rowHeight={50}
      label={t('inventory.detail.reservations')}
      renderRow={(one) => (
        <div className="flex h-full items-center gap-3 border-b border-line px-4">
          <span className="w-10 shrink-0 text-right font-semibold">{format.integer(one.quantity)}</span>
          <span className="min-w-0 flex-1">
            <span className="block truncate">
              {one.orderId === null
                ? t('inventory.reservation.noOrder')
                : t('inventory.reservation.order', { id: one.orderId })}
            </span>
            <span className="block truncate text-xs text-ink-3">
              {locationName(one.locationId)} · <RelativeTime at={one.createdAt} />
              {one.status === 'active' && one.expiresAt !== null && (
                <> · {t('inventory.reservation.expires', { when: format.moment(one.expiresAt) })}</>
              )}
            </span>
          </span>
          <Badge tone={one.status === 'committed' ? 'accent' : 'neutral'}>
            {t(`inventory.reservation.status.${one.status}`)}
          </Badge>
        </div>
      )}
    />
  );
}

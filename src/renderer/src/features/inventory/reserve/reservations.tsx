import { Clock3, Lock, PackageOpen, TriangleAlert, Unlock } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Reservation, reservationHolds } from '#shared/domain/inventory.ts';
import { Badge } from '../../../components/badge.tsx';
import { Button } from '../../../components/button.tsx';
import { EmptyState } from '../../../components/states.tsx';
import { RelativeTime } from '../../../components/values.tsx';
import { VirtualList } from '../../../components/virtual-list.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import type { ItemData } from '../../../hooks/use-item.ts';
import { useNow } from '../../../hooks/use-now.ts';
import { refusalName } from '../../../i18n/errors.ts';
import { useCan } from '../../../stores/session.ts';
import { OrderLink } from './order-link.tsx';
import { Release } from './release.tsx';
import { ReserveDialog } from './reserve-dialog.tsx';
import { type PendingReservation, usePendingReservations } from './use-pending-reservations.ts';

type Line =
  | { readonly kind: 'held'; readonly key: string; readonly held: Reservation }
  | { readonly kind: 'pending'; readonly key: string; readonly pending: PendingReservation };

/** The item's reservations and their orders; those who may, reserve and release. */
export function Reservations({
  data,
  locationId,
  locationName,
}: {
  readonly data: ItemData;
  /** The location chosen in the table. */
  readonly locationId: string | null;
  readonly locationName: (id: string) => string;
}): ReactNode {
  const { t } = useTranslation();
  const canReserve = useCan('inventory:reserve');
  const { item, levels, reservations } = data;
  const { made, released } = usePendingReservations(item.id);
  const [reserving, setReserving] = useState(false);
  const [releasing, setReleasing] = useState<Reservation | null>(null);
  const first = levels.find((level) => level.locationId === locationId) ?? levels[0];
  const lines: readonly Line[] = [
    ...made.map((pending): Line => ({ kind: 'pending', key: pending.entry.id, pending })),
    ...reservations.map((held): Line => ({ kind: 'held', key: held.id, held })),
  ];
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex shrink-0 items-center gap-2 border-b border-line px-4 py-2">
        <p className="min-w-0 flex-1 text-xs text-ink-3">
          {canReserve
            ? t('inventory.reserve.about')
            : t('inventory.reserve.needs', { permission: 'inventory:reserve' })}
        </p>
        {canReserve && (
          <Button size="sm" icon={Lock} disabled={first === undefined} onClick={() => setReserving(true)}>
            {t('inventory.reserve.action')}
          </Button>
        )}
      </div>
      <div className="min-h-0 flex-1">
        {lines.length === 0 ? (
          <EmptyState
            icon={PackageOpen}
            title={t('inventory.detail.reservations')}
            body={t('inventory.reservation.none')}
          />
        ) : (
          <VirtualList
            rows={lines}
            rowKey={(line) => line.key}
            rowHeight={50}
            label={t('inventory.detail.reservations')}
            renderRow={(line) =>
              line.kind === 'pending' ? (
                <PendingLine pending={line.pending} locationName={locationName} />
              ) : (
                <HeldLine
                  held={line.held}
                  leaving={released.has(line.held.id)}
                  locationName={locationName}
                  onRelease={canReserve ? () => setReleasing(line.held) : null}
                />
              )
            }
          />
        )}
      </div>
      {reserving && first !== undefined && (
        <ReserveDialog data={data} locationId={first.locationId} onClose={() => setReserving(false)} />
      )}
      {releasing && (
        <Release held={releasing} locationName={locationName} onClose={() => setReleasing(null)} />
      )}
    </div>
  );
}

function PendingLine({
  pending: { entry, quantity, locationId, orderId },
  locationName,
}: {
  readonly pending: PendingReservation;
  readonly locationName: (id: string) => string;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const refused = entry.state === 'refused';
  const Icon = refused ? TriangleAlert : Clock3;
  return (
    <div
      className={`flex h-full items-center gap-3 border-b border-line px-4 ${refused ? 'bg-crit-soft' : 'bg-warn-soft'}`}
    >
      <span className="w-10 shrink-0 text-right font-semibold">{format.integer(quantity)}</span>
      <span className="min-w-0 flex-1">
        <span className="flex items-center gap-1">
          <Icon size={13} aria-hidden className={refused ? 'text-crit' : 'text-warn'} />
          {t(`inventory.ledger.pending.${entry.state}`)}
        </span>
        <span className="block truncate text-xs text-ink-3">
          {orderId !== null && (
            <>
              <OrderLink orderId={orderId} /> ·{' '}
            </>
          )}
          {[locationName(locationId), refused && entry.error ? refusalName({ t }, entry.error) : null]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </span>
    </div>
  );
}

function HeldLine({
  held,
  leaving,
  locationName,
  onRelease,
}: {
  readonly held: Reservation;
  readonly leaving: boolean;
  readonly locationName: (id: string) => string;
  /** Null for those who may not release it. */
  readonly onRelease: (() => void) | null;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  // What an order has taken over ends with the order.
  const canEnd = onRelease !== null && held.status === 'active' && reservationHolds(held, now);
  return (
    <div className="flex h-full items-center gap-3 border-b border-line px-4">
      <span className="w-10 shrink-0 text-right font-semibold">{format.integer(held.quantity)}</span>
      <span className="min-w-0 flex-1">
        <span className="block truncate">
          {held.orderId === null ? t('inventory.reservation.noOrder') : <OrderLink orderId={held.orderId} />}
        </span>
        <span className="block truncate text-xs text-ink-3">
          {locationName(held.locationId)} · <RelativeTime at={held.createdAt} />
          {held.status === 'active' && held.expiresAt !== null && (
            <> · {t('inventory.reservation.expires', { when: format.moment(held.expiresAt) })}</>
          )}
        </span>
      </span>
      {leaving ? (
        <span role="status" className="inline-flex items-center gap-1 text-xs text-warn">
          <Clock3 size={11} aria-hidden />
          {t('inventory.reserve.releasing')}
        </span>
      ) : canEnd ? (
        <Button size="sm" icon={Unlock} onClick={onRelease}>
          {t('inventory.reserve.release')}
        </Button>
      ) : (
        <Badge tone={held.status === 'committed' ? 'accent' : 'neutral'}>
          {t(`inventory.reservation.status.${held.status}`)}
        </Badge>
      )}
    </div>
  );
}

import { useQuery } from '@tanstack/react-query';
import { Lock, Unlock } from 'lucide-react';
import { type ReactNode, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { MethodOutput } from '#shared/bridge/index.ts';
import { RESERVATION_FILTERS, type ReservationFilter } from '#shared/bridge/inventory.ts';
import { reservationHolds } from '#shared/domain/inventory.ts';
import { bridge } from '../../../bridge/client.ts';
import { Badge } from '../../../components/badge.tsx';
import { Button } from '../../../components/button.tsx';
import { SearchInput, Select } from '../../../components/field.tsx';
import { HistoryLine } from '../../../components/history-line.tsx';
import { OfflineNote } from '../../../components/live-note.tsx';
import { Segmented } from '../../../components/segmented.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../../components/states.tsx';
import { RelativeTime } from '../../../components/values.tsx';
import { VirtualList } from '../../../components/virtual-list.tsx';
import { useAddress } from '../../../hooks/use-address.ts';
import { useDebouncedText } from '../../../hooks/use-debounced.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { useInfinite } from '../../../hooks/use-infinite.ts';
import { useNow } from '../../../hooks/use-now.ts';
import { useCan } from '../../../stores/session.ts';
import { OrderLink } from './order-link.tsx';
import { Release } from './release.tsx';

const PAGE = 100;

type Row = MethodOutput<'inventory.reservations'>['rows'][number];

/** Reservations over all items: who holds what, for which order or conversation, and for how long. */
export function ReservationList(): ReactNode {
  const { t } = useTranslation();
  const { params, put, replace } = useAddress();
  const status = RESERVATION_FILTERS.find((one) => one === params.get('held')) ?? 'active';
  const locationId = params.get('at');
  const search = params.get('find') ?? '';
  const [itemId, orderId, conversationId] = ['item', 'order', 'conversation'].map((name) => params.get(name));
  const onSearch = useCallback((text: string) => put('find', text), [put]);
  const [text, setText] = useDebouncedText(search, onSearch);
  const facets = useQuery({
    queryKey: ['inventory', 'facets'],
    queryFn: () => bridge.call('inventory.facets', {}),
    meta: { intervalMs: 1000 },
  });
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-4 py-2">
        <SearchInput
          value={text}
          onValue={setText}
          label={t('inventory.held.search')}
          clearLabel={t('inventory.filters.clearSearch')}
          className="min-w-24 max-w-64 flex-1"
        />
        <Select
          aria-label={t('inventory.filters.location')}
          value={locationId ?? ''}
          onChange={(value) => put('at', value)}
          className="w-auto max-w-44 shrink-0 whitespace-nowrap"
          options={[
            { value: '', label: t('inventory.filters.allLocations') },
            ...(facets.data?.locations ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <Segmented<ReservationFilter>
          value={status}
          label={t('inventory.filters.status')}
          segments={RESERVATION_FILTERS.map((value) => ({ value, label: t(`inventory.held.${value}`) }))}
          onChange={(value) => put('held', value === 'active' ? '' : value)}
        />
        {(itemId || orderId || conversationId) && (
          <Button size="sm" onClick={() => replace(new URLSearchParams({ view: 'reservations' }))}>
            {t('inventory.held.all')}
          </Button>
        )}
      </div>
      <OfflineNote />
      <div className="min-h-0 flex-1">
        <List
          filter={{
            status,
            search,
            locationId,
            itemId: itemId ?? null,
            orderId: orderId ?? null,
            conversationId: conversationId ?? null,
          }}
        />
      </div>
      <HistoryLine channel="inventory" kind="reservation" />
    </div>
  );
}

interface Filter {
  readonly status: ReservationFilter;
  readonly search: string;
  readonly itemId: string | null;
  readonly locationId: string | null;
  readonly orderId: string | null;
  readonly conversationId: string | null;
}

function List({ filter }: { readonly filter: Filter }): ReactNode {
  const { t } = useTranslation();
  const canRelease = useCan('inventory:reserve');
  const [releasing, setReleasing] = useState<Row | null>(null);
  const list = useInfinite(
    ['inventory', 'reservations', filter],
    (after) => bridge.call('inventory.reservations', { ...filter, after, limit: PAGE }),
    { meta: { intervalMs: 1000 } },
  );
  if (list.error) return <ErrorState error={list.error} onRetry={list.refetch} />;
  if (list.isLoading) return <SkeletonRows rows={10} />;
  if (list.rows.length === 0)
    return <EmptyState icon={Lock} title={t('inventory.held.none')} body={t('inventory.held.noneBody')} />;
  return (
    <>
      <VirtualList
        rows={list.rows}
        rowKey={(row) => row.id}
        rowHeight={56}
        label={t('inventory.held.label')}
        onEnd={list.more}
        renderRow={(row) => <Line row={row} onRelease={canRelease ? () => setReleasing(row) : null} />}
      />
      {releasing && (
        <Release
          held={releasing}
          locationName={() => releasing.locationName}
          onClose={() => setReleasing(null)}
        />
      )}
    </>
  );
}

function Line({
  row,
  onRelease,
}: {
  readonly row: Row;
  /** Null for those who may not release it. */
  readonly onRelease: (() => void) | null;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const holds = reservationHolds(row, now);
  // Expiry holds at once, before the server has recorded it.
  const status = row.status === 'active' && !holds ? 'expired' : row.status;
  return (
    <div className="flex h-full items-center gap-3 border-b border-line px-4" data-reservation={row.id}>
      <span className="w-12 shrink-0 text-right font-semibold">{format.integer(row.quantity)}</span>
      <span className="min-w-0 flex-1">
        <Link
          to={`/inventory/${encodeURIComponent(row.itemId)}`}
          className="block truncate font-medium hover:underline"
          dir="auto"
        >
          {row.itemName}
        </Link>
        <span className="block truncate text-xs text-ink-3">
          {row.sku} · {row.locationName} · {row.madeBy ?? t('inventory.ledger.system')} ·{' '}
          <RelativeTime at={row.createdAt} />
        </span>
      </span>
      <span className="hidden w-44 shrink-0 truncate text-xs sm:block">
        {row.orderId !== null && <OrderLink orderId={row.orderId} />}
        {row.conversationId !== null && (
          <Link to={`/chat/${encodeURIComponent(row.conversationId)}`} className="hover:underline">
            {t('inventory.held.conversation')}
          </Link>
        )}
        {row.orderId === null && row.conversationId === null && (
          <span className="text-ink-3">{t('inventory.reservation.noOrder')}</span>
        )}
      </span>
      <span className="w-28 shrink-0 text-right text-xs">
        {row.status === 'active' && holds && row.expiresAt !== null ? (
          <span className="text-ink-2" title={format.dateTime(row.expiresAt)}>
            {t('inventory.held.left', { time: format.duration(row.expiresAt - now) })}
          </span>
        ) : (
          <Badge tone={status === 'committed' ? 'accent' : 'neutral'}>
            {t(`inventory.reservation.status.${status}`)}
          </Badge>
        )}
      </span>
      <span className="w-28 shrink-0 text-right">
        {row.status === 'active' && holds && onRelease !== null && (
          <Button size="sm" icon={Unlock} onClick={onRelease}>
            {t('inventory.reserve.release')}
          </Button>
        )}
      </span>
    </div>
  );
}

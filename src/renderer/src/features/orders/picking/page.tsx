import { useQuery } from '@tanstack/react-query';
import { ClipboardList } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_PICK_ORDERS } from '#shared/domain/picking.ts';
import { bridge } from '../../../bridge/client.ts';
import { Select } from '../../../components/field.tsx';
import { OfflineNote } from '../../../components/live-note.tsx';
import { Page } from '../../../components/page.tsx';
import { EmptyState, ErrorState, NoPermission, SkeletonRows } from '../../../components/states.tsx';
import { useAddress } from '../../../hooks/use-address.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { useCan } from '../../../stores/session.ts';
import { RunStrip } from '../fulfil/run-strip.tsx';
import { PickList } from './pick-list.tsx';

/** What is to be picked for paid orders at a location: of all of them, or of those that were selected in the list. */
export default function PickingPage(): ReactNode {
  const { t } = useTranslation();
  const allowed = useCan('orders:read');
  return (
    <Page title={t('orders.picking.title')}>
      {allowed ? <Picking /> : <NoPermission permission="orders:read" />}
    </Page>
  );
}

function chosenIn(params: URLSearchParams): string[] | null {
  const ids = (params.get('orders') ?? '').split(',').filter((id) => id !== '' && id.length <= 64);
  return ids.length === 0 ? null : ids.slice(0, MAX_PICK_ORDERS);
}

function Picking(): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { params, put } = useAddress();
  const chosen = chosenIn(params);
  const query = useQuery({
    queryKey: ['orders', 'pick-places', chosen],
    queryFn: () => bridge.call('orders.pick_places', { orderIds: chosen }),
  });
  const asked = params.get('location');
  const places = query.data?.places ?? [];
  const place = places.find(({ locationId }) => locationId === asked) ?? places[0];
  return (
    <div className="flex h-full min-h-0 flex-col bg-surface" data-picking>
      <RunStrip />
      <OfflineNote />
      {query.error ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data === undefined ? (
        <SkeletonRows rows={10} />
      ) : place === undefined ? (
        <EmptyState
          icon={ClipboardList}
          title={t('orders.picking.none')}
          body={t('orders.picking.noneBody')}
        />
      ) : (
        <PickList
          key={`${place.locationId} ${params.get('orders') ?? ''}`}
          locationId={place.locationId}
          location={place.name}
          chosen={chosen}
        >
          <Select
            aria-label={t('orders.location')}
            value={place.locationId}
            onChange={(locationId) => put('location', locationId)}
            className="w-auto max-w-72 shrink-0"
            options={places.map(({ locationId, name, orders }) => ({
              value: locationId,
              label: t('orders.picking.place', { name, formatted: format.integer(orders) }),
            }))}
          />
        </PickList>
      )}
    </div>
  );
}

import { useQuery } from '@tanstack/react-query';
import { type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { bridge } from '../../bridge/client.ts';
import { Page } from '../../components/page.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { NoPermission, SkeletonRows } from '../../components/states.tsx';
import { useCan, useCurrency } from '../../stores/session.ts';
import { AlertsView } from '../alerts/index.ts';
import { CameraButton } from '../codes/index.ts';
import { NewMenu } from './items/new-menu.tsx';
import { ReservationList } from './reserve/reservation-list.tsx';
import { Stock } from './stock.tsx';

type View = 'stock' | 'reservations' | 'alerts';

/** Stock of every item at every location, or the alerts. */
export default function InventoryPage(): ReactNode {
  const { t } = useTranslation();
  const allowed = useCan('inventory:read');
  const canAlerts = useCan('alerts:read');
  const canWrite = useCan('inventory:write');
  const currency = useCurrency();
  const navigate = useNavigate();
  const openItem = (itemId: string): void => void navigate(`/inventory/${encodeURIComponent(itemId)}`);
  const [params, setParams] = useSearchParams();
  const asked = params.get('view');
  const view: View = asked === 'reservations' ? asked : canAlerts && asked === 'alerts' ? 'alerts' : 'stock';
  const counts = useQuery({
    queryKey: ['alerts', 'counts'],
    queryFn: () => bridge.call('alerts.counts', {}),
    enabled: canAlerts,
  });
  const onView = (next: View): void =>
    setParams((before) => {
      const after = new URLSearchParams(before);
      if (next === 'stock') after.delete('view');
      else after.set('view', next);
      return after;
    });
  return (
    <Page
      title={t('inventory.title')}
      actions={
        <>
          {allowed && <CameraButton />}
          {canWrite && view === 'stock' && <NewMenu currency={currency} onItem={openItem} />}
          <Segmented<View>
            value={view}
            label={t('inventory.tabs.label')}
            segments={[
              { value: 'stock', label: t('inventory.tabs.stock') },
              { value: 'reservations', label: t('inventory.tabs.reservations') },
              ...(canAlerts
                ? [{ value: 'alerts' as const, label: t('inventory.tabs.alerts'), count: counts.data?.open }]
                : []),
            ]}
            onChange={onView}
          />
        </>
      }
    >
      {!allowed ? (
        <NoPermission permission="inventory:read" />
      ) : view === 'reservations' ? (
        <ReservationList />
      ) : view === 'alerts' ? (
        <Suspense fallback={<SkeletonRows />}>
          <AlertsView />
        </Suspense>
      ) : (
        <Stock />
      )}
    </Page>
  );
}

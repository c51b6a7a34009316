import { Compass } from 'lucide-react';
import { lazy, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { createHashRouter, Link, Navigate, redirect } from 'react-router';
import { EmptyState } from '../components/states.tsx';
import { pathOf } from './links.ts';
import { Page } from './page.tsx';
import { PageBoundary } from './page-boundary.tsx';
import { Shell } from './shell.tsx';

const LivePage = lazy(() => import('../features/live/page.tsx'));
const InventoryPage = lazy(() => import('../features/inventory/page.tsx'));
const AlertsPage = lazy(() => import('../features/alerts/page.tsx'));
const ChatPage = lazy(() => import('../features/chat/page.tsx'));
const OrderPage = lazy(() => import('../features/orders/page.tsx'));
const SettingsPage = lazy(() => import('../features/settings/page.tsx'));

function NotFound(): ReactNode {
  const { t } = useTranslation();
  return (
    <Page title={t('states.notFound')}>
      <EmptyState
        icon={Compass}
        title={t('states.notFound')}
        body={t('states.notFoundBody')}
        action={
          <Link to="/live" className="font-medium text-accent-ink underline underline-offset-2">
            {t('states.goLive')}
          </Link>
        }
      />
    </Page>
  );
}

/** The pages. Addresses live in the hash, so that the same files work from any host. */
export const router = createHashRouter([
  {
    element: <Shell />,
    errorElement: <PageBoundary resetKey="root">{null}</PageBoundary>,
    children: [
      { index: true, element: <Navigate to="/live" replace /> },
      { path: 'live', element: <LivePage /> },
      // Where a click on a notification of the operating system leads: main names the record, not the page.
      {
        path: 'open/:kind/:id',
        loader: ({ params }) =>
          redirect(pathOf({ kind: params['kind'] ?? '', id: params['id'] ?? '' }) ?? '/live'),
        element: null,
      },
      { path: 'inventory/:itemId?', element: <InventoryPage /> },
      { path: 'alerts/:alertId?', element: <AlertsPage /> },
      { path: 'chat/:conversationId?', element: <ChatPage /> },
      { path: 'orders/:orderId', element: <OrderPage /> },
      { path: 'settings', element: <SettingsPage /> },
      { path: '*', element: <NotFound /> },
    ],
  },
]);

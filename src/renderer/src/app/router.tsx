import { Compass } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { createHashRouter, Link, Navigate, redirect } from 'react-router';
import { Page } from '../components/page.tsx';
import { EmptyState } from '../components/states.tsx';
import { ALL_FEATURES, CATALOG } from './catalog.ts';
import { HOME_PATH } from './nav.ts';
import { PageBoundary } from './page-boundary.tsx';
import { Shell } from './shell.tsx';

function NotFound(): ReactNode {
  const { t } = useTranslation();
  return (
    <Page title={t('states.notFound')}>
      <EmptyState
        icon={Compass}
        title={t('states.notFound')}
        body={t('states.notFoundBody')}
        action={
          <Link to={HOME_PATH} className="font-medium text-accent-ink underline underline-offset-2">
            {t('states.goHome')}
          </Link>
        }
      />
    </Page>
  );
}

const featureRoutes = ALL_FEATURES.flatMap(({ routes }) => routes ?? []).map(({ path, page: Page }) => ({
  path,
  element: <Page />,
}));

/** The pages. Paths live in the hash, so that the same files work from any host. */
export const router = createHashRouter([
  {
    element: <Shell />,
    errorElement: <PageBoundary resetKey="root">{null}</PageBoundary>,
    children: [
      { index: true, element: <Navigate to={HOME_PATH} replace /> },
      ...featureRoutes,
      // Notifications of the operating system lead here: main names the record, not its page.
      {
        path: 'open/:kind/:id',
        loader: ({ params }) =>
          redirect(CATALOG.pathOf({ kind: params['kind'] ?? '', id: params['id'] ?? '' }) ?? HOME_PATH),
        element: null,
      },
      { path: '*', element: <NotFound /> },
    ],
  },
]);

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { i18n } from 'i18next';
import { type ReactNode, useEffect, useState } from 'react';
import { I18nextProvider, useTranslation } from 'react-i18next';
import { RouterProvider } from 'react-router/dom';
import { BridgeCallError } from '../bridge/client.ts';
import { Logo } from '../components/logo.tsx';
import { TooltipProvider } from '../components/overlay.tsx';
import { SignIn } from '../features/sign-in/index.ts';
import { CatalogContext } from '../hooks/use-catalog.ts';
import { useDropGuard } from '../hooks/use-drop-guard.ts';
import { resolveLanguage } from '../i18n/index.ts';
import { useSession, useUserId } from '../stores/session.ts';
import { useUi } from '../stores/ui.ts';
import { startSync } from '../sync/streams.ts';
import { createTopics } from '../sync/topics.ts';
import { createAnnouncer } from './announce.ts';
import { ALL_FEATURES, CATALOG } from './catalog.ts';
import { LeavingDialog } from './leaving-dialog.tsx';
import { router } from './router.tsx';
import { applyTheme } from './theme.ts';
import { Toaster } from './toaster.tsx';

/** How often a read that failed temporarily is repeated. */
const RETRIES = 2;

function createClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Reads come from the cache in main. Only change notices make them stale, never time or focus.
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: 5 * 60_000,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        networkMode: 'always',
        retry: (failures, error) =>
          failures < RETRIES && error instanceof BridgeCallError && error.error.code === 'unavailable',
      },
    },
  });
}

/** The whole window: providers, the streams, and the page or the sign-in. */
export function App({ i18n }: { readonly i18n: i18n }): ReactNode {
  const [client] = useState(createClient);
  useEffect(() => {
    const topics = createTopics(ALL_FEATURES.map((feature) => feature.topics ?? {}));
    const announcer = createAnnouncer({
      i18n,
      pathOf: CATALOG.pathOf,
      about: CATALOG.about,
      navigate: (path) => void router.navigate(path),
    });
    const leaveAddress = (): void => void router.navigate('/', { replace: true });
    return startSync({ client, topics, announcer, leaveAddress });
  }, [client, i18n]);
  return (
    <I18nextProvider i18n={i18n}>
      <QueryClientProvider client={client}>
        <TooltipProvider>
          <CatalogContext value={CATALOG}>
            <Preferences i18n={i18n} />
            <Gate />
            <LeavingDialog />
            <DropNote />
            <Toaster />
          </CatalogContext>
        </TooltipProvider>
      </QueryClientProvider>
    </I18nextProvider>
  );
}

/** Says where files can be dropped while one is over a place that takes none. */
function DropNote(): ReactNode {
  const { t } = useTranslation();
  if (!useDropGuard()) return null;
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-0 bottom-6 z-50 mx-auto w-fit max-w-[90vw] rounded-lg border border-line-strong bg-raised px-4 py-2 text-ink shadow-pop"
    >
      {t('drop.elsewhere')}
    </div>
  );
}

/** Applies theme and language, and follows the system if the user chose so. */
function Preferences({ i18n }: { readonly i18n: i18n }): ReactNode {
  const theme = useSession((state) => state.settings?.theme);
  const language = useSession((state) => state.settings?.language);
  useEffect(() => applyTheme(theme ?? 'system'), [theme]);
  useEffect(() => {
    if (language === undefined) return;
    const resolved = resolveLanguage(language, navigator.languages);
    document.documentElement.lang = resolved;
    if (i18n.language !== resolved) void i18n.changeLanguage(resolved);
  }, [language, i18n]);
  return null;
}

function Gate(): ReactNode {
  const { t } = useTranslation();
  const status = useSession((state) => state.session?.status);
  const userId = useUserId();
  const opening = useSession((state) => state.session?.opening ?? null);
  const signInOpen = useUi((state) => state.signInOpen);
  if (status === undefined || status === 'opening') {
    return (
      <div role="status" className="flex h-full flex-col items-center justify-center gap-3 text-ink-3">
        <Logo size={44} />
        {opening === null ? t('states.starting') : t(`states.${opening.step}`)}
        {opening !== null && (
          <progress
            aria-label={t(`states.${opening.step}`)}
            className="w-48"
            max={opening.total}
            {...(opening.done > 0 ? { value: opening.done } : {})}
          />
        )}
      </div>
    );
  }
  // The key ends what components hold when somebody else signs in without a moment signed out. Navigations are no transitions:
  // the next key acts on the record that was just opened.
  return status === 'signed_in' && !signInOpen ? (
    <RouterProvider key={userId} router={router} useTransitions={false} />
  ) : (
    <SignIn />
  );
}

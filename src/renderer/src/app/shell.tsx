import { type ReactNode, useCallback, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, useLocation, useNavigate } from 'react-router';
import { bridge } from '../bridge/client.ts';
import { MacroRunHost } from '../features/canned/index.ts';
import { ScanHost } from '../features/codes/index.ts';
import { ScannedItemHost } from '../features/inventory/index.ts';
import { FulfilRunHost } from '../features/orders/index.ts';
import { useHotkeys } from '../hooks/use-hotkeys.ts';
import { dismissToastsAbout } from '../stores/toasts.ts';
import { setPreference, useUi } from '../stores/ui.ts';
import { NAV } from './nav.ts';
import { useReadBySubject } from './notices/use-notices.ts';
import { DiscardDialog } from './outbox/discard-dialog.tsx';
import { EditDialog } from './outbox/edit-dialog.tsx';
import { PageBoundary } from './page-boundary.tsx';
import { CommandPalette } from './palette/palette.tsx';
import { Rail } from './rail/rail.tsx';
import { useRailCollapsed } from './rail/use-collapsed.ts';
import { ReviewDialog } from './review/review-dialog.tsx';
import { ShortcutsHelp } from './shortcuts-help.tsx';
import { StatusBars } from './status-bars.tsx';
import { TopBar } from './top-bar.tsx';

/** The frame around every page while a user is signed in. */
export function Shell(): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const location = useLocation();
  const collapsed = useRailCollapsed();
  const go = useCallback((path: string) => () => void navigate(path), [navigate]);
  useToastsEnd(location.pathname);
  useReadBySubject(location.pathname);
  useHotkeys({
    'shortcuts.palette': () => useUi.setState((state) => ({ paletteOpen: !state.paletteOpen })),
    'shortcuts.help': () => useUi.setState({ helpOpen: true }),
    'shortcuts.search': () => {
      const search = document.querySelector<HTMLElement>('main input[type="search"]');
      if (search) search.focus();
      else useUi.setState({ paletteOpen: true });
    },
    'shortcuts.rail': () => setPreference({ railCollapsed: !collapsed }),
    'shortcuts.refresh': () => void bridge.call('connection.refresh', {}).catch(() => undefined),
    ...Object.fromEntries(NAV.map((entry) => [entry.shortcut, go(entry.path)])),
  });
  return (
    <div className="flex h-full">
      <button
        type="button"
        onClick={() => document.getElementById('main')?.focus()}
        className="sr-only z-50 rounded-md bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
      >
        {t('nav.skip')}
      </button>
      <Rail collapsed={collapsed} />
      <div className="flex min-w-0 flex-1 flex-col">
        <TopBar />
        <StatusBars />
        <main id="main" tabIndex={-1} className="min-h-0 flex-1 overflow-hidden focus-visible:outline-none">
          <PageBoundary resetKey={location.pathname.split('/')[1] ?? ''}>
            <Outlet />
          </PageBoundary>
        </main>
      </div>
      <CommandPalette />
      <ShortcutsHelp />
      <ReviewDialog />
      <DiscardDialog />
      <EditDialog />
      <MacroRunHost />
      <FulfilRunHost />
      <ScanHost />
      <ScannedItemHost />
    </div>
  );
}

/** Closes the toasts about a record once its page is looked at. */
function useToastsEnd(path: string): void {
  useEffect(() => {
    const end = (): void => {
      if (document.visibilityState === 'visible') dismissToastsAbout(path);
    };
    end();
    document.addEventListener('visibilitychange', end);
    return () => document.removeEventListener('visibilitychange', end);
  }, [path]);
}

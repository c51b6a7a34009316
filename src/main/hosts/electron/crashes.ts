import type { BrowserWindow } from 'electron';
import type { Clock, Logger } from '../../ports.ts';
import { STOPPED_PAGE } from './address.ts';

/** How often a page that died is reloaded before the page that says so is shown. */
const MAX_RELOADS = 2;
/** The time after which a death no longer counts, ms. */
const FORGET_MS = 10 * 60_000;

/**
 * Reloads a window whose renderer has died, twice at most within ten minutes; then shows a page that says so and offers to
 * try again. If even that page dies, the window is left as it is.
 */
export function recoverFromCrashes(
  window: BrowserWindow,
  { clock, logger }: { clock: Clock; logger: Logger },
): void {
  const deaths = new Set<() => void>();
  window.on('closed', () => {
    for (const forget of deaths) forget();
    deaths.clear();
  });
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    logger.error(
      { module: 'window', reason, exitCode, deaths: deaths.size + 1 },
      'the window stopped working',
    );
    if (reason === 'clean-exit') return;
    const forget = clock.setTimeout(() => deaths.delete(forget), FORGET_MS);
    deaths.add(forget);
    // A handler that navigates at once has ended the whole app in some versions of Electron (electron/electron#51900).
    setImmediate(() => {
      if (window.isDestroyed()) return;
      if (deaths.size <= MAX_RELOADS) window.webContents.reload();
      else if (window.webContents.getURL() !== STOPPED_PAGE) window.loadURL(STOPPED_PAGE).catch(() => {});
    });
  });
}

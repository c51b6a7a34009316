import type { BrowserWindow } from 'electron';
import type { SessionState } from '#shared/bridge/session.ts';
import type { SignInService } from '../../services/sign-in-service.ts';

/** More than 1 shows that something goes on, without how far it is. */
const UNKNOWN = 2;
const NONE = -1;

function progressOf({ status, opening }: SessionState): number {
  if (status !== 'opening') return NONE;
  return opening === null ? UNKNOWN : opening.done / opening.total;
}

/** Shows in the taskbar or dock how far opening the cache has come; the page shows it in words. */
export function showProgress(window: BrowserWindow, signIn: SignInService): void {
  const show = (state: SessionState): void => {
    if (!window.isDestroyed()) window.setProgressBar(progressOf(state));
  };
  show(signIn.state());
  signIn.onChange(show);
}

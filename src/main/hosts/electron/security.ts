import { type App, dialog, type Session, shell, type WebContents } from 'electron';
import { isOurs } from './address.ts';
import type { Say } from './texts.ts';

/** Permissions our pages may use. All others are denied without asking. */
const ALLOWED: ReadonlySet<string> = new Set(['notifications']);

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Denies every permission except those our pages need. */
export function limitPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    // The address of the frame that asks; that of the contents would let a foreign frame in our page pass.
    callback(ALLOWED.has(permission) && details.isMainFrame && isOurs(details.requestingUrl));
  });
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => ALLOWED.has(permission) && isOurs(origin),
  );
  session.setDevicePermissionHandler(() => false);
}

/** Whether an address may be opened outside: one of the web over TLS, or one of this machine, such as the demo's chat page. */
function isOpenable(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname));
}

/** Asks the user, then opens an address in their browser. Ignores those that may not be opened. */
export async function openOutside(address: string, say: Say): Promise<void> {
  if (!isOpenable(address)) return;
  const { href, host } = new URL(address);
  const { response } = await dialog.showMessageBox({
    type: 'question',
    buttons: [say('open'), say('cancel')],
    defaultId: 1,
    cancelId: 1,
    message: say('openOutside', { host }),
    detail: href.slice(0, 500),
  });
  if (response === 0) await shell.openExternal(href);
}

function limitContents(contents: WebContents, say: Say): void {
  contents.setWindowOpenHandler(({ url }) => {
    openOutside(url, say).catch(() => {});
    return { action: 'deny' };
  });
  contents.on('will-frame-navigate', (event) => {
    if (event.isMainFrame && isOurs(event.url)) return;
    event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    if (!isOurs(event.url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

/** Restricts every page to our own addresses: no pop-ups, foreign pages, frames or webviews. */
export function limitNavigation(app: App, say: Say): void {
  app.on('web-contents-created', (_event, contents) => limitContents(contents, say));
}

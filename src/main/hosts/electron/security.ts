import { type App, dialog, type Session, shell, type WebContents } from 'electron';
import { isOurs } from './address.ts';
import type { Say } from './texts.ts';

/** Permissions our pages may use. All others are denied without asking. */
const ALLOWED: ReadonlySet<string> = new Set(['notifications']);

/** Whether a request for `media` is for a camera alone, to scan with. */
function isCameraOnly(details: object): boolean {
  if (!('mediaTypes' in details) || !Array.isArray(details.mediaTypes)) return false;
  return details.mediaTypes.length > 0 && details.mediaTypes.every((type) => type === 'video');
}

/** Denies every permission except those our pages need: notifications, and the camera without the microphone. */
export function limitPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    const wanted = ALLOWED.has(permission) || (permission === 'media' && isCameraOnly(details));
    // The address of the frame that asks; that of the contents would let a foreign frame in our page pass.
    callback(wanted && details.isMainFrame && isOurs(details.requestingUrl));
  });
  session.setPermissionCheckHandler((_contents, permission, origin, { mediaType }) => {
    const wanted = ALLOWED.has(permission) || (permission === 'media' && mediaType === 'video');
    return wanted && isOurs(origin);
  });
  session.setDevicePermissionHandler(() => false);
}

/** Asks the user, then opens an http(s) or mail address outside. Ignores all other addresses. */
export async function openOutside(address: string, say: Say): Promise<void> {
  if (!URL.canParse(address) || !/^(?:https?|mailto):$/.test(new URL(address).protocol)) return;
  const { href, host, pathname, protocol } = new URL(address);
  const { response } = await dialog.showMessageBox({
    type: 'question',
    buttons: [say('open'), say('cancel')],
    defaultId: 1,
    cancelId: 1,
    message:
      protocol === 'mailto:' ? say('mailOutside', { address: pathname }) : say('openOutside', { host }),
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

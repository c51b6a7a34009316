import { type App, dialog, type Session, shell, type WebContents } from 'electron';
import { isOurs } from './address.ts';

/** What a page of ours may use. Everything else is refused without asking. */
const ALLOWED: ReadonlySet<string> = new Set(['notifications']);

/** Refuses every permission but those a page of ours needs. */
export function limitPermissions(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, callback) => {
    callback(ALLOWED.has(permission) && isOurs(contents.getURL()));
  });
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => ALLOWED.has(permission) && isOurs(origin),
  );
  session.setDevicePermissionHandler(() => false);
}

/** Asks before a web address is opened in the user's browser. Only https leads out. */
export async function openOutside(address: string): Promise<void> {
  if (!URL.canParse(address) || new URL(address).protocol !== 'https:') return;
  const { href, host } = new URL(address);
  const { response } = await dialog.showMessageBox({
    type: 'question',
    buttons: ['Open', 'Cancel'],
    defaultId: 1,
    cancelId: 1,
    message: `Open ${host} in your browser?`,
    detail: href.slice(0, 500),
  });
  if (response === 0) await shell.openExternal(href);
}

function limitContents(contents: WebContents): void {
  contents.setWindowOpenHandler(({ url }) => {
    openOutside(url).catch(() => {});
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

/** Keeps every page, now and later, to our own addresses: no pop-ups, no foreign pages, no frames, no webviews. */
export function limitNavigation(app: App): void {
  app.on('web-contents-created', (_event, contents) => limitContents(contents));
}

import { BrowserWindow, type WebContents } from 'electron';
import { PAGE, pageOf } from './address.ts';

export interface WindowOptions {
  readonly preload: string;
  readonly onVisible: (contents: WebContents, visible: boolean) => void;
  readonly onShown: () => void;
}

/** Opens the console's window. It shows itself once it has something to show. */
export function openWindow({ preload, onVisible, onShown }: WindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 900,
    minHeight: 600,
    show: false,
    title: 'Quayside',
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: true,
    },
  });
  const tell = (visible: boolean) => () => onVisible(window.webContents, visible);
  window.on('hide', tell(false));
  window.on('minimize', tell(false));
  window.on('show', tell(true));
  window.on('restore', tell(true));
  window.once('ready-to-show', () => {
    window.show();
    onShown();
  });
  return window;
}

/** Brings a window to the front, on a route of ours where one is given. */
export async function showWindow(window: BrowserWindow, route: string | null): Promise<void> {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
  if (route !== null && pageOf(route) !== PAGE) await window.loadURL(pageOf(route));
}

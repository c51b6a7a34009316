import { BrowserWindow, type WebContents } from 'electron';
import { PAGE, pageOf } from './address.ts';

/** How the window is opened. */
export interface WindowOptions {
  /** Path of the preload script. */
  readonly preload: string;
  /** Called when the window becomes visible or hidden. */
  readonly onVisible: (contents: WebContents, visible: boolean) => void;
  /** Called once the window is shown. */
  readonly onShown: () => void;
}

/** Opens the console's window, which shows itself once its page has rendered. */
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
  const report = (visible: boolean) => () => onVisible(window.webContents, visible);
  window.on('hide', report(false));
  window.on('minimize', report(false));
  window.on('show', report(true));
  window.on('restore', report(true));
  window.once('ready-to-show', () => {
    window.show();
    onShown();
  });
  return window;
}

/** Brings a window to the front and, if a route is given, navigates to it. */
export async function showWindow(window: BrowserWindow, route: string | null): Promise<void> {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
  if (route !== null && pageOf(route) !== PAGE) await window.loadURL(pageOf(route));
}

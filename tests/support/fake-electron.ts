import { EventEmitter } from 'node:events';

/**
 * The parts of Electron the host uses, without a runtime: `vi.mock('electron', () => import('…/fake-electron.ts'))`.
 * Everything a test looks at is a public field; `resetElectron` puts all of it back.
 */

/** A frame, as an event's sender names it. */
export interface FakeFrame {
  url: string;
  parent: FakeFrame | null;
}

type PermissionRequest = (
  contents: { getURL(): string },
  permission: string,
  callback: (allowed: boolean) => void,
) => void;
type PermissionCheck = (contents: unknown, permission: string, origin: string) => boolean;
type Serve = (request: Request) => Promise<Response>;

export class FakeSession {
  request: PermissionRequest | null = null;
  check: PermissionCheck | null = null;
  device: (() => boolean) | null = null;
  readonly served = new Map<string, Serve>();
  readonly protocol = {
    handle: (scheme: string, serve: Serve): void => {
      this.served.set(scheme, serve);
    },
  };

  setPermissionRequestHandler(handler: PermissionRequest): void {
    this.request = handler;
  }
  setPermissionCheckHandler(handler: PermissionCheck): void {
    this.check = handler;
  }
  setDevicePermissionHandler(handler: () => boolean): void {
    this.device = handler;
  }
}

let lastContents = 0;

export class FakeContents extends EventEmitter {
  readonly id = ++lastContents;
  readonly sent: unknown[][] = [];
  mainFrame: FakeFrame = { url: 'app://quayside/', parent: null };
  destroyed = false;
  openHandler: ((details: { url: string }) => { action: string }) | null = null;

  send(...args: unknown[]): void {
    this.sent.push(args);
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler;
  }
  getURL(): string {
    return this.mainFrame.url;
  }
}

export class BrowserWindow extends EventEmitter {
  static readonly made: BrowserWindow[] = [];
  readonly options: Record<string, unknown>;
  readonly webContents = new FakeContents();
  readonly loaded: string[] = [];
  shown = 0;
  focused = 0;
  minimized = false;

  constructor(options: Record<string, unknown>) {
    super();
    this.options = options;
    BrowserWindow.made.push(this);
  }
  show(): void {
    this.shown += 1;
  }
  focus(): void {
    this.focused += 1;
  }
  isMinimized(): boolean {
    return this.minimized;
  }
  restore(): void {
    this.minimized = false;
  }
  isDestroyed(): boolean {
    return false;
  }
  async loadURL(url: string): Promise<void> {
    this.loaded.push(url);
  }
}

class FakeIpcMain extends EventEmitter {
  readonly handlers = new Map<string, (event: unknown, ...args: unknown[]) => unknown>();
  handle(channel: string, handler: (event: unknown, ...args: unknown[]) => unknown): void {
    this.handlers.set(channel, handler);
  }
  removeHandler(channel: string): void {
    this.handlers.delete(channel);
  }
}

class FakeIpcRenderer extends EventEmitter {
  readonly sent: unknown[][] = [];
  answer: (...args: unknown[]) => Promise<unknown> = async () => ({ ok: true, value: {} });
  send(...args: unknown[]): void {
    this.sent.push(args);
  }
  invoke(...args: unknown[]): Promise<unknown> {
    return this.answer(...args);
  }
}

class FakeApp extends EventEmitter {
  isPackaged = false;
  exited: number[] = [];
  lock = true;
  readonly paths: Record<string, string> = {};
  setPath(name: string, path: string): void {
    this.paths[name] = path;
  }
  requestSingleInstanceLock(): boolean {
    return this.lock;
  }
  async whenReady(): Promise<void> {}
  exit(code: number): void {
    this.exited.push(code);
  }
  setAsDefaultProtocolClient(): boolean {
    return true;
  }
}

export class Notification extends EventEmitter {
  static readonly shown: Notification[] = [];
  static isSupported(): boolean {
    return true;
  }
  readonly options: { readonly title: string; readonly body: string };
  constructor(options: { readonly title: string; readonly body: string }) {
    super();
    this.options = options;
  }
  show(): void {
    Notification.shown.push(this);
  }
}

export const app = new FakeApp();
export const ipcMain = new FakeIpcMain();
export const ipcRenderer = new FakeIpcRenderer();
export const powerMonitor = new EventEmitter();
export const session = { defaultSession: new FakeSession() };
export const protocol = {
  schemes: [] as unknown[],
  registerSchemesAsPrivileged(schemes: unknown[]): void {
    this.schemes = schemes;
  },
};
export const shell = {
  opened: [] as string[],
  async openExternal(url: string): Promise<void> {
    this.opened.push(url);
  },
};
export const dialog = {
  asked: 0,
  answer: 1,
  async showMessageBox(): Promise<{ response: number }> {
    this.asked += 1;
    return { response: this.answer };
  },
};
export const safeStorage = {
  available: true,
  backend: 'gnome_libsecret',
  isEncryptionAvailable(): boolean {
    return this.available;
  },
  getSelectedStorageBackend(): string {
    return this.backend;
  },
  // Reversible and not the text itself, which is all a test needs.
  encryptString: (text: string): Buffer => Buffer.from(text).reverse(),
  decryptString: (data: Buffer): string => Buffer.from(data).reverse().toString(),
};
export const contextBridge = {
  exposed: {} as Record<string, unknown>,
  exposeInMainWorld(name: string, value: unknown): void {
    this.exposed[name] = value;
  },
};

/** Puts everything back between tests. */
export function resetElectron(): void {
  for (const emitter of [app, ipcMain, ipcRenderer, powerMonitor]) emitter.removeAllListeners();
  ipcMain.handlers.clear();
  ipcRenderer.sent.length = 0;
  app.exited = [];
  app.lock = true;
  session.defaultSession = new FakeSession();
  shell.opened = [];
  dialog.asked = 0;
  dialog.answer = 1;
  safeStorage.available = true;
  safeStorage.backend = 'gnome_libsecret';
  BrowserWindow.made.length = 0;
  Notification.shown.length = 0;
}

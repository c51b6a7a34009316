import { existsSync } from 'node:fs';
import type * as Electron from 'electron';
import { BrowserWindow, type FakeContents, type FakeFrame, FakeSession } from './electron/page.ts';
import { type Events, FakeEmitter, FakeEvent, type Nested, type Part } from './electron/typing.ts';

export { BrowserWindow, FakeContents, FakeFrame, type Permission } from './electron/page.ts';
export { FakeEvent, FakeNavigation } from './electron/typing.ts';

/**
 * The parts of Electron that the host uses, without its runtime. Tests mock the module with it:
 * `vi.mock('electron', async () => (await import('…/fake-electron.ts')).electron)`. They read its public fields;
 * `resetElectron` restores all of them.
 *
 * Every class and function here and in `electron/` is declared against `electron.d.ts`. If a signature changes in Electron,
 * these files or the tests that fire its events fail the type check.
 */

type InvokeHandler = Parameters<Electron.IpcMain['handle']>[1];
type IpcEvents = Events<Electron.IpcMain, Record<string, [event: Electron.IpcMainEvent, ...args: unknown[]]>>;

class FakeIpcMain
  extends FakeEmitter<IpcEvents>
  implements Part<Electron.IpcMain, 'handle' | 'removeHandler'>
{
  readonly handlers = new Map<string, InvokeHandler>();
  handle(channel: string, handler: InvokeHandler): void {
    this.handlers.set(channel, handler);
  }
  removeHandler(channel: string): void {
    this.handlers.delete(channel);
  }
}

/** The event of a message from a page, for `handle` and `on` alike. */
export function ipcEvent(
  contents: FakeContents,
  frame: FakeFrame | null = contents.mainFrame,
): Electron.IpcMainEvent & Electron.IpcMainInvokeEvent {
  const event = new FakeEvent();
  return {
    type: 'frame',
    frameId: 1,
    processId: 1,
    ports: [],
    reply: () => {},
    returnValue: undefined,
    defaultPrevented: false,
    preventDefault: () => event.preventDefault(),
    sender: asElectron(contents),
    senderFrame: frame === null ? null : asElectron(frame),
  };
}

type RendererEvents = Events<
  Electron.IpcRenderer,
  Record<string, [event: Pick<Electron.IpcRendererEvent, 'preventDefault'>, ...args: unknown[]]>
>;

class FakeIpcRenderer
  extends FakeEmitter<RendererEvents>
  implements Part<Electron.IpcRenderer, 'send' | 'invoke'>
{
  readonly sent: unknown[][] = [];
  answer: (channel: string, ...args: unknown[]) => Promise<unknown> = async () => ({ ok: true, value: {} });
  send(channel: string, ...args: unknown[]): void {
    this.sent.push([channel, ...args]);
  }
  invoke(channel: string, ...args: unknown[]): Promise<unknown> {
    return this.answer(channel, ...args);
  }
}

type AppEvents = Events<
  Electron.App,
  {
    'web-contents-created': [event: FakeEvent, contents: Electron.WebContents];
    'second-instance': [event: FakeEvent, argv: string[]];
    'open-url': [event: FakeEvent, url: string];
    'window-all-closed': [];
    'before-quit': [event: FakeEvent];
  }
>;

class FakeApp
  extends FakeEmitter<AppEvents>
  implements
    Part<
      Electron.App,
      | 'isPackaged'
      | 'setPath'
      | 'requestSingleInstanceLock'
      | 'whenReady'
      | 'exit'
      | 'setAsDefaultProtocolClient'
      | 'getLocale'
      | 'setAppUserModelId'
      | 'quit'
    >
{
  isPackaged = false;
  exited: number[] = [];
  lock = true;
  locale = 'en-GB';
  userModelId = '';
  quits = 0;
  readonly paths: Record<string, string> = {};
  setPath(name: string, path: string): void {
    // Electron throws, too.
    if (!existsSync(path)) throw new Error(`The folder ${path} does not exist.`);
    this.paths[name] = path;
  }
  requestSingleInstanceLock(): boolean {
    return this.lock;
  }
  async whenReady(): Promise<void> {}
  exit(code = 0): void {
    this.exited.push(code);
  }
  setAsDefaultProtocolClient(_protocol: string): boolean {
    return true;
  }
  getLocale(): string {
    return this.locale;
  }
  setAppUserModelId(id: string): void {
    this.userModelId = id;
  }
  quit(): void {
    this.quits += 1;
  }
}

type NotificationEvents = Events<Electron.Notification, { click: [event: FakeEvent]; close: [] }>;

/** A native notification. */
export class Notification
  extends FakeEmitter<NotificationEvents>
  implements Part<Electron.Notification, 'show'>
{
  static readonly shown: Notification[] = [];
  static isSupported(): boolean {
    return true;
  }
  readonly options: Electron.NotificationConstructorOptions;
  constructor(...[options = {}]: ConstructorParameters<typeof Electron.Notification>) {
    super();
    this.options = options;
  }
  show(): void {
    Notification.shown.push(this);
  }
}

type PowerEvents = Events<
  Electron.PowerMonitor,
  { resume: []; suspend: []; 'lock-screen': []; 'unlock-screen': [] }
>;

export const app = new FakeApp();
export const ipcMain = new FakeIpcMain();
export const ipcRenderer = new FakeIpcRenderer();
class FakePowerMonitor extends FakeEmitter<PowerEvents> {
  idleSeconds = 0;
  getSystemIdleTime(): number {
    return this.idleSeconds;
  }
}
export const powerMonitor = new FakePowerMonitor();
export const session = { defaultSession: new FakeSession() } satisfies Nested<
  typeof Electron.session,
  'defaultSession',
  FakeSession
>;

class FakeProtocol implements Part<Electron.Protocol, 'registerSchemesAsPrivileged'> {
  schemes: Electron.CustomScheme[] = [];
  registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]): void {
    this.schemes = schemes;
  }
}
export const protocol = new FakeProtocol();

class FakeShell implements Part<Electron.Shell, 'openExternal'> {
  opened: string[] = [];
  async openExternal(url: string): Promise<void> {
    this.opened.push(url);
  }
}
export const shell = new FakeShell();

class FakeDialog implements Part<Electron.Dialog, 'showMessageBox' | 'showErrorBox'> {
  asked = 0;
  messages: Electron.MessageBoxOptions[] = [];
  errors: [title: string, content: string][] = [];
  answer = 1;
  showErrorBox(title: string, content: string): void {
    this.errors.push([title, content]);
  }
  async showMessageBox(options: Electron.MessageBoxOptions): Promise<Electron.MessageBoxReturnValue> {
    this.messages.push(options);
    this.asked += 1;
    return { response: this.answer, checkboxChecked: false };
  }
}
export const dialog = new FakeDialog();

type Backend = ReturnType<Electron.SafeStorage['getSelectedStorageBackend']>;

class FakeSafeStorage
  implements
    Part<
      Electron.SafeStorage,
      'isAsyncEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptStringAsync' | 'decryptStringAsync'
    >
{
  available = true;
  backend: Backend = 'gnome_libsecret';
  /** The prefix of ciphertexts, Chromium's version of the key. */
  version = 'v11';
  rotated = false;
  async isAsyncEncryptionAvailable(): Promise<boolean> {
    return this.available;
  }
  getSelectedStorageBackend(): Backend {
    return this.backend;
  }
  // Reversible and different from the text, which is all that tests need.
  async encryptStringAsync(text: string): Promise<Buffer> {
    return Buffer.concat([Buffer.from(this.version), Buffer.from(text).reverse()]);
  }
  async decryptStringAsync(data: Buffer): Promise<Electron.DecryptStringAsyncReturnValue> {
    return { result: Buffer.from(data.subarray(3)).reverse().toString(), shouldReEncrypt: this.rotated };
  }
}
export const safeStorage = new FakeSafeStorage();

/** The menus that were built, as templates, and the one of the application. */
export const Menu = {
  application: [] as readonly Electron.MenuItemConstructorOptions[],
  buildFromTemplate(template: Electron.MenuItemConstructorOptions[]): FakeMenu {
    return new FakeMenu(template);
  },
  setApplicationMenu(menu: FakeMenu | null): void {
    Menu.application = menu?.template ?? [];
  },
};

class FakeMenu {
  readonly template: readonly Electron.MenuItemConstructorOptions[];
  constructor(template: Electron.MenuItemConstructorOptions[]) {
    this.template = template;
  }
}

type TrayEvents = Events<Electron.Tray, { click: [] }>;

/** The tray's icon. */
export class Tray extends FakeEmitter<TrayEvents> implements Part<Electron.Tray, 'setToolTip' | 'destroy'> {
  static readonly made: Tray[] = [];
  readonly image: ConstructorParameters<typeof Electron.Tray>[0];
  menu: readonly Electron.MenuItemConstructorOptions[] = [];
  destroyed = false;
  constructor(...[image]: ConstructorParameters<typeof Electron.Tray>) {
    super();
    this.image = image;
    if (typeof image === 'string' && !existsSync(image))
      throw new Error(`Failed to load image from ${image}`);
    Tray.made.push(this);
  }
  setToolTip(_text: string): void {}
  setContextMenu(menu: FakeMenu | null): void {
    this.menu = menu?.template ?? [];
  }
  destroy(): void {
    this.destroyed = true;
  }
}

class FakeContextBridge implements Part<Electron.ContextBridge, 'exposeInMainWorld'> {
  exposed: Record<string, unknown> = {};
  exposeInMainWorld(name: string, value: unknown): void {
    this.exposed[name] = value;
  }
}
export const contextBridge = new FakeContextBridge();

/**
 * The mock of the module `electron`. A name that Electron does not export is a type error. The classes are also compared as
 * values, for their constructors and static methods.
 */
export const electron = {
  app,
  BrowserWindow,
  contextBridge,
  dialog,
  ipcMain,
  ipcRenderer,
  Menu: Menu satisfies Nested<typeof Electron.Menu, 'buildFromTemplate' | 'setApplicationMenu', unknown>,
  Notification: Notification satisfies Part<typeof Electron.Notification, 'isSupported'>,
  powerMonitor,
  protocol,
  safeStorage,
  session,
  shell,
  Tray,
} satisfies { readonly [K in keyof typeof Electron]?: unknown };

/**
 * Casts a fake to Electron's own type, which has hundreds of other members. Only these overloads do so; each is for a class
 * whose members are checked one by one above.
 */
export function asElectron(fake: FakeContents): Electron.WebContents;
export function asElectron(fake: FakeFrame): Electron.WebFrameMain;
export function asElectron(fake: FakeSession): Electron.Session;
export function asElectron(fake: FakeApp): Electron.App;
export function asElectron(fake: BrowserWindow): Electron.BrowserWindow;
export function asElectron(fake: object): unknown {
  return fake;
}

/** Restores the initial state between tests. */
export function resetElectron(): void {
  for (const emitter of [app, ipcMain, ipcRenderer, powerMonitor]) emitter.removeAllListeners();
  ipcMain.handlers.clear();
  ipcRenderer.sent.length = 0;
  app.exited = [];
  app.lock = true;
  app.locale = 'en-GB';
  session.defaultSession = new FakeSession();
  shell.opened = [];
  dialog.asked = 0;
  dialog.messages = [];
  dialog.errors = [];
  app.userModelId = '';
  app.quits = 0;
  Menu.application = [];
  Tray.made.length = 0;
  BrowserWindow.focused = false;
  dialog.answer = 1;
  safeStorage.available = true;
  safeStorage.backend = 'gnome_libsecret';
  safeStorage.version = 'v11';
  safeStorage.rotated = false;
  BrowserWindow.made.length = 0;
  Notification.shown.length = 0;
}

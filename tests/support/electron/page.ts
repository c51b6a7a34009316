import type * as Electron from 'electron';
import {
  type Events,
  FakeEmitter,
  type FakeEvent,
  type FakeNavigation,
  type Nested,
  type Part,
} from './typing.ts';

/** A frame of a page. */
export class FakeFrame
  implements Part<Electron.WebFrameMain, 'url'>, Nested<Electron.WebFrameMain, 'parent', FakeFrame | null>
{
  url: string;
  parent: FakeFrame | null;
  constructor(url: string, parent: FakeFrame | null = null) {
    this.url = url;
    this.parent = parent;
  }
}

type PermissionRequestHandler = Parameters<Electron.Session['setPermissionRequestHandler']>[0];
type PermissionCheckHandler = Parameters<Electron.Session['setPermissionCheckHandler']>[0];
type DevicePermissionHandler = Parameters<Electron.Session['setDevicePermissionHandler']>[0];
type SchemeHandler = Parameters<Electron.Protocol['handle']>[1];
/** The permissions Electron knows. */
export type Permission = Parameters<NonNullable<PermissionRequestHandler>>[1];

class FakeSessionProtocol implements Part<Electron.Protocol, 'handle'> {
  readonly handlers = new Map<string, SchemeHandler>();
  handle(scheme: string, handler: SchemeHandler): void {
    this.handlers.set(scheme, handler);
  }
}

/** The session of the pages. */
export class FakeSession
  implements
    Part<
      Electron.Session,
      'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'
    >,
    Nested<Electron.Session, 'protocol', FakeSessionProtocol>
{
  request: PermissionRequestHandler = null;
  check: PermissionCheckHandler = null;
  device: DevicePermissionHandler = null;
  readonly protocol = new FakeSessionProtocol();

  setPermissionRequestHandler(handler: PermissionRequestHandler): void {
    this.request = handler;
  }
  setPermissionCheckHandler(handler: PermissionCheckHandler): void {
    this.check = handler;
  }
  setDevicePermissionHandler(handler: DevicePermissionHandler): void {
    this.device = handler;
  }
}

type WindowOpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0];
type ContentsEvents = Events<
  Electron.WebContents,
  {
    destroyed: [];
    'did-start-navigation': [FakeNavigation];
    'will-frame-navigate': [FakeNavigation];
    'will-redirect': [FakeNavigation];
    'will-attach-webview': [FakeEvent];
    'render-process-gone': [FakeEvent, Electron.RenderProcessGoneDetails];
  }
>;

let lastContents = 0;

/** A page. */
export class FakeContents
  extends FakeEmitter<ContentsEvents>
  implements
    Part<Electron.WebContents, 'id' | 'send' | 'isDestroyed' | 'setWindowOpenHandler' | 'getURL' | 'reload'>,
    Nested<Electron.WebContents, 'mainFrame', FakeFrame>
{
  readonly id = ++lastContents;
  readonly sent: unknown[][] = [];
  mainFrame = new FakeFrame('app://quayside/');
  destroyed = false;
  openHandler: WindowOpenHandler | null = null;
  reloads = 0;

  reload(): void {
    this.reloads += 1;
  }

  send(channel: string, ...args: unknown[]): void {
    this.sent.push([channel, ...args]);
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.openHandler = handler;
  }
  getURL(): string {
    return this.mainFrame.url;
  }
}

type WindowEvents = Events<
  Electron.BrowserWindow,
  { hide: []; minimize: []; show: []; restore: []; 'ready-to-show': []; closed: [] }
>;

/** A window. */
export class BrowserWindow
  extends FakeEmitter<WindowEvents>
  implements
    Part<
      Electron.BrowserWindow,
      'show' | 'focus' | 'isMinimized' | 'restore' | 'isDestroyed' | 'loadURL' | 'setProgressBar'
    >,
    Nested<Electron.BrowserWindow, 'webContents', FakeContents>
{
  static readonly made: BrowserWindow[] = [];
  /** Whether one of the windows has the focus. */
  static focused = false;
  static getFocusedWindow(): BrowserWindow | null {
    return BrowserWindow.focused ? (BrowserWindow.made[0] ?? null) : null;
  }
  readonly progress: number[] = [];
  readonly options: Electron.BrowserWindowConstructorOptions;
  readonly webContents = new FakeContents();
  readonly loaded: string[] = [];
  shown = 0;
  focused = 0;
  minimized = false;

  constructor(...[options = {}]: ConstructorParameters<typeof Electron.BrowserWindow>) {
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
  setProgressBar(progress: number): void {
    this.progress.push(progress);
  }
  async loadURL(url: string): Promise<void> {
    this.loaded.push(url);
    this.webContents.mainFrame.url = url;
  }
}

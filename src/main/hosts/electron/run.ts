import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, BrowserWindow, dialog, session as electronSession } from 'electron';
import { type Language, resolveLanguage } from '#shared/text/language.ts';
import { type Console, createConsole } from '../../app.ts';
import type { HostPorts, WorkerFactory } from '../../ports.ts';
import { createFileLogger, LogFile } from '../log-file.ts';
import type { HostOptions } from '../options.ts';
import { openRendererFiles } from '../renderer-files.ts';
import { closeConsoleFolder, consoleFolder, systemClock } from '../system.ts';
import { PAGE, routeOfDeepLink, routeOfSubject } from './address.ts';
import { recoverFromCrashes } from './crashes.ts';
import { connectIpc, type IpcBridge } from './ipc.ts';
import { setMenu } from './menu.ts';
import { createNotifier } from './notifier.ts';
import { systemPower } from './power.ts';
import { showProgress } from './progress.ts';
import { registerScheme, serveRenderer } from './protocol.ts';
import { openSystemSecrets } from './secrets.ts';
import { limitNavigation, limitPermissions, openOutside } from './security.ts';
import { stoppedPage } from './stopped-page.ts';
import { createSay, type Say } from './texts.ts';
import { type ConsoleTray, openTray } from './tray.ts';
import { openWindow, showWindow } from './window.ts';

const MAX_SHUTDOWN_MS = 4_000;
/** Windows shows notifications and groups windows by it; the installer gives the same id to the shortcut. */
export const APP_ID = 'io.github.quayside.console';

/** How the Electron host is started. */
export interface ElectronRunOptions extends HostOptions {
  readonly version: string;
  readonly rendererDir: string;
  readonly preload: string;
  /** The folder with the icons in a clone; a package has its own. */
  readonly resources: string;
  /** Whether another program started this one and shows why it ends: a dialog would keep that program waiting. */
  readonly supervised: boolean;
  readonly workers: WorkerFactory;
  /** Called once the window is shown. */
  readonly onReady: () => void;
}

/** What every part of the running host needs. */
interface Base {
  readonly options: ElectronRunOptions;
  readonly data: string;
  readonly log: LogFile;
  readonly ports: Pick<HostPorts, 'clock' | 'logger' | 'paths'>;
  readonly say: Say;
  /** Sets the console whose language is spoken; before, it is that of the system. */
  readonly speakAs: (console: Console) => void;
}

/** Returns the route of the deep link in a command line, if there is one. */
function deepLinkIn(args: readonly string[]): string | null {
  for (const arg of args) {
    const route = routeOfDeepLink(arg);
    if (route !== null) return route;
  }
  return null;
}

/** Creates the folders of a profile, closed to other users, and everything that depends on nothing else. */
function openBase(options: ElectronRunOptions): Base {
  const data = consoleFolder(options.profile, options.dataDir);
  const log = new LogFile(join(data, 'logs', 'desktop.log'));
  const logger = createFileLogger(log, process.env['LOG_LEVEL']);
  closeConsoleFolder(data, logger);
  // Holds Chromium's own files. Electron tells instances apart by it, and requires that it exists.
  const chromium = join(data, 'chromium');
  mkdirSync(chromium, { recursive: true, mode: 0o700 });
  app.setPath('userData', chromium);
  let console: Console | null = null;
  return {
    options,
    data,
    log,
    ports: { clock: systemClock, logger, paths: { data } },
    say: createSay(() => console?.language() ?? systemLanguage()),
    speakAs: (made) => {
      console = made;
    },
  };
}

async function compose(base: Base, show: (route: string | null) => void): Promise<Console> {
  const { options, ports, say } = base;
  const { profile, version, demo, server } = options;
  return createConsole(
    {
      ...ports,
      host: 'electron',
      secrets: await openSystemSecrets(ports),
      notifier: createNotifier((subject) => show(subject && routeOfSubject(subject))),
      opener: { open: (address) => openOutside(address, say) },
      power: systemPower,
      focused: () => BrowserWindow.getFocusedWindow() !== null,
      locale: () => app.getLocale(),
      workers: options.workers,
    },
    { profile, version, demo, ...(server === undefined ? {} : { server }) },
  );
}

/** The window and what belongs to it. The console may still be in the making. */
interface Shown {
  readonly window: BrowserWindow;
  readonly ipc: IpcBridge;
  readonly tray: ConsoleTray | null;
}

async function openShown(base: Base, console: Promise<Console>, show: () => void): Promise<Shown> {
  const { options, log, ports, say } = base;
  const files = await openRendererFiles(options.rendererDir);
  limitPermissions(electronSession.defaultSession);
  serveRenderer(electronSession.defaultSession, files, () => stoppedPage(say, log.path));
  setMenu(say);
  const ipc = connectIpc(console.then(({ router }) => router));
  const window = openWindow({
    preload: options.preload,
    onVisible: (contents, visible) => ipc.setVisible(contents, visible),
    onShown: options.onReady,
  });
  recoverFromCrashes(window, ports);
  let tray: ConsoleTray | null = null;
  try {
    tray = openTray(app.isPackaged ? process.resourcesPath : options.resources, say, show);
  } catch (error) {
    ports.logger.warn({ module: 'tray', error: String(error) }, 'there is no tray icon');
  }
  return { window, ipc, tray };
}

/** Shows why the console could not start. */
function reportFailure(say: Say, log: string, error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  dialog.showErrorBox(say('startFailed'), say('startFailedDetail', { reason, log }));
}

/** The language before there are settings. */
const systemLanguage = (): Language => resolveLanguage('system', [app.getLocale()]);

/** Without its folders, the console has no log either: only a dialog can say so. */
function openBaseOrReport(options: ElectronRunOptions): Base {
  try {
    return openBase(options);
  } catch (error) {
    if (!options.supervised)
      reportFailure(createSay(systemLanguage), consoleFolder(options.profile, options.dataDir), error);
    throw error;
  }
}

/**
 * Runs the console in Electron until its window is closed. There is one instance per profile: a second one shows the
 * window of the first and exits. The window comes first; the console is composed and the cache opened behind it. Rejects if
 * the console cannot start, after a dialog that says why.
 */
export async function runElectronHost(options: ElectronRunOptions): Promise<void> {
  if (process.platform === 'win32') app.setAppUserModelId(APP_ID);
  const base = openBaseOrReport(options);
  if (!app.requestSingleInstanceLock()) {
    app.exit(0);
    return;
  }
  registerScheme();
  limitNavigation(app, base.say);

  let shown: Shown | null = null;
  let console: Console | null = null;
  // macOS delivers the link that starts the app before there is a window.
  let firstRoute = deepLinkIn(process.argv.slice(1));
  const show = (route: string | null): void => {
    if (shown === null) firstRoute = route ?? firstRoute;
    else if (!shown.window.isDestroyed()) showWindow(shown.window, route).catch(() => {});
  };
  let ending = false;
  const shutDown = (code: number): void => {
    if (ending) return;
    ending = true;
    const leave = (): void => app.exit(code);
    setTimeout(leave, MAX_SHUTDOWN_MS).unref();
    shown?.ipc.dispose();
    shown?.tray?.dispose();
    (console?.dispose() ?? Promise.resolve()).then(leave, leave);
  };

  app.on('second-instance', (_event, args) => show(deepLinkIn(args)));
  app.on('open-url', (event, url) => {
    event.preventDefault();
    show(routeOfDeepLink(url));
  });
  app.on('window-all-closed', () => shutDown(0));
  app.on('before-quit', (event) => {
    event.preventDefault();
    shutDown(0);
  });
  process.on('SIGTERM', () => shutDown(143));
  process.on('SIGINT', () => shutDown(130));
  process.on('disconnect', () => shutDown(0));

  await app.whenReady();
  if (app.isPackaged) app.setAsDefaultProtocolClient('quayside');
  try {
    const { promise, resolve, reject } = Promise.withResolvers<Console>();
    shown = await openShown(base, promise, () => show(null));
    const loaded = shown.window.loadURL(PAGE);
    compose(base, show).then(resolve, reject);
    const made = await promise;
    console = made;
    // The user closed the window meanwhile.
    if (ending) return await made.dispose();
    base.speakAs(made);
    const { tray } = shown;
    const translate = (): void => {
      setMenu(base.say);
      tray?.translate();
    };
    translate();
    made.onLanguage(translate);
    showProgress(shown.window, made.signIn);
    await loaded;
    show(firstRoute);
  } catch (error) {
    if (ending) return;
    const reason = error instanceof Error ? error.message : String(error);
    base.ports.logger.error({ module: 'start', error: reason }, 'the console could not start');
    if (!options.supervised) reportFailure(base.say, base.log.path, error);
    throw error;
  }
}

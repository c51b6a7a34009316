import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, type BrowserWindow, session as electronSession } from 'electron';
import { type Console, createConsole } from '../../app.ts';
import type { HostPorts, WorkerFactory } from '../../ports.ts';
import type { HostOptions } from '../options.ts';
import { openRendererFiles } from '../renderer-files.ts';
import { consoleFolder, createLogger, systemClock } from '../system.ts';
import { PAGE, routeOfDeepLink, routeOfSubject } from './address.ts';
import { connectIpc, type IpcBridge } from './ipc.ts';
import { createNotifier } from './notifier.ts';
import { systemPower } from './power.ts';
import { registerScheme, serveRenderer } from './protocol.ts';
import { openSystemSecrets } from './secrets.ts';
import { limitNavigation, limitPermissions, openOutside } from './security.ts';
import { openWindow, showWindow } from './window.ts';

const MAX_SHUTDOWN_MS = 4_000;

/** How the Electron host is started. */
export interface ElectronRunOptions extends HostOptions {
  readonly version: string;
  readonly rendererDir: string;
  readonly preload: string;
  readonly workers: WorkerFactory;
  /** Called once the window is shown. */
  readonly onReady: () => void;
}

interface Running {
  readonly console: Console;
  readonly ipc: IpcBridge;
  readonly window: BrowserWindow;
}

/** Returns the route of the deep link in a command line, if there is one. */
function deepLinkIn(args: readonly string[]): string | null {
  for (const arg of args) {
    const route = routeOfDeepLink(arg);
    if (route !== null) return route;
  }
  return null;
}

async function compose(
  data: string,
  options: ElectronRunOptions,
  show: (route: string | null) => void,
): Promise<Running> {
  const logger = createLogger(process.env['LOG_LEVEL']);
  const clock = systemClock;
  const paths = { data };
  const ports: HostPorts = {
    host: 'electron',
    clock,
    logger,
    paths,
    secrets: await openSystemSecrets({ paths, logger, clock }),
    notifier: createNotifier((subject) => show(subject && routeOfSubject(subject))),
    opener: { open: openOutside },
    power: systemPower,
    locale: () => app.getLocale(),
    workers: options.workers,
  };
  const files = await openRendererFiles(options.rendererDir);
  const { profile, version, demo, server } = options;
  const made = await createConsole(ports, {
    profile,
    version,
    demo,
    ...(server === undefined ? {} : { server }),
  });
  limitPermissions(electronSession.defaultSession);
  serveRenderer(electronSession.defaultSession, files);
  const ipc = connectIpc(made.router);
  const window = openWindow({
    preload: options.preload,
    onVisible: (contents, visible) => ipc.setVisible(contents, visible),
    onShown: options.onReady,
  });
  await window.loadURL(PAGE);
  return { console: made, ipc, window };
}

/** Creates the folders of a profile and returns the one for its data. */
function openFolders(options: HostOptions): string {
  const data = consoleFolder(options.profile, options.dataDir);
  // Holds Chromium's own files. Electron tells instances apart by it, and requires that it exists.
  const chromium = join(data, 'chromium');
  mkdirSync(chromium, { recursive: true, mode: 0o700 });
  app.setPath('userData', chromium);
  return data;
}

/**
 * Runs the console in Electron until its window is closed. There is one instance per profile: a second one shows the
 * window of the first and exits. Rejects if the console cannot start.
 */
export async function runElectronHost(options: ElectronRunOptions): Promise<void> {
  const data = openFolders(options);
  if (!app.requestSingleInstanceLock()) {
    app.exit(0);
    return;
  }
  registerScheme();
  limitNavigation(app);

  let running: Running | null = null;
  // macOS delivers the link that starts the app before there is a window.
  let firstRoute = deepLinkIn(process.argv.slice(1));
  const show = (route: string | null): void => {
    if (running === null) firstRoute = route ?? firstRoute;
    else if (!running.window.isDestroyed()) showWindow(running.window, route).catch(() => {});
  };
  let ending = false;
  const shutDown = (code: number): void => {
    if (ending) return;
    ending = true;
    const leave = (): void => app.exit(code);
    setTimeout(leave, MAX_SHUTDOWN_MS).unref();
    running?.ipc.dispose();
    (running?.console.dispose() ?? Promise.resolve()).then(leave, leave);
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
  running = await compose(data, options, show);
  show(firstRoute);
}

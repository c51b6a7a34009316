import open from 'open';
import { createConsole } from '../../app.ts';
import type { HostPorts, WorkerFactory } from '../../ports.ts';
import type { HostOptions } from '../options.ts';
import { openRendererFiles } from '../renderer-files.ts';
import { closeConsoleFolder, consoleFolder, createLogger, systemClock, systemLocale } from '../system.ts';
import { DriftPower } from './power.ts';
import { openFileSecrets } from './secrets.ts';
import { startBrowserHost } from './server.ts';

/** How the browser host is started. */
export interface BrowserRunOptions extends HostOptions {
  readonly version: string;
  readonly rendererDir: string;
  readonly workers: WorkerFactory;
}

/** A running browser host. */
export interface BrowserRun {
  /** The console's address, which only an admitted browser can use. */
  readonly address: string;
  /** Returns a new link to the console, which works once and for a minute. */
  link(): string;
  dispose(): Promise<void>;
}

/** Runs the console behind the browser host. Rejects if the port is in use or there is no built renderer. */
export async function runBrowserHost(options: BrowserRunOptions): Promise<BrowserRun> {
  const data = consoleFolder(options.profile, options.dataDir);
  const logger = createLogger(process.env['LOG_LEVEL']);
  closeConsoleFolder(data, logger);
  const clock = systemClock;
  const paths = { data };
  const power = new DriftPower(clock);
  const ports: HostPorts = {
    host: 'browser',
    clock,
    logger,
    paths,
    power,
    workers: options.workers,
    secrets: await openFileSecrets({ paths, logger, clock }),
    // The process has no native notifications; the page shows toasts.
    notifier: { available: false, show: () => {} },
    // The process cannot know, and has no notifications that depend on it.
    focused: () => false,
    locale: systemLocale,
    opener: {
      async open(url) {
        await open(url);
      },
    },
  };
  const files = await openRendererFiles(options.rendererDir);
  const { profile, version, demo, server } = options;
  const console = await createConsole(ports, {
    profile,
    version,
    demo,
    ...(server === undefined ? {} : { server }),
  });
  await console.restored;
  power.start();
  const host = await startBrowserHost({ ports, router: console.router, files, port: options.port }).catch(
    async (error: unknown) => {
      power.dispose();
      await console.dispose();
      throw error;
    },
  );
  if (options.open)
    ports.opener.open(host.link()).catch(() => {
      logger.warn(
        { module: 'browser-host' },
        'no browser could be opened; open the printed address yourself',
      );
    });
  return {
    address: `http://127.0.0.1:${host.port}/`,
    link: () => host.link(),
    async dispose() {
      power.dispose();
      await host.dispose();
      await console.dispose();
    },
  };
}

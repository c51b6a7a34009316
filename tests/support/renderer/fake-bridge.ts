import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { build } from 'vite';
import type { StreamItem, StreamName } from '#shared/bridge/index.ts';
import { ROLE_PERMISSIONS } from '#shared/protocol/permissions.ts';
import type { FakeOptions } from './fake/contract.ts';

export type { FakeOptions } from './fake/contract.ts';

/** The default options: a manager in a busy shop, signed in and live. */
const DEFAULTS: Omit<FakeOptions, 'now'> = {
  signedIn: true,
  connection: 'live',
  theme: 'light',
  language: 'en',
  permissions: ROLE_PERMISSIONS.manager,
  empty: false,
  failing: null,
  hanging: false,
  notice: false,
  pending: 0,
  refused: 0,
  demo: false,
  personaFailures: 0,
};

let script: Promise<string> | undefined;

/** Bundles the fake main process into one script for the page. */
async function bundle(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      lib: {
        entry: resolve(import.meta.dirname, 'fake/main.ts'),
        formats: ['iife'],
        name: 'quaysideFake',
      },
    },
  });
  for (const output of Array.isArray(built) ? built : [built])
    if ('output' in output) return output.output[0].code;
  throw new Error('The fake main process was not built.');
}

/** Installs a fake main process as `window.quayside` of the page, for tests of the renderer alone. */
export async function installFakeBridge(page: Page, options: Partial<FakeOptions> = {}): Promise<void> {
  script ??= bundle();
  const given: FakeOptions = { ...DEFAULTS, now: Date.now(), ...options };
  await page.addInitScript({ content: `${await script}\nquaysideFake.install(${JSON.stringify(given)});` });
}

/** Sends an item to all watchers of a stream in the page. */
export async function push<S extends StreamName>(page: Page, stream: S, item: StreamItem<S>): Promise<void> {
  await page.evaluate(([name, value]) => window.fakeMain?.push(name, value), [stream, item] as const);
}

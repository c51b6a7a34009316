import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { chromium, defineConfig, devices } from '@playwright/test';
import { CHROMIUM_ARGUMENTS } from './tests/support/chromium.ts';

const root = import.meta.dirname;

/** Playwright's own Chromium (undefined: its default), or the one named in the environment, or the system's. */
function chromiumPath(): string | undefined {
  if (process.env.QUAYSIDE_CHROMIUM) return process.env.QUAYSIDE_CHROMIUM;
  if (existsSync(chromium.executablePath())) return undefined;
  return ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
    existsSync(path),
  );
}

/** Why the desktop project cannot run here, or undefined when it can. */
function desktopSkipReason(): string | undefined {
  const folder = resolve(root, 'node_modules/electron');
  const pathFile = resolve(folder, 'path.txt');
  const installed =
    existsSync(pathFile) && existsSync(resolve(folder, 'dist', readFileSync(pathFile, 'utf8')));
  if (!installed) return 'the Electron runtime is not installed (npx install-electron)';
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY)
    return 'there is no display (run under xvfb-run)';
  return undefined;
}

const skipReason = desktopSkipReason();
const isWorker = process.env.TEST_WORKER_INDEX !== undefined;
if (skipReason !== undefined && !isWorker) console.log(`desktop project skipped: ${skipReason}`);

const executablePath = chromiumPath();

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  globalSetup: resolve(root, 'tests/e2e/past.ts'),
  fullyParallel: false,
  // Each has a shop of its own.
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  // A busy machine can upset a test that waits for time to pass; `npm test` names each that needed its second try.
  retries: process.env.CI ? 1 : 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    screenshot: 'only-on-failure',
    // Recording slows every test down. TRACE=1 keeps the traces of what fails.
    trace: process.env.TRACE ? 'retain-on-failure' : 'off',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
  },
  projects: [
    {
      name: 'browser',
      use: {
        ...devices['Desktop Chrome'],
        viewport: { width: 1440, height: 900 },
        launchOptions: {
          ...(executablePath === undefined ? {} : { executablePath }),
          args: [...CHROMIUM_ARGUMENTS],
        },
      },
    },
    ...(skipReason === undefined ? [{ name: 'desktop' }] : []),
  ],
});

import { type Browser, chromium } from 'playwright';

/** Arguments that keep Chromium from using the network and let it run as root. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** Starts the Chromium named by QUAYSIDE_CHROMIUM, or Playwright's own. */
export function launchChromium(): Promise<Browser> {
  const executablePath = process.env['QUAYSIDE_CHROMIUM'];
  return chromium.launch({ ...(executablePath ? { executablePath } : {}), args: ARGUMENTS });
}

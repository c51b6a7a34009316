import { type Browser, chromium } from 'playwright';

/**
 * Playwright's own list, which ours replaces (Chromium takes the last one), and what costs more than half a second of work for each
 * window: the two pages that the address bar, which nobody sees here, would open below itself.
 */
const WITHOUT = [
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
  'WebUIOmniboxPopup',
];

/** Arguments that keep Chromium from using the network, let it run as root, and save it needless work. */
export const CHROMIUM_ARGUMENTS: readonly string[] = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  `--disable-features=${WITHOUT.join(',')}`,
];

/** Starts the Chromium named by QUAYSIDE_CHROMIUM, or Playwright's own. */
export function launchChromium(): Promise<Browser> {
  const executablePath = process.env['QUAYSIDE_CHROMIUM'];
  return chromium.launch({ ...(executablePath ? { executablePath } : {}), args: [...CHROMIUM_ARGUMENTS] });
}

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { productEnv, productNode, root, tools } from './paths.mjs';
import { runWhileProgressing } from './process.mjs';
import { say } from './say.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const macPaths = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Returns the path of Playwright's own Chromium, if it is installed. */
function playwrightChromium() {
  const print =
    "import { chromium } from '@playwright/test'; process.stdout.write(chromium.executablePath());";
  try {
    const path = execFileSync(productNode(), ['--input-type=module', '--eval', print], {
      cwd: root,
      encoding: 'utf8',
    });
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

function inPath(name) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** Returns the path of the Chromium for tests: the one in QUAYSIDE_CHROMIUM, Playwright's own, or the system's. */
export function findChromium() {
  const named = process.env.QUAYSIDE_CHROMIUM;
  if (named) return named;
  const system = names.map(inPath).find((path) => path !== undefined);
  return playwrightChromium() ?? system ?? macPaths.find((path) => existsSync(path));
}

function canUseApt() {
  return process.platform === 'linux' && process.getuid?.() === 0 && inPath('apt-get') !== undefined;
}

/** Returns whether apt-get can install Chromium. Ubuntu's package of that name is a shim that needs snap. */
function aptHasChromium() {
  const policy = spawnSync('apt-cache', ['policy', 'chromium'], { encoding: 'utf8' }).stdout ?? '';
  return /Candidate: \d/.test(policy) && !/snap/.test(policy);
}

async function installWithApt() {
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, idleMs: 120_000 };
  say('Installing Chromium with apt-get …');
  await runWhileProgressing('apt-get', ['update'], options);
  if (!aptHasChromium()) return false;
  const args = ['install', '-y', '--no-install-recommends', 'chromium'];
  return (await runWhileProgressing('apt-get', args, options)).ok;
}

async function installWithPlaywright() {
  say('Installing Chromium with Playwright …');
  const args = [tools.playwright, 'install', 'chromium'];
  const result = await runWhileProgressing(productNode(), args, {
    cwd: root,
    env: productEnv(),
    idleMs: 60_000,
  });
  return result.ok;
}

/**
 * Finds Chromium or installs it: as a Debian package if possible, otherwise as Playwright's download.
 *
 * @returns its path, or undefined if it could not be installed
 */
export async function ensureChromium() {
  const found = findChromium();
  if (found !== undefined) return found;
  if (canUseApt() && (await installWithApt())) return findChromium();
  if (await installWithPlaywright()) return findChromium();
  return undefined;
}

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { productEnv, productNode, root, stateDir } from './paths.mjs';
import { runWhileProgressing } from './process.mjs';
import { Refusal, say } from './say.mjs';

const folder = join(root, 'node_modules/electron');
const attemptFile = join(stateDir, 'electron-fetch-failed.json');
const retryAfterMs = 6 * 3_600_000;

/** Returns the path of the Electron executable, or undefined if its runtime is not installed. */
export function electronRuntime() {
  try {
    const name = readFileSync(join(folder, 'path.txt'), 'utf8');
    const path = join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist'), name);
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

function electronVersion() {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
}

/** Returns why a desktop window cannot be shown on this machine, or undefined if it can. */
export function noDisplayReason(env = process.env, platform = process.platform) {
  if (platform !== 'linux' || env.DISPLAY || env.WAYLAND_DISPLAY) return undefined;
  return 'there is no display';
}

function bytesBelow(path) {
  let sum = 0;
  try {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const child = join(path, entry.name);
      sum += entry.isDirectory() ? bytesBelow(child) : statSync(child).size;
    }
  } catch {
    // A file that disappeared meanwhile is also progress; the next call counts it.
  }
  return sum;
}

function lastFailure() {
  try {
    const failure = JSON.parse(readFileSync(attemptFile, 'utf8'));
    return failure.version === electronVersion() && Date.now() - failure.at < retryAfterMs
      ? failure
      : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Runs a download in a child process that writes to `folders`. Gives up when the folders stop growing.
 *
 * @returns undefined on success, otherwise the reason as text
 */
export async function fetchBounded({ command, args, env, cwd, folders, idleMs, maxMs }) {
  const progress = () => folders.reduce((sum, path) => sum + bytesBelow(path), 0);
  const result = await runWhileProgressing(command, args, { cwd, env, idleMs, maxMs, progress });
  if (result.ok) return undefined;
  if (result.stalled) return `no progress for ${Math.round(idleMs / 1000)} s`;
  const lines = result.output.split('\n').map((line) => line.trim());
  const cause = lines.findLast((line) =>
    /ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN|ECONNRESET|Response code/.test(line),
  );
  const error = cause ?? lines.find((line) => /error/i.test(line));
  return (
    error?.replace(/^\[?(cause\]?: )?(\w*Error: )?/, '').slice(0, 160) ??
    `the download exited with code ${result.code}`
  );
}

/**
 * Downloads the Electron runtime if it is missing: npm does not install it. A failed attempt is remembered for some hours,
 * so that the next start does not wait again.
 *
 * @returns undefined if it is available, otherwise the reason as text
 */
export async function ensureElectronRuntime({ again = false } = {}) {
  if (electronRuntime() !== undefined) return undefined;
  const failure = again ? undefined : lastFailure();
  if (failure !== undefined) return `an earlier download of the Electron runtime failed: ${failure.reason}`;
  const temporary = join(stateDir, 'electron-download');
  mkdirSync(temporary, { recursive: true });
  say(`Downloading the Electron ${electronVersion()} runtime (once, about 120 MB) …`);
  const reason = await fetchBounded({
    command: productNode(),
    args: [join(folder, 'install.js')],
    cwd: root,
    env: productEnv({ TMPDIR: temporary, TEMP: temporary, TMP: temporary, ELECTRON_GET_NO_PROGRESS: '1' }),
    folders: [temporary, join(folder, 'dist')],
    idleMs: 20_000,
    maxMs: 15 * 60_000,
  });
  rmSync(temporary, { recursive: true, force: true });
  if (reason === undefined && electronRuntime() !== undefined) {
    rmSync(attemptFile, { force: true });
    return undefined;
  }
  const why = reason ?? 'the download was incomplete';
  writeFileSync(attemptFile, JSON.stringify({ version: electronVersion(), at: Date.now(), reason: why }));
  return `the Electron runtime could not be downloaded: ${why}`;
}

/**
 * Chooses where the console opens.
 *
 * @param {string} wanted `auto`, `browser` or `desktop`
 * @param {{
 *   noDisplayReason: () => string | undefined,
 *   ensureElectronRuntime: (options: { again: boolean }) => Promise<string | undefined>,
 *   isRoot: () => boolean,
 * }} [steps] the checks; tests replace them
 * @returns `{ host: 'desktop' | 'browser', reason }`, the reason as text for one line
 */
export async function chooseHost(wanted, steps = { noDisplayReason, ensureElectronRuntime, isRoot }) {
  if (wanted === 'browser') return { host: 'browser', reason: '--browser was given' };
  const asked = wanted === 'desktop';
  // As root, Electron runs only without its sandbox, which must not happen unless the user asks for the desktop window.
  const reason =
    steps.noDisplayReason() ??
    (!asked && steps.isRoot() ? 'Electron does not run as root' : undefined) ??
    (await steps.ensureElectronRuntime({ again: asked }));
  if (reason === undefined)
    return { host: 'desktop', reason: asked ? '--desktop was given' : 'Electron is installed' };
  if (asked) throw new Refusal(`The desktop window cannot be opened: ${reason}.`);
  return { host: 'browser', reason };
}

/** Returns whether the process runs as root on a system where Electron refuses that. */
export function isRoot() {
  return process.platform === 'linux' && process.getuid?.() === 0;
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { root, stateDir } from './paths.mjs';
import { runWhileProgressing } from './process.mjs';
import { Refusal, say } from './say.mjs';

const idleMs = 120_000;

/**
 * Returns whether the installed packages are those of the lock file. Compares contents, because every checkout changes times.
 *
 * @param lock the parsed package-lock.json
 * @param installed the parsed node_modules/.package-lock.json, which npm writes last
 */
export function isInstalled(lock, installed) {
  if (!installed?.packages) return false;
  return Object.entries(lock.packages).every(([path, entry]) => {
    if (path === '' || entry.link) return true;
    const found = installed.packages[path];
    if (found === undefined) return Boolean(entry.optional || entry.devOptional || entry.peer);
    return found.version === entry.version;
  });
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

export function dependenciesAreCurrent(folder = root) {
  const lock = readJson(join(folder, 'package-lock.json'));
  if (lock === undefined) throw new Refusal('package-lock.json is missing or cannot be read.');
  return isInstalled(lock, readJson(join(folder, 'node_modules/.package-lock.json')));
}

/**
 * Returns the command that starts npm: its own script if npm started us, which also works on Windows; otherwise its
 * name.
 */
function npmCommand() {
  const script = process.env.npm_execpath;
  if (script?.endsWith('.js')) return { command: process.execPath, args: [script] };
  return {
    command: process.platform === 'win32' ? 'npm.cmd' : 'npm',
    args: [],
    shell: process.platform === 'win32',
  };
}

async function install() {
  const started = Date.now();
  say('Installing dependencies (about a minute the first time) …');
  const { command, args, shell = false } = npmCommand();
  let requests = 0;
  const ticker = setInterval(
    () => say(`  … still installing (${requests} requests to the registry so far)`),
    20_000,
  );
  try {
    // With `http`, npm logs every fetch, so that a stall can be detected. The output is not shown.
    const result = await runWhileProgressing(
      command,
      [...args, 'ci', '--no-audit', '--no-fund', '--loglevel=http', '--progress=false'],
      {
        cwd: root,
        shell,
        idleMs,
        onOutput: (text) => {
          requests += text.split('npm http').length - 1;
        },
      },
    );
    if (result.ok) {
      say(`Dependencies installed in ${Math.round((Date.now() - started) / 1000)} s.`);
      return;
    }
    const shown = result.output.split('\n').filter((line) => line !== '' && !/^npm (http|warn)/i.test(line));
    const why = result.stalled
      ? `npm made no progress for ${idleMs / 1000} s`
      : `npm exited with code ${result.code}`;
    throw new Refusal(
      `Dependencies could not be installed: ${why}.\n${shown.slice(0, 20).join('\n')}\n` +
        'Check the network connection (or npm configuration) and run the same command again.',
    );
  } finally {
    clearInterval(ticker);
  }
}

/** Installs the dependencies if they are missing or differ from the lock file. */
export async function ensureDependencies() {
  if (dependenciesAreCurrent()) return;
  await withLock(
    join(stateDir, 'install.lock'),
    async () => {
      if (!dependenciesAreCurrent()) await install();
    },
    () => say('Waiting for another process to finish installing dependencies …'),
  );
}

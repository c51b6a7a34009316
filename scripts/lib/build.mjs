import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { outDir, productEnv, productNode, root, stateDir, tools } from './paths.mjs';
import { runWhileProgressing } from './process.mjs';
import { Refusal, say } from './say.mjs';

const configuration = ['package.json', 'package-lock.json', 'tsconfig.json', 'electron.vite.config.ts'];
const products = [
  'main/index.js',
  'main/browser.js',
  'main/gateway.js',
  'preload/index.cjs',
  'renderer/index.html',
];

function* filesBelow(folder, prefix = '') {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  )) {
    const name = `${prefix}${entry.name}`;
    if (entry.isDirectory()) yield* filesBelow(join(folder, entry.name), `${name}/`);
    else if (!/\.test\.tsx?$|\.md$/.test(entry.name)) yield name;
  }
}

/** Returns a hash of everything a build depends on: the names and contents of sources and configuration. */
export function sourceFingerprint(folder = root) {
  const hash = createHash('sha256');
  const add = (name) => {
    const path = join(folder, name);
    if (existsSync(path)) hash.update(`${name}\0`).update(readFileSync(path)).update('\0');
  };
  for (const name of configuration) add(name);
  const src = join(folder, 'src');
  if (existsSync(src)) for (const name of filesBelow(src, 'src/')) add(name);
  return hash.digest('hex');
}

/** Returns whether `out` has a build of the current sources. */
export function buildIsFresh(folder = root, fingerprint = sourceFingerprint(folder)) {
  try {
    const out = join(folder, 'out');
    return (
      readFileSync(join(out, '.build-stamp'), 'utf8') === fingerprint &&
      products.every((name) => existsSync(join(out, name)))
    );
  } catch {
    return false;
  }
}

async function build() {
  const started = Date.now();
  // Taken before the build, so that changes during the build make it stale.
  const fingerprint = sourceFingerprint();
  const stamp = join(outDir, '.build-stamp');
  rmSync(stamp, { force: true });
  say('Building …');
  const result = await runWhileProgressing(productNode(), [tools.electronVite, 'build'], {
    cwd: root,
    env: productEnv({ NODE_ENV: 'production', FORCE_COLOR: '0' }),
    idleMs: 180_000,
  });
  if (!result.ok) throw new Refusal(`The build failed:\n${result.output.trim()}`);
  const missing = products.filter((name) => !existsSync(join(outDir, name)));
  if (missing.length > 0)
    throw new Refusal(`The build did not create ${missing.join(', ')}:\n${result.output.trim()}`);
  mkdirSync(outDir, { recursive: true });
  writeFileSync(stamp, fingerprint);
  say(`Built in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
}

/** Builds if the build is stale. If several scripts ask at once, only one of them builds. */
export async function ensureBuilt({ force = false } = {}) {
  if (!force && buildIsFresh()) return;
  await withLock(
    join(stateDir, 'build.lock'),
    async () => {
      if (force || !buildIsFresh()) await build();
    },
    () => say('Waiting for another process to finish building …'),
  );
}

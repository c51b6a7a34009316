import { existsSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

/** The root folder of this clone. */
export const root = resolve(import.meta.dirname, '../..');
export const stateDir = join(root, '.quayside');
export const outDir = join(root, 'out');

const windows = process.platform === 'win32';

/**
 * Returns the path of the Node that the product runs on: the one pinned in package.json or, if that is not installed, the
 * running one. Throws if the running one is too old.
 */
export function productNode() {
  const pinned = join(root, 'node_modules/node/bin', windows ? 'node.exe' : 'node');
  if (existsSync(pinned)) return pinned;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  throw new Error(
    'Node 24 is missing: node_modules/node was not installed completely. Delete node_modules and try again.',
  );
}

/** Returns the environment for child processes: ours, with the product's Node and tools first in the path. */
export function productEnv(extra = {}) {
  const key = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  const path = [join(root, 'node_modules/.bin'), process.env[key] ?? ''].join(delimiter);
  return { ...process.env, [key]: path, ...extra };
}

/** The scripts of tools in node_modules. `productNode()` starts them on every platform. */
export const tools = {
  biome: join(root, 'node_modules/@biomejs/biome/bin/biome'),
  tsc: join(root, 'node_modules/typescript/bin/tsc'),
  depcruise: join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs'),
  knip: join(root, 'node_modules/knip/bin/knip.js'),
  vitest: join(root, 'node_modules/vitest/vitest.mjs'),
  playwright: join(root, 'node_modules/@playwright/test/cli.js'),
  electronVite: join(root, 'node_modules/electron-vite/bin/electron-vite.js'),
};

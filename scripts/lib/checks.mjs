import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { productEnv, productNode, root, tools } from './paths.mjs';
import { runWhileProgressing } from './process.mjs';

/** Each of TypeScript's threads finds types out anew. Where there are no cores for them, one thread takes half the work. */
const threads = availableParallelism() <= 2 ? ['--singleThreaded'] : [];

/** Returns the checks of `npm run check`: name, tool and arguments. */
function checks() {
  const folders = ['src', 'tests', 'scripts'].filter((name) => existsSync(join(root, name)));
  return [
    ['format and lint', [tools.biome, 'check', '--error-on-warnings']],
    ['types', [tools.tsc, '--noEmit', '--pretty', 'false', ...threads]],
    [
      'boundaries',
      [tools.depcruise, ...folders, '--config', '.dependency-cruiser.cjs', '--output-type', 'err'],
    ],
    // Compares the registries of all processes: what a domain or a channel lacks.
    ['domains', [join(root, 'tests/checks/domains.ts')]],
    ['unused', [tools.knip, '--no-progress', '--cache', '--cache-location', join(root, '.cache/knip')]],
  ];
}

/** Removes dependency-cruiser's warning that it cannot use TypeScript 7. It parses our sources with swc instead. */
function withoutNoise(output) {
  return output.replace(/\n\s*‼ missing-tsc-transpiler[\s\S]*/, '').trim();
}

/** Runs all checks in parallel. Resolves with `{ name, ok, seconds, output }` for each, in order. */
export function runChecks() {
  const env = productEnv({ FORCE_COLOR: '0', NO_COLOR: '1' });
  return Promise.all(
    checks().map(async ([name, args]) => {
      const started = Date.now();
      const { ok, output } = await runWhileProgressing(productNode(), args, {
        cwd: root,
        env,
        idleMs: 300_000,
      });
      return { name, ok, seconds: (Date.now() - started) / 1000, output: withoutNoise(output) };
    }),
  );
}

/** Returns one line per check, with the tool's output below the failed ones. */
export function describeChecks(results) {
  return results.map(({ name, ok, seconds, output }) => {
    const line = `${ok ? '✓' : '✗'} ${name} (${seconds.toFixed(1)} s)`;
    return ok ? line : `${line}\n${output.replace(/^/gm, '    ')}`;
  });
}

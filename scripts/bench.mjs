// `npm run bench -- NAME [--json]`: runs tests/bench/NAME.ts.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { findChromium } from './lib/chromium.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { productEnv, productNode, root } from './lib/paths.mjs';
import { runInherited } from './lib/phases.mjs';
import { Refusal, runMain, sayOnStderr } from './lib/say.mjs';

const folder = join(root, 'tests/bench');

/** Lists the benchmarks: the files directly in tests/bench. Code that they share is in folders below it. */
function benches() {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => name.slice(0, -3))
    .sort();
}

sayOnStderr();
await runMain(async () => {
  const [name, ...args] = process.argv.slice(2);
  const names = benches();
  if (!names.includes(name)) {
    const problem =
      name === undefined || name.startsWith('-') ? 'Name a benchmark.' : `There is no benchmark "${name}".`;
    throw new Refusal(
      `${problem} Available: ${names.join(', ') || 'none'}\nnpm run bench -- NAME [--json]`,
      2,
    );
  }
  await ensureDependencies();
  await ensureBuilt();
  const chromium = findChromium();
  const env = productEnv(chromium === undefined ? {} : { QUAYSIDE_CHROMIUM: chromium });
  return runInherited(productNode(), [join(folder, `${name}.ts`), ...args], { env });
});

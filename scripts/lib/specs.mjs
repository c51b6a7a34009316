import { ensureBuilt } from './build.mjs';
import { ensureChromium } from './chromium.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { productEnv, productNode, tools } from './paths.mjs';
import { runInherited } from './phases.mjs';
import { Refusal } from './say.mjs';

/** Runs Playwright with these arguments on the current build. Resolves with its exit code. */
export async function runSpecs(args) {
  await ensureDependencies();
  await ensureBuilt();
  const chromium = await ensureChromium();
  if (chromium === undefined)
    throw new Refusal(
      'Chromium was not found and could not be installed. Set QUAYSIDE_CHROMIUM to its path.',
    );
  const env = productEnv({ QUAYSIDE_CHROMIUM: chromium });
  return runInherited(productNode(), [tools.playwright, 'test', ...args], { env });
}

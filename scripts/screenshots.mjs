// `npm run screenshots`: takes pictures of every page of the demo at each size, theme and language, and sheets of them, into
// .cache/screens.
import { ensureBuilt } from './lib/build.mjs';
import { ensureChromium } from './lib/chromium.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { productEnv, productNode, tools } from './lib/paths.mjs';
import { runInherited } from './lib/phases.mjs';
import { Refusal, runMain } from './lib/say.mjs';

await runMain(async () => {
  await ensureDependencies();
  await ensureBuilt();
  const chromium = await ensureChromium();
  if (chromium === undefined)
    throw new Refusal(
      'Chromium was not found and could not be installed. Set QUAYSIDE_CHROMIUM to its path.',
    );
  const env = productEnv({ QUAYSIDE_CHROMIUM: chromium });
  const config = ['-c', 'tests/screens/playwright.config.ts'];
  return runInherited(productNode(), [tools.playwright, 'test', ...config, ...process.argv.slice(2)], {
    env,
  });
});

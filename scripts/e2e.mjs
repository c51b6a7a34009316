// `npm run test:e2e -- [Playwright arguments]`: runs the end-to-end specs on the current build.
import { runMain } from './lib/say.mjs';
import { runSpecs } from './lib/specs.mjs';

await runMain(() => runSpecs(process.argv.slice(2)));

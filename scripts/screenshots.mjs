// `npm run screenshots`: takes pictures of every page of the demo at each size, theme and language, and sheets of them, into
// .cache/screens. `npm run guide`: takes those of docs/guide into docs/guide/images.
import { runMain } from './lib/say.mjs';
import { runSpecs } from './lib/specs.mjs';

await runMain(() => runSpecs(['-c', 'tests/screens/playwright.config.ts', ...process.argv.slice(2)]));

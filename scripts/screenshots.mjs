// `npm run screenshots`: takes pictures of every page of the demo and of the customer page at each size, theme and language, and
// sheets of them, into .cache/screens and .cache/screens-customer. `npm run guide`: takes those of docs/guide and of the README.
import { runMain } from './lib/say.mjs';
import { runSpecs } from './lib/specs.mjs';

await runMain(() => runSpecs(['-c', 'tests/screens/playwright.config.ts', ...process.argv.slice(2)]));

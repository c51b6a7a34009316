// One of the checks of `npm run check`: reports what a domain or channel lacks. Runs on Node, without a build.
import { resolve } from 'node:path';
import { standInForTsx } from './tsx.ts';

standInForTsx();
// Imported after the hook above, because features import components.
const { findGaps } = await import('./gaps.ts');

const { gaps, channels, domains } = await findGaps(resolve(import.meta.dirname, '../..'));
for (const gap of gaps) console.log(gap);
if (gaps.length === 0) console.log(`${channels} channels and ${domains} domains are complete.`);
process.exitCode = gaps.length === 0 ? 0 : 1;

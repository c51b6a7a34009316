import { openCache } from '../../src/main/engine/threads/cache.ts';
// Writes batches of the same shop into a cache until it is killed: what it has not yet applied, from its cursors on.
import { makeBatches } from '../support/make/event.ts';
import { SampleShop } from '../support/make/sample/shop.ts';

const [file, seed, total] = process.argv.slice(2);
const opened = openCache({ file: file ?? '', userId: 'agent-1', now: Date.now });
if (!opened.ok) throw new Error(opened.error.message);
if (opened.value.quarantined !== null) throw new Error('the cache was taken for damaged');
const { writer } = opened.value;
for (const batch of makeBatches(new SampleShop(Number(seed)).take(Number(total)), 20)) {
  const result = writer.apply(batch);
  if (result.gaps.length > 0 || result.refused > 0) throw new Error('a batch did not fit');
  process.stdout.write(`${batch.batch}\n`);
}
writer.close();
process.stdout.write('done\n');

import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { CHANNELS } from '#shared/protocol/channels.ts';
import type { EventsMessage } from '#shared/protocol/messages.ts';
import { applyInParts } from '../../src/main/engine/connection/parts.ts';
import { SliceSize } from '../../src/main/engine/store/slices.ts';
import type { StoreWriter } from '../../src/main/engine/store/types.ts';
import { cachedRows, openCache } from '../../src/main/engine/threads/cache.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/folders.ts';
import { makeBatches } from '../support/make/event.ts';
import { SampleShop } from '../support/make/sample/shop.ts';

const folders: TemporaryFolder[] = [];
const writers: StoreWriter[] = [];

function newStore(): StoreWriter {
  const folder = temporaryFolder('parts');
  folders.push(folder);
  const file = join(folder.path, 'cache.db');
  const opened = openCache({ file, userId: 'agent-1', userName: 'Ada', now: () => 1_000 });
  if (!opened.ok) throw new Error(opened.error.message);
  opened.value.writer.db.pragma('synchronous = OFF');
  writers.push(opened.value.writer);
  return opened.value.writer;
}

const state = (store: StoreWriter): unknown => ({
  rows: CHANNELS.map((channel) => [...cachedRows(store.db, channel)]),
  cursors: store.cursors(),
  events: store.diagnostics().appliedEvents,
});

/** Parts of always the same size. */
function sized(rows: number): SliceSize {
  const size = new SliceSize(rows);
  size.took = () => undefined;
  return size;
}

afterEach(() => {
  for (const writer of writers.splice(0)) writer.close();
  for (const folder of folders.splice(0)) folder.remove();
});

describe('a batch in parts', () => {
  it('leaves what the whole batch leaves, in any order and after a stop between any two parts', () => {
    const shuffled = fc.record({
      seed: fc.integer(),
      rows: fc.integer({ min: 1, max: 70 }),
      stopAfter: fc.integer({ min: 1, max: 6 }),
      order: fc.array(fc.nat(199), { maxLength: 20 }),
    });
    fc.assert(
      fc.property(shuffled, ({ seed, rows, stopAfter, order }) => {
        const events = new SampleShop(seed).take(200);
        const [batch] = makeBatches(events, 200);
        if (!batch) throw new Error('no batch');
        const mixed: unknown[] = [...batch.events];
        for (const at of order) mixed.push(...mixed.splice(at, 1));
        const sent: EventsMessage = { ...batch, events: mixed };
        const [whole, parts] = [newStore(), newStore()];
        whole.apply(batch);
        const told: boolean[] = [];
        const work = applyInParts(parts, sent, sized(rows), ({ last }, { gaps }) => {
          expect(gaps).toEqual([]);
          told.push(last);
        });
        let turns = 0;
        while (turns < stopAfter && !work.next().done) turns += 1;
        // As after a crash: what was applied stays, and the batch comes again.
        for (const _turn of applyInParts(parts, sent, sized(rows), ({ last }) => told.push(last)));
        expect(told.at(-1)).toBe(true);
        expect(state(parts)).toEqual(state(whole));
      }),
      { numRuns: 12 },
    );
  });
});

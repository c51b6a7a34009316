import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { migrate } from '../../src/main/engine/store/migrate.ts';
import { restoreImages } from '../../src/main/engine/store/row-images.ts';
import { finish } from '../../src/main/engine/store/slices.ts';
import type { StoreWriter } from '../../src/main/engine/store/types.ts';
import { createStoreWriter } from '../../src/main/engine/store/writer.ts';
import { CACHE_MIGRATIONS, CACHE_SCHEMA } from '../../src/main/engine/threads/cache.ts';
import { makeBatches } from '../support/make/event.ts';
import { SampleShop } from '../support/make/sample/shop.ts';

interface Recorded {
  readonly writer: StoreWriter;
  /** The identifying columns of each recorded table. */
  readonly identities: Map<string, readonly string[]>;
}

function open(recordImages: boolean): Recorded {
  const db = new Database(':memory:');
  migrate(db, CACHE_MIGRATIONS);
  const identities = new Map<string, readonly string[]>([['counters', ['key']]]);
  const writer = createStoreWriter(db, {
    ...CACHE_SCHEMA,
    userId: 'agent-1',
    now: () => 1,
    recordImages,
    createProjection: (channel, context) =>
      CACHE_SCHEMA.createProjection(channel, {
        ...context,
        bind: (table) => {
          identities.set(table.name, table.identity);
          return context.bind(table);
        },
      }),
  });
  return { writer, identities };
}

/** Returns all rows of the recorded tables, by table. */
function contents({ writer, identities }: Recorded): Record<string, unknown[]> {
  return Object.fromEntries(
    [...identities].map(([name, identity]) => [
      name,
      writer.db.prepare(`SELECT * FROM ${name} ORDER BY ${identity.join(', ')}`).all(),
    ]),
  );
}

const imagesIn = ({ writer }: Recorded): unknown =>
  writer.db.prepare('SELECT count(*) AS n FROM row_images').get();

describe('row images', () => {
  it('restore every table to its state after any batch', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 40 }), (seed, size) => {
        const cache = open(true);
        const stood: { seq: number; rows: Record<string, unknown[]> }[] = [];
        for (const batch of makeBatches(new SampleShop(seed).take(160), size)) {
          expect(cache.writer.apply(batch)).toMatchObject({ refused: 0, gaps: [] });
          const last = batch.events.at(-1) as { seq: number };
          stood.push({ seq: last.seq, rows: contents(cache) });
        }
        for (const { seq, rows } of stood.reverse()) {
          restoreImages(cache.writer.db, seq, cache.identities);
          cache.writer.db.prepare('DELETE FROM row_images WHERE seq > ?').run(seq);
          expect(contents(cache)).toEqual(rows);
        }
        cache.writer.close();
      }),
      { numRuns: 8 },
    );
  });

  it('are not recorded by default, and the rows are the same', () => {
    const events = makeBatches(new SampleShop(4).take(300), 50);
    const [plain, recorded] = [open(false), open(true)];
    for (const batch of events) {
      plain.writer.apply(batch);
      recorded.writer.apply(batch);
    }
    expect(imagesIn(plain)).toEqual({ n: 0 });
    expect(imagesIn(recorded)).not.toEqual({ n: 0 });
    expect(contents(recorded)).toEqual(contents(plain));
    plain.writer.close();
    recorded.writer.close();
  });

  it('are rolled back with their transaction', () => {
    const cache = open(true);
    const [first, second] = makeBatches(new SampleShop(9).take(80), 40);
    if (!first || !second) throw new Error('two batches');
    cache.writer.apply(first);
    const before = imagesIn(cache);
    cache.writer.db.exec(
      "CREATE TEMP TRIGGER fails BEFORE INSERT ON main.events BEGIN SELECT RAISE(FAIL, 'disk full'); END",
    );
    expect(() => cache.writer.apply(second)).toThrow();
    expect(imagesIn(cache)).toEqual(before);
    cache.writer.close();
  });

  it('are cleared when a snapshot replaces a channel', () => {
    const cache = open(true);
    const [batch] = makeBatches(new SampleShop(3).take(50), 50);
    if (batch) cache.writer.apply(batch);
    finish(cache.writer.snapshotBegin('inventory', 'history_changed'));
    finish(cache.writer.snapshotEnd('inventory', { seq: 60, id: null }, 0));
    expect(imagesIn(cache)).toEqual({ n: 0 });
    cache.writer.close();
  });
});

import { describe, expect, it } from 'vitest';
import { err, ok } from '#shared/domain/result.ts';
import { fakeClock, settle } from '../../../../tests/support/fake-clock.ts';
import { silentLog } from '../../../../tests/support/log.ts';
import type { TimedResult } from './readers.ts';
import { WatchedReads } from './watched-reads.ts';

interface Asked {
  readonly window: string;
  answer(result: TimedResult): void;
}

function bench() {
  const clock = fakeClock();
  const asked: Asked[] = [];
  const active: boolean[] = [];
  const cache = { open: true };
  const reads = new WatchedReads({
    clock,
    logger: silentLog,
    read: (_name, input) =>
      cache.open
        ? new Promise((answer) => asked.push({ window: (input as { window: string }).window, answer }))
        : null,
    active: (now) => active.push(now),
  });
  /** Watches a window; `taken` lets the sink take what it was given. */
  const watch = (window: string) => {
    const items: unknown[] = [];
    const waiting: (() => void)[] = [];
    const slow = { on: false };
    const end = reads.watch('live.figures', { window }, (item) => {
      items.push(item);
      return slow.on ? new Promise((done) => waiting.push(done)) : Promise.resolve();
    });
    return { items, end, slow, taken: () => waiting.shift()?.() };
  };
  const answer = async (item: unknown, ms = 1): Promise<void> => {
    asked.shift()?.answer({ result: ok(item), ms });
    await settle();
  };
  return { clock, reads, asked, active, cache, watch, answer };
}

describe('the registry of watched reads', () => {
  it('reads a query once for all that watch it', async () => {
    const b = bench();
    const [one, two, other] = [b.watch('1h'), b.watch('1h'), b.watch('24h')];
    expect(b.asked.map(({ window }) => window)).toEqual(['1h']);
    await b.answer('a');
    await b.clock.advanceAsync(100);
    expect(b.asked.map(({ window }) => window)).toEqual(['24h']);
    await b.answer('b');
    expect([one.items, two.items, other.items]).toEqual([['a'], ['a'], ['b']]);
    const late = b.watch('1h');
    await settle();
    expect(late.items).toEqual(['a']);
    expect(b.asked).toHaveLength(0);
    b.reads.dispose();
    expect(b.clock.timers).toBe(0);
  });

  it('makes one more read of all changes that came during a read, and only for its topics', async () => {
    const b = bench();
    const { items } = b.watch('1h');
    for (let n = 0; n < 50; n += 1) b.reads.changed(['payments']);
    expect(b.asked).toHaveLength(1);
    await b.answer('old');
    await b.clock.advanceAsync(1_000);
    expect(b.asked).toHaveLength(1);
    await b.answer('new');
    await b.clock.advanceAsync(1_000);
    b.reads.changed(['inventory', 'outbox']);
    expect(b.asked).toHaveLength(0);
    expect(items).toEqual(['old', 'new']);
  });

  it('keeps all reads together within a quarter of one reader, each query in its turn', async () => {
    const b = bench();
    const windows = ['1h', '24h', '7d', '30d'];
    for (const window of windows) b.watch(window);
    const took = 40;
    const order: string[] = [];
    for (let ms = 0; ms < 4_000; ms += 1) {
      const next = b.asked[0];
      if (next) {
        order.push(next.window);
        await b.clock.advanceAsync(took);
        ms += took;
        await b.answer('item', took);
      }
      b.reads.changed(['orders']);
      await b.clock.advanceAsync(1);
    }
    expect(order.length * took).toBeLessThanOrEqual(4_000 / 4 + took);
    expect(order.length * took).toBeGreaterThan(4_000 / 5);
    expect(order.slice(0, 8)).toEqual([...windows, ...windows]);
  });

  it('never shows the answer of an earlier cache, or an earlier answer, over a newer one', async () => {
    const b = bench();
    const { items } = b.watch('1h');
    const [first] = b.asked.splice(0);
    b.reads.reset();
    expect(b.asked).toHaveLength(1);
    await b.answer('new');
    first?.answer({ result: ok('old'), ms: 1 });
    await settle();
    expect(items).toEqual(['new']);
    expect(b.watch('1h').items).toEqual([]);
    b.cache.open = false;
    b.reads.reset();
    await settle();
    const later = b.watch('1h');
    await settle();
    expect(later.items).toEqual([]);
  });

  it('reads for those who can take an item, and gives the others the newest one', async () => {
    const b = bench();
    const slow = b.watch('1h');
    slow.slow.on = true;
    await b.answer('a');
    await b.clock.advanceAsync(100);
    b.reads.changed(['orders']);
    expect(b.asked).toHaveLength(0);
    const quick = b.watch('1h');
    await settle();
    expect(b.asked).toHaveLength(1);
    await b.answer('b');
    await b.clock.advanceAsync(100);
    b.reads.changed(['orders']);
    await b.answer('c');
    expect(quick.items).toEqual(['a', 'b', 'c']);
    slow.taken();
    await settle();
    expect(slow.items).toEqual(['a', 'c']);
  });

  it('repeats reads once a second while live and visible, and reads nothing while hidden', async () => {
    const b = bench();
    b.watch('1h');
    await b.answer('a');
    await b.clock.advanceAsync(5_000);
    expect(b.asked).toHaveLength(0);
    b.reads.setLive(true);
    for (let second = 0; second < 3; second += 1) {
      await b.clock.advanceAsync(1_000);
      expect(b.asked).toHaveLength(1);
      await b.answer('b');
    }
    b.reads.setVisible(false);
    b.reads.changed(['orders']);
    await b.clock.advanceAsync(5_000);
    expect(b.asked).toHaveLength(0);
    b.reads.setVisible(true);
    expect(b.asked).toHaveLength(1);
  });

  it('tries again when no reader could answer, and needs changes only while something is watched', async () => {
    const b = bench();
    const { items, end } = b.watch('1h');
    b.asked.shift()?.answer({ result: err({ code: 'unavailable', message: 'no' }), ms: 0 });
    await settle();
    expect(b.asked).toHaveLength(0);
    await b.clock.advanceAsync(1_000);
    await b.answer('a');
    expect(items).toEqual(['a']);
    end();
    end();
    expect(b.active).toEqual([true, false]);
    expect(b.clock.timers).toBe(0);
  });
});

import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createInvalidator, type Invalidator } from './invalidation.ts';
import { createTopics } from './topics.ts';

const CHANGE = { topics: [{ topic: 'orders', keys: null }] };
let client: QueryClient;
let invalidator: Invalidator;
let ends: (() => void)[];

/** A query on screen whose reads take `ms` and give what stood in the cache when they began. */
function watch(
  ms: number,
  source: { value: number },
  meta = {},
): { reads: () => number; shown: () => unknown } {
  let reads = 0;
  const observer = new QueryObserver(client, {
    queryKey: ['orders', ms],
    staleTime: Number.POSITIVE_INFINITY,
    meta,
    queryFn: async () => {
      reads += 1;
      const { value } = source;
      await new Promise((resolve) => setTimeout(resolve, ms));
      return value;
    },
  });
  ends.push(observer.subscribe(() => undefined));
  return { reads: () => reads, shown: () => observer.getCurrentResult().data };
}

beforeEach(() => {
  vi.useFakeTimers();
  client = new QueryClient();
  invalidator = createInvalidator(client, createTopics([]));
  ends = [];
});
afterEach(() => {
  for (const end of ends) end();
  invalidator.dispose();
  client.clear();
  vi.useRealTimers();
});

describe('invalidator', () => {
  it('does not let a query that is due sooner wait for one that is due later', async () => {
    const source = { value: 0 };
    const slow = watch(5, source, { intervalMs: 2000 });
    const quick = watch(6, source, { intervalMs: 30, cheap: true });
    await vi.advanceTimersByTimeAsync(3000);
    invalidator.notice(CHANGE);
    await vi.advanceTimersByTimeAsync(20);
    source.value = 1;
    invalidator.notice(CHANGE);
    await vi.advanceTimersByTimeAsync(60);
    expect(quick.shown()).toBe(1);
    expect(slow.shown()).toBe(0);
    await vi.advanceTimersByTimeAsync(2000);
    expect(slow.shown()).toBe(1);
  });

  it('reads at once after quiet, then at the pace asked for, and ends with the newest', async () => {
    const source = { value: 0 };
    const query = watch(5, source, { intervalMs: 1000 });
    await vi.advanceTimersByTimeAsync(2000);
    for (let i = 1; i <= 120; i++) {
      source.value = i;
      invalidator.notice(CHANGE);
      await vi.advanceTimersByTimeAsync(16);
    }
    await vi.advanceTimersByTimeAsync(3000);
    expect(query.shown()).toBe(120);
    expect(query.reads()).toBeGreaterThanOrEqual(3);
    expect(query.reads()).toBeLessThanOrEqual(5);
  });

  it('reads what is read seldom one after the other, each at its pace', async () => {
    const source = { value: 0 };
    const began: number[] = [];
    const queries = Array.from({ length: 6 }, (_, n) =>
      watch(
        1 + n,
        {
          get value() {
            began.push(performance.now());
            return source.value;
          },
        },
        { intervalMs: 1000 },
      ),
    );
    await vi.advanceTimersByTimeAsync(2000);
    began.length = 0;
    for (let i = 1; i <= 250; i++) {
      source.value = i;
      invalidator.notice(CHANGE);
      await vi.advanceTimersByTimeAsync(16);
    }
    const apart = began.slice(1).map((at, i) => at - (began[i] ?? 0));
    expect(Math.min(...apart)).toBeGreaterThanOrEqual(39);
    for (const { reads } of queries) expect(reads()).toBeGreaterThanOrEqual(4);
    await vi.advanceTimersByTimeAsync(2000);
    for (const { shown } of queries) expect(shown()).toBe(250);
  });

  it('lets a slow read finish under constant change, and reads again for what came meanwhile', async () => {
    const source = { value: 0 };
    const query = watch(400, source);
    await vi.advanceTimersByTimeAsync(500);
    for (let i = 1; i <= 200; i++) {
      source.value = i;
      invalidator.notice(CHANGE);
      await vi.advanceTimersByTimeAsync(16);
    }
    expect(query.shown()).toBeGreaterThan(0);
    await vi.advanceTimersByTimeAsync(5000);
    expect(query.shown()).toBe(200);
    expect(query.reads()).toBeLessThan(8);
  });

  it('does not miss a change that comes during the first read', async () => {
    const source = { value: 1 };
    const query = watch(50, source);
    await vi.advanceTimersByTimeAsync(10);
    source.value = 2;
    invalidator.notice(CHANGE);
    await vi.advanceTimersByTimeAsync(1000);
    expect(query.shown()).toBe(2);
  });

  it('only marks what is not on screen', async () => {
    const read = vi.fn(async () => 1);
    await client.fetchQuery({ queryKey: ['orders', 'away'], queryFn: read });
    invalidator.notice(CHANGE);
    await vi.advanceTimersByTimeAsync(1000);
    expect(read).toHaveBeenCalledTimes(1);
    expect(client.getQueryState(['orders', 'away'])?.isInvalidated).toBe(true);
  });

  it('does nothing after it was disposed', async () => {
    const query = watch(5, { value: 0 });
    await vi.advanceTimersByTimeAsync(100);
    invalidator.notice(CHANGE);
    invalidator.dispose();
    await vi.advanceTimersByTimeAsync(1000);
    expect(query.reads()).toBeLessThanOrEqual(2);
    expect(vi.getTimerCount()).toBeLessThanOrEqual(1);
  });
});

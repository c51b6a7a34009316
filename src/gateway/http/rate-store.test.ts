import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RateStore } from './rate-store.ts';

const HOUR = 3_600_000;

describe('RateStore', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 10 * HOUR }));
  afterEach(() => void vi.useRealTimers());

  const count = (store: RateStore, key = 'a', window = 1_000): { current: number; ttl: number } => {
    let counted = { current: 0, ttl: 0 };
    store.incr(key, (_error, result) => (counted = result ?? counted), window);
    return counted;
  };

  it('counts by address and starts again after each window', () => {
    const store = new RateStore();
    expect(count(store)).toEqual({ current: 1, ttl: 1_000 });
    vi.advanceTimersByTime(400);
    expect(count(store)).toEqual({ current: 2, ttl: 600 });
    expect(count(store, 'b').current).toBe(1);
    expect(count(store.child()).current).toBe(1);
    vi.advanceTimersByTime(600);
    expect(count(store).current).toBe(1);
  });

  it.for([-HOUR, HOUR])('neither refuses nor forgets when the clock is set by %i ms', (jump) => {
    const store = new RateStore();
    count(store);
    vi.setSystemTime(Date.now() + jump);
    expect(count(store)).toEqual({ current: 2, ttl: 1_000 });
    vi.advanceTimersByTime(1_000);
    expect(count(store).current).toBe(1);
  });
});

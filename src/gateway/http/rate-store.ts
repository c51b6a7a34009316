import type { FastifyRateLimitStore } from '@fastify/rate-limit';
import { LRUCache } from 'lru-cache';

/** Addresses whose requests are counted; the least recently seen are forgotten first. */
const MAX_ADDRESSES = 10_000;

interface Window {
  readonly startedAt: number;
  current: number;
}

/**
 * Counts requests by address for @fastify/rate-limit. Its own store measures windows by the time of day: after the clock was
 * set back an hour, whoever had reached the limit would be refused for an hour.
 */
export class RateStore implements FastifyRateLimitStore {
  readonly #windows = new LRUCache<string, Window>({ max: MAX_ADDRESSES });

  incr(
    key: string,
    callback: (error: Error | null, result?: { current: number; ttl: number }) => void,
    timeWindow: number,
  ): void {
    const now = performance.now();
    let window = this.#windows.get(key);
    if (window === undefined || window.startedAt + timeWindow <= now) {
      window = { startedAt: now, current: 0 };
      this.#windows.set(key, window);
    }
    window.current += 1;
    callback(null, { current: window.current, ttl: window.startedAt + timeWindow - now });
  }

  /** A route with a limit of its own counts its own requests. */
  child(): RateStore {
    return new RateStore();
  }
}

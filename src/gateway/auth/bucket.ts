import { LRUCache } from 'lru-cache';
import type { RateLimit } from '../config.ts';

/**
 * A token bucket: refills at a steady rate, and a burst spends what has accumulated. For commands and socket messages, which
 * share a bucket per user over all connections and REST; requests per address are limited by @fastify/rate-limit.
 */
export class TokenBucket {
  readonly #limit: RateLimit;
  #tokens: number;
  #at: number;

  constructor(limit: RateLimit, now: number) {
    this.#limit = limit;
    this.#tokens = limit.burst;
    this.#at = now;
  }

  /** Takes a token and returns 0, or returns how long to wait for one, ms. */
  take(now: number): number {
    this.#tokens = Math.min(
      this.#limit.burst,
      this.#tokens + (Math.max(0, now - this.#at) / 1000) * this.#limit.perSecond,
    );
    this.#at = now;
    if (this.#tokens >= 1) {
      this.#tokens -= 1;
      return 0;
    }
    return Math.ceil(((1 - this.#tokens) / this.#limit.perSecond) * 1000);
  }
}

/** Buckets by key (user, conversation); the least recently used are forgotten first. */
export class BucketMap {
  readonly #limit: RateLimit;
  readonly #buckets: LRUCache<string, TokenBucket>;

  constructor(limit: RateLimit, max = 10_000) {
    this.#limit = limit;
    this.#buckets = new LRUCache({ max });
  }

  /** Takes a token of a key and returns 0, or returns how long to wait for one, ms. */
  take(key: string, now: number): number {
    let bucket = this.#buckets.get(key);
    if (!bucket) {
      bucket = new TokenBucket(this.#limit, now);
      this.#buckets.set(key, bucket);
    }
    return bucket.take(now);
  }
}

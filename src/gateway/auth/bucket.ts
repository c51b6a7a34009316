import type { RateLimit } from '../config.ts';

/** A token bucket: tokens flow in steadily, a burst may spend what was saved. */
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

/** Buckets by key (user, address), of which the longest unused are forgotten first. */
export class BucketMap {
  readonly #limit: RateLimit;
  readonly #max: number;
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(limit: RateLimit, max = 10_000) {
    this.#limit = limit;
    this.#max = max;
  }

  take(key: string, now: number): number {
    const bucket = this.#buckets.get(key) ?? new TokenBucket(this.#limit, now);
    // Moved to the end: a Map keeps the order of insertion.
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    if (this.#buckets.size > this.#max) {
      const oldest = this.#buckets.keys().next();
      if (!oldest.done) this.#buckets.delete(oldest.value);
    }
    return bucket.take(now);
  }
}

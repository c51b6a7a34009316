import { LRUCache } from 'lru-cache';

const WINDOW_MS = 15 * 60_000;
/** Keys remembered; the least recently used are forgotten first, so that a flood of addresses cannot fill memory. */
const MAX_KEYS = 20_000;

/** Counts failures per key in windows of 15 minutes. Times are monotonic, ms. */
export class FailureThrottle {
  readonly #limit: number;
  readonly #failures = new LRUCache<string, { count: number; since: number }>({ max: MAX_KEYS });

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** How long a key has to wait before it may try again, ms; 0 if it need not. */
  waitFor(key: string, now: number): number {
    const entry = this.#failures.get(key);
    if (!entry || entry.count < this.#limit) return 0;
    const wait = entry.since + WINDOW_MS - now;
    if (wait > 0) return wait;
    this.#failures.delete(key);
    return 0;
  }

  /** Counts a failure. */
  failed(key: string, now: number): void {
    const before = this.#failures.get(key);
    const current = before && before.since + WINDOW_MS > now;
    this.#failures.set(
      key,
      current ? { count: before.count + 1, since: before.since } : { count: 1, since: now },
    );
  }

  /** Takes one failure back: an attempt that was counted before its outcome was known has succeeded. */
  forgive(key: string): void {
    const before = this.#failures.get(key);
    if (before) this.#failures.set(key, { ...before, count: Math.max(0, before.count - 1) });
  }

  /** Forgets a key's failures. */
  succeeded(key: string): void {
    this.#failures.delete(key);
  }

  /** Keys remembered now. */
  get size(): number {
    return this.#failures.size;
  }
}

/** How a growing limit grows. */
export interface Growth {
  /** Failures before the first wait. */
  readonly free: number;
  /** The first wait, ms; each further failure doubles it. */
  readonly firstMs: number;
  readonly mostMs: number;
  /** A key without failures for this long is forgotten, ms. */
  readonly forgetMs: number;
}

/** Makes each failure of a key wait longer than the one before. Times are monotonic, ms. */
export class GrowingThrottle {
  readonly #growth: Growth;
  readonly #failures = new LRUCache<string, { count: number; at: number }>({ max: MAX_KEYS });

  constructor(growth: Growth) {
    this.#growth = growth;
  }

  /** How long a key has to wait before it may try again, ms; 0 if it need not. */
  waitFor(key: string, now: number): number {
    const entry = this.#failures.get(key);
    if (!entry) return 0;
    const { free, firstMs, mostMs, forgetMs } = this.#growth;
    if (entry.at + forgetMs <= now) {
      this.#failures.delete(key);
      return 0;
    }
    if (entry.count <= free) return 0;
    // Above 2⁵⁰ the exponent would only grow, and the wait is the greatest long before.
    const wait = Math.min(mostMs, firstMs * 2 ** Math.min(entry.count - free - 1, 50));
    return Math.max(0, entry.at + wait - now);
  }

  /** Counts a failure. */
  failed(key: string, now: number): void {
    this.#failures.set(key, { count: (this.#failures.get(key)?.count ?? 0) + 1, at: now });
  }

  /** Takes one failure back. */
  forgive(key: string): void {
    const before = this.#failures.get(key);
    if (before && before.count > 1) this.#failures.set(key, { ...before, count: before.count - 1 });
    else this.#failures.delete(key);
  }
}

import { LRUCache } from 'lru-cache';

const WINDOW_MS = 15 * 60_000;
/** Keys remembered; the least recently used are forgotten first, so that a flood of addresses cannot fill memory. */
const MAX_KEYS = 20_000;

/** Counts failures per key in windows of 15 minutes. */
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

  /** Forgets a key's failures. */
  succeeded(key: string): void {
    this.#failures.delete(key);
  }

  /** Keys remembered now. */
  get size(): number {
    return this.#failures.size;
  }
}

const WINDOW_MS = 15 * 60_000;
/** Keys remembered; the oldest go first, so that a flood of addresses cannot fill memory. */
const MAX_KEYS = 20_000;

/** Counts failures per key in windows of a quarter of an hour. */
export class FailureThrottle {
  readonly #limit: number;
  readonly #failures = new Map<string, { count: number; since: number }>();

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

  failed(key: string, now: number): void {
    const before = this.#failures.get(key);
    const entry =
      before && before.since + WINDOW_MS > now
        ? { count: before.count + 1, since: before.since }
        : { count: 1, since: now };
    this.#failures.delete(key);
    this.#failures.set(key, entry);
    if (this.#failures.size <= MAX_KEYS) return;
    const oldest = this.#failures.keys().next();
    if (!oldest.done) this.#failures.delete(oldest.value);
  }

  succeeded(key: string): void {
    this.#failures.delete(key);
  }

  /** Keys remembered now. */
  get size(): number {
    return this.#failures.size;
  }
}

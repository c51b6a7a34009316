import type { Clock } from '../../ports.ts';

/** One frame at 60 Hz. */
export const FRAME_MS = 16;

/** How updates `P` become items `T`. */
export interface LatestOptions<P, T> {
  readonly clock: Clock;
  /** Merges an update into the waiting ones. The result must have a limited size. */
  readonly merge: (waiting: P, update: P) => P;
  /** Creates the item, when it is due, from the merged updates; null to send nothing. */
  readonly make: (merged: P) => T | null;
  readonly send: (item: T) => void;
  /** Returns the shortest time between two items, ms. Called before each item. */
  readonly intervalMs: () => number;
}

/**
 * Sends one watcher the latest state of something that changes faster than it can be shown. Updates are merged until the
 * last item was taken, the interval has passed and the watcher is visible. The item is made only then, so it is always the
 * newest state, and items never queue up. The first update after a pause is sent at once.
 *
 *   ms      0              16             32     38
 *           ├── interval ──┼── interval ──┤      │
 *   push    a    b    c    │    d      e  │      │
 *   send    A              B+C            │      D+E
 *   taken      A           │              │      B+C
 *
 * A is sent at once. B and C wait for the interval to end, D and E until the watcher has taken B+C.
 */
export class Latest<P, T> {
  readonly #options: LatestOptions<P, T>;
  #waiting: { readonly updates: P } | null = null;
  #sentAt = Number.NEGATIVE_INFINITY;
  #busy = false;
  #held: boolean;
  #stopTimer: (() => void) | null = null;
  #disposed = false;

  /** With `held`, merges updates without sending until `hold(false)`. */
  constructor(options: LatestOptions<P, T>, held = false) {
    this.#options = options;
    this.#held = held;
  }

  /** Adds an update. An urgent one does not wait for the interval, only until the last item was taken. */
  push(update: P, urgent = false): void {
    if (this.#disposed) return;
    const updates = this.#waiting === null ? update : this.#options.merge(this.#waiting.updates, update);
    this.#waiting = { updates };
    if (urgent) this.#sentAt = Number.NEGATIVE_INFINITY;
    this.#trySend();
  }

  /** The watcher took the last item. */
  taken(): void {
    this.#busy = false;
    this.#trySend();
  }

  hold(held: boolean): void {
    this.#held = held;
    this.#trySend();
  }

  dispose(): void {
    this.#disposed = true;
    this.#waiting = null;
    this.#stopTimer?.();
  }

  #trySend(): void {
    if (this.#disposed || this.#busy || this.#held || this.#waiting === null) return;
    const { clock, intervalMs } = this.#options;
    const wait = this.#sentAt + intervalMs() - clock.monotonic();
    this.#stopTimer?.();
    this.#stopTimer = null;
    if (wait > 0) {
      this.#stopTimer = clock.setTimeout(() => {
        this.#stopTimer = null;
        this.#trySend();
      }, wait);
      return;
    }
    const { updates } = this.#waiting;
    this.#waiting = null;
    const item = this.#options.make(updates);
    if (item === null) return;
    this.#busy = true;
    this.#sentAt = clock.monotonic();
    this.#options.send(item);
  }
}

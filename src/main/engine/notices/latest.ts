import type { Clock } from '../../ports.ts';

/** One frame at 60 Hz. */
export const FRAME_MS = 16;

export interface LatestOptions<P, T> {
  readonly clock: Clock;
  /** Folds news into what is waiting already; must keep its result bounded. */
  readonly merge: (waiting: P, news: P) => P;
  /** Makes the item when it is its turn, from all that has gathered; null sends nothing after all. */
  readonly make: (gathered: P) => T | null;
  readonly send: (item: T) => void;
  /** Shortest time between two items, ms; asked each time. */
  readonly intervalMs: () => number;
}

/**
 * One watcher's view of something that changes faster than it can be shown: news is merged until the last item was
 * taken, the interval has passed and somebody can see it; the item is made only then, so it is the newest state and
 * never a queue. The first news after a quiet time goes out at once.
 */
export class Latest<P, T> {
  readonly #options: LatestOptions<P, T>;
  #waiting: { readonly news: P } | null = null;
  #sentAt = Number.NEGATIVE_INFINITY;
  #busy = false;
  #held: boolean;
  #stopTimer: (() => void) | null = null;
  #disposed = false;

  /** `held`: gathers, and sends nothing, until `hold(false)`. */
  constructor(options: LatestOptions<P, T>, held = false) {
    this.#options = options;
    this.#held = held;
  }

  /** `urgent` does not wait for the interval, only for the last item to be taken. */
  push(news: P, urgent = false): void {
    if (this.#disposed) return;
    this.#waiting = { news: this.#waiting === null ? news : this.#options.merge(this.#waiting.news, news) };
    if (urgent) this.#sentAt = Number.NEGATIVE_INFINITY;
    this.#trySend();
  }

  /** The watcher has taken the last item. */
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
    const wait = this.#sentAt + intervalMs() - clock.now();
    this.#stopTimer?.();
    this.#stopTimer = null;
    if (wait > 0) {
      this.#stopTimer = clock.setTimeout(() => {
        this.#stopTimer = null;
        this.#trySend();
      }, wait);
      return;
    }
    const { news } = this.#waiting;
    this.#waiting = null;
    const item = this.#options.make(news);
    if (item === null) return;
    this.#busy = true;
    this.#sentAt = clock.now();
    this.#options.send(item);
  }
}

import { backoffDelay } from '#shared/domain/connection.ts';
import type { Clock } from '../../ports.ts';

/** The longest a gateway's `retryAfterMs` is obeyed. */
const MAX_RETRY_AFTER_MS = 5 * 60_000;

/** Attempts to connect since the link was lost: how many there were, and the wait for the next. */
export class Attempts {
  readonly #clock: Clock;
  readonly #random: () => number;
  #count = 0;
  #nextAt: number | null = null;
  #cancel: () => void = () => {};

  /** `random` is uniform in [0, 1). */
  constructor(clock: Clock, random: () => number) {
    this.#clock = clock;
    this.#random = random;
  }

  get count(): number {
    return this.#count;
  }

  /** When the next attempt is due, ms; null while none is waiting. */
  get nextAt(): number | null {
    return this.#nextAt;
  }

  /** Starts the backoff anew. */
  reset(): void {
    this.#count = 0;
  }

  /** Runs the next attempt after a delay with full jitter, or later if the gateway asked for it. Returns the delay, ms. */
  schedule(attempt: () => void, retryAfterMs: number): number {
    this.cancel();
    const asked = Math.min(retryAfterMs, MAX_RETRY_AFTER_MS);
    const delay = Math.max(backoffDelay(this.#count, this.#random()), asked);
    this.#count += 1;
    this.#nextAt = this.#clock.now() + delay;
    this.#cancel = this.#clock.setTimeout(attempt, delay);
    return delay;
  }

  cancel(): void {
    this.#cancel();
    this.#cancel = () => {};
    this.#nextAt = null;
  }
}

import { backoffDelay } from '#shared/domain/connection.ts';
import type { Clock } from '../../ports.ts';
import type { GatewayTime } from './gateway-time.ts';

/** The longest `retryAfterMs` of a gateway that is respected. */
const MAX_RETRY_AFTER_MS = 5 * 60_000;

/** Counts the attempts to connect since the link was lost, and schedules the next one. */
export class Attempts {
  readonly #clock: Clock;
  readonly #time: GatewayTime;
  readonly #random: () => number;
  #count = 0;
  #nextAt: number | null = null;
  #cancel: () => void = () => {};

  /** `random` is uniform in [0, 1). */
  constructor(clock: Clock, time: GatewayTime, random: () => number) {
    this.#clock = clock;
    this.#time = time;
    this.#random = random;
  }

  /** The number of attempts scheduled since the last reset. */
  get count(): number {
    return this.#count;
  }

  /** When the next attempt is due, by the gateway's time, ms; null if none is scheduled. */
  get nextAt(): number | null {
    return this.#nextAt;
  }

  /** Resets the backoff. */
  reset(): void {
    this.#count = 0;
  }

  /** Schedules an attempt after a delay with full jitter, or after `retryAfterMs` if that is longer. Returns the delay, ms. */
  schedule(attempt: () => void, retryAfterMs: number): number {
    this.cancel();
    const asked = Math.min(retryAfterMs, MAX_RETRY_AFTER_MS);
    const delay = Math.max(backoffDelay(this.#count, this.#random()), asked);
    this.#count += 1;
    this.#nextAt = this.#time.now() + delay;
    this.#cancel = this.#clock.setTimeout(attempt, delay);
    return delay;
  }

  /** Cancels the scheduled attempt. */
  cancel(): void {
    this.#cancel();
    this.#cancel = () => {};
    this.#nextAt = null;
  }
}

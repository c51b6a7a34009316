import type { Clock, PowerEvents } from '../../ports.ts';

const INTERVAL_MS = 5_000;
/** A timer this late means that the machine slept or the process was stopped, ms. */
const LATE_MS = 10_000;

/**
 * Detects that the machine woke up by a timer that fires far too late; Node has no event for it. Some systems count the
 * sleep in monotonic time and some do not, so the time of day is looked at, too. When someone sets the clock forward, this
 * also looks like sleep, and costs one needless heartbeat.
 */
export class DriftPower implements PowerEvents {
  readonly #clock: Clock;
  readonly #listeners = new Set<() => void>();
  readonly #away = new Set<(cause: 'suspended') => void>();
  #cancel: () => void = () => {};

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Starts the timer. */
  start(): void {
    this.#cancel();
    const { now, monotonic } = this.#times();
    this.#cancel = this.#clock.setTimeout(() => {
      const then = this.#times();
      const late = Math.max(then.now - now, then.monotonic - monotonic) - INTERVAL_MS;
      this.start();
      if (late < LATE_MS) return;
      for (const listener of [...this.#away]) listener('suspended');
      for (const listener of [...this.#listeners]) listener();
    }, INTERVAL_MS);
  }

  #times(): { readonly now: number; readonly monotonic: number } {
    return { now: this.#clock.now(), monotonic: this.#clock.monotonic() };
  }

  dispose(): void {
    this.#cancel();
    this.#listeners.clear();
    this.#away.clear();
  }

  /** Locking is not noticed here, and sleep only afterwards. */
  onAway(listener: (cause: 'suspended') => void): () => void {
    this.#away.add(listener);
    return () => {
      this.#away.delete(listener);
    };
  }

  idleMs(): null {
    return null;
  }

  onWake(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }
}

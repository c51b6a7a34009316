import type { Clock, PowerEvents } from '../../ports.ts';

const INTERVAL_MS = 5_000;
/** A timer this late means that the machine slept or the process was stopped, ms. */
const LATE_MS = 10_000;

/** Detects that the machine woke up by a timer that fires far too late; Node has no event for it. */
export class DriftPower implements PowerEvents {
  readonly #clock: Clock;
  readonly #listeners = new Set<() => void>();
  #cancel: () => void = () => {};

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Starts the timer. */
  start(): void {
    this.#cancel();
    const due = this.#clock.now() + INTERVAL_MS;
    this.#cancel = this.#clock.setTimeout(() => {
      const late = this.#clock.now() - due;
      this.start();
      if (late >= LATE_MS) for (const listener of [...this.#listeners]) listener();
    }, INTERVAL_MS);
  }

  dispose(): void {
    this.#cancel();
    this.#listeners.clear();
  }

  onWake(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }
}

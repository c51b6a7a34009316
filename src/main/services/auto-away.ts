import type { AwayCause } from '#shared/domain/assignment.ts';
import type { Clock, PowerEvents } from '../ports.ts';

/** How often the machine's idle time is looked at, and an unanswered report sent again, ms. */
const LOOK_EVERY_MS = 15_000;

/** What watching over the user's absence needs. */
export interface AutoAwayOptions {
  readonly clock: Clock;
  readonly power: PowerEvents;
  /** After how long without any input the user counts as away, ms. */
  readonly idleAfterMs: () => number;
  /** Tells the gateway. Resolves with whether it knows, or need not know because nobody is signed in. */
  readonly report: (cause: AwayCause) => Promise<boolean>;
}

/**
 * Reports once that the user has left: the machine is idle, locked or asleep. It is repeated until the gateway knows, so that a
 * machine that slept through the report is away when it wakes. Nothing here ever makes anybody available.
 */
export class AutoAway {
  readonly #options: AutoAwayOptions;
  #cancel: () => void = () => {};
  #stop: () => void = () => {};
  /** When the user was last active in a window, by the monotonic clock. */
  #lastActive: number;
  #idle = false;
  #pending: AwayCause | null = null;
  #sending = false;

  constructor(options: AutoAwayOptions) {
    this.#options = options;
    this.#lastActive = options.clock.monotonic();
  }

  start(): void {
    this.#stop = this.#options.power.onAway((cause) => this.#left(cause));
    this.#plan();
  }

  /** Notes that the user is active in a window. */
  active(): void {
    this.#lastActive = this.#options.clock.monotonic();
  }

  dispose(): void {
    this.#cancel();
    this.#stop();
    this.#pending = null;
  }

  #plan(): void {
    this.#cancel = this.#options.clock.setTimeout(() => {
      this.#plan();
      this.#look();
    }, LOOK_EVERY_MS);
  }

  #look(): void {
    const { clock, power, idleAfterMs } = this.#options;
    const idleMs = power.idleMs() ?? clock.monotonic() - this.#lastActive;
    const idle = idleMs >= idleAfterMs();
    if (idle && !this.#idle) this.#left('idle');
    // Somebody who is back before the report got out is not away.
    else if (!idle && this.#pending === 'idle') this.#pending = null;
    else if (this.#pending !== null) void this.#send();
    this.#idle = idle;
  }

  #left(cause: AwayCause): void {
    this.#pending = cause;
    void this.#send();
  }

  async #send(): Promise<void> {
    const cause = this.#pending;
    if (cause === null || this.#sending) return;
    this.#sending = true;
    try {
      if ((await this.#options.report(cause)) && this.#pending === cause) this.#pending = null;
    } finally {
      this.#sending = false;
    }
  }
}

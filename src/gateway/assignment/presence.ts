import type { Executor, Principal } from '../kernel.ts';
import { endAbsent } from './availability.ts';
import { claimWaiting } from './claim.ts';
import { setConnected } from './events.ts';

/** What watching the connections of agents needs. */
export interface PresenceOptions {
  readonly executor: Pick<Executor, 'run'>;
  readonly principal: Principal;
  readonly now: () => number;
  /** How long an agent stays as they are after their last connection has ended, ms. */
  readonly graceMs: number;
  readonly onError: (error: unknown) => void;
}

/**
 * Notes which agents have a console connected. Nobody without one is given conversations. Who has had none for the grace period
 * goes offline, and does not come back by connecting again. Timers are monotonic: setting the clock ends no availability.
 */
export class Presence {
  readonly #options: PresenceOptions;
  readonly #connections = new Map<string, number>();
  /** One timer for each agent whose last connection has ended, and one for all after a start. */
  readonly #grace = new Map<string, NodeJS.Timeout>();
  #disposed = false;

  constructor(options: PresenceOptions) {
    this.#options = options;
  }

  /** Gives the agents who were available when the gateway stopped the grace period to connect again. */
  start(): void {
    this.#wait('');
  }

  /** Counts a connection that has begun. */
  connected(userId: string): void {
    const before = this.#connections.get(userId) ?? 0;
    this.#connections.set(userId, before + 1);
    this.#stopWaiting(userId);
    if (before === 0) this.#note(userId, true);
  }

  /** Counts a connection that has ended. */
  disconnected(userId: string): void {
    const left = (this.#connections.get(userId) ?? 1) - 1;
    if (left > 0) {
      this.#connections.set(userId, left);
      return;
    }
    this.#connections.delete(userId);
    if (this.#disposed) return;
    this.#note(userId, false);
    this.#wait(userId);
  }

  dispose(): void {
    this.#disposed = true;
    for (const timer of this.#grace.values()) clearTimeout(timer);
    this.#grace.clear();
  }

  #wait(userId: string): void {
    this.#stopWaiting(userId);
    const timer = setTimeout(() => {
      this.#grace.delete(userId);
      // Others who are absent are still within their own grace period, so only this one is ended.
      this.#run((context) => endAbsent(context, userId === '' ? this.#waiting() : userId));
    }, this.#options.graceMs);
    timer.unref();
    this.#grace.set(userId, timer);
  }

  /** Those who have just gone, after the start: they have timers of their own. */
  #waiting(): ReadonlySet<string> {
    return new Set(this.#grace.keys());
  }

  #stopWaiting(userId: string): void {
    const timer = this.#grace.get(userId);
    if (timer) clearTimeout(timer);
    this.#grace.delete(userId);
  }

  #note(userId: string, connected: boolean): void {
    this.#run((context) => {
      context.write(setConnected, { userId, connected });
      // A write moves no head of the log, so that no sweep follows.
      if (connected) claimWaiting(context);
    });
  }

  #run(work: Parameters<Executor['run']>[2]): void {
    const { executor, principal, now, onError } = this.#options;
    executor.run(principal, now(), work).catch(onError);
  }
}

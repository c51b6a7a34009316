import { HOUR_MS } from '#shared/domain/time.ts';
import type { Clock, Logger } from '../../ports.ts';
import type { ChangeSet, StoreWriter } from '../store/types.ts';

/** Pause between two slices, ms. */
const SLICE_MS = 25;

/** What deleting by time needs. `now` is the gateway's time as this console knows it, ms. */
export interface ExpiringOptions {
  readonly store: Pick<StoreWriter, 'expire'>;
  readonly now: () => number;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly changed: (changes: ChangeSet) => void;
}

/**
 * Deletes messages past their retention, also while no gateway says so: before anything of an opened cache is shown, and each hour
 * after that. Without a connection, the time is this machine's, but at least that of the last contact. A clock that is behind
 * deletes later; one that is ahead deletes what can be fetched again (`expiredTooMuch`).
 */
export class Expiring {
  readonly #options: ExpiringOptions;
  #stop: (() => void) | null = null;

  constructor(options: ExpiringOptions) {
    this.#options = options;
  }

  /** Deletes all of it at once, before the cache is read. */
  open(): void {
    try {
      while (this.#options.store.expire(this.#options.now()) !== null);
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Goes on by itself. */
  start(): void {
    this.#plan(SLICE_MS);
  }

  dispose(): void {
    this.#stop?.();
    this.#stop = null;
  }

  #plan(ms: number): void {
    this.#stop?.();
    this.#stop = this.#options.clock.setTimeout(() => {
      this.#stop = null;
      let more = false;
      try {
        const changes = this.#options.store.expire(this.#options.now());
        if (changes !== null) this.#options.changed(changes);
        more = changes !== null;
      } catch (error) {
        this.#failed(error);
      }
      this.#plan(more ? SLICE_MS : HOUR_MS);
    }, ms);
  }

  #failed(error: unknown): void {
    // What is left is deleted within the hour, or at the next start.
    this.#options.logger.warn({ error: String(error) }, 'cannot delete messages past their retention');
  }
}

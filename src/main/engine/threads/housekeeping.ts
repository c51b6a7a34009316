import type { Clock, Logger } from '../../ports.ts';
import type { StoreWriter } from '../store/types.ts';

/** The number of applied events after which the cache is trimmed. */
const TRIM_AFTER_EVENTS = 2_000;
/** Pause between two slices of tidying, ms. */
const TIDY_PAUSE_MS = 25;
/** How long text is indexed in one turn, and the pause between two turns, ms. Other work comes in between. */
const TEXT_SLICE_MS = 8;
const TEXT_PAUSE_MS = 32;

/** What housekeeping needs. */
export interface HousekeepingOptions {
  readonly store: Pick<StoreWriter, 'tidy' | 'trim' | 'buildText'>;
  readonly clock: Pick<Clock, 'setTimeout'>;
  readonly logger: Logger;
  /** Runs a function on a later turn of the event loop. */
  readonly defer: (run: () => void) => void;
}

/** Keeps the cache small and its text indexed, in slices with pauses in which others get their turn. */
export class Housekeeping {
  readonly #options: HousekeepingOptions;
  #sinceTrim = 0;
  #disposed = false;
  #stopTidying = (): void => {};
  #stopBuild = (): void => {};

  constructor(options: HousekeepingOptions) {
    this.#options = options;
  }

  start(): void {
    this.#trim();
    this.tidy();
    this.#buildText();
  }

  /** Counts applied events: after some thousands, the cache is trimmed. */
  applied(events: number): void {
    this.#sinceTrim += events;
    if (this.#sinceTrim >= TRIM_AFTER_EVENTS) this.#trim();
  }

  /** Deletes what replaced channels have left behind. */
  tidy(): void {
    this.#stopTidying();
    this.#stopTidying = this.#options.clock.setTimeout(() => {
      try {
        if (this.#options.store.tidy()) this.tidy();
      } catch (error) {
        // It is left for the next snapshot or start.
        this.#options.logger.warn({ error: String(error) }, 'cannot tidy the cache');
      }
    }, TIDY_PAUSE_MS);
  }

  dispose(): void {
    this.#disposed = true;
    this.#stopTidying();
    this.#stopBuild();
  }

  /** Indexes the text that a migration left out. */
  #buildText(): void {
    this.#stopBuild = this.#options.clock.setTimeout(() => {
      try {
        if (this.#options.store.buildText(TEXT_SLICE_MS)) this.#buildText();
      } catch (error) {
        // What is missing is indexed after the next start. Until then, search says that it is incomplete.
        this.#options.logger.warn({ error: String(error) }, 'cannot index the text of the cache');
      }
    }, TEXT_PAUSE_MS);
  }

  /** Trims the cache in limited steps, one per turn, until nothing is left to trim. */
  #trim(): void {
    this.#sinceTrim = 0;
    this.#options.defer(() => {
      if (this.#disposed) return;
      try {
        if (this.#options.store.trim()) this.#trim();
      } catch (error) {
        // A failed trim loses nothing; the next one tries again.
        this.#options.logger.warn({ error: String(error) }, 'cannot trim the cache');
      }
    });
  }
}

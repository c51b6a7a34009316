import type { FigureReport } from '#shared/domain/figure-check.ts';
import type { Clock } from '../../ports.ts';
import { type Recounted, rebuildHour, recount } from '../domains/live/recount.ts';
import { readerOf } from '../store/reader.ts';
import { SLICE_MS, type Slices } from '../store/slices.ts';
import type { StoreWriter } from '../store/types.ts';

/** When the figures are counted first after a start, and how often then, ms. */
const FIRST_MS = 2 * 60_000;
const EVERY_MS = 24 * 3_600_000;
/** Rounds of a rebuild at most: each makes at most 200 hours whole. */
const MAX_ROUNDS = 500;

/** What the check needs of the engine. */
interface FigureCheckOptions {
  readonly store: StoreWriter;
  readonly clock: Clock;
  /** The gateway's time, ms. */
  readonly now: () => number;
  /** Takes a turn of the event loop between two slices. */
  readonly defer: (run: () => void) => void;
  /** The kept sums have changed. */
  readonly rebuilt: () => void;
  readonly failed: (error: unknown) => void;
}

/** Counts the sums of the live page anew, by schedule and by hand, in slices, and rebuilds those that differ on demand. */
export class FigureCheck {
  readonly #options: FigureCheckOptions;
  #last: FigureReport | null = null;
  #running: Promise<FigureReport> | null = null;
  #stop = (): void => {};
  #disposed = false;

  constructor(options: FigureCheckOptions) {
    this.#options = options;
  }

  start(): void {
    this.#plan(FIRST_MS);
  }

  /** The newest report; null before the first. */
  get last(): FigureReport | null {
    return this.#last;
  }

  /** Counts anew, and rebuilds what differs first if asked. Joins a count that is under way. */
  run(trigger: FigureReport['trigger']): Promise<FigureReport> {
    this.#running ??= this.#count(trigger).finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  dispose(): void {
    this.#disposed = true;
    this.#stop();
  }

  async #count(trigger: FigureReport['trigger']): Promise<FigureReport> {
    const { store, now } = this.#options;
    const startedAt = now();
    const reader = readerOf(store.db);
    let found: Recounted = await this.#finish(recount(reader, SLICE_MS));
    if (trigger === 'rebuild') {
      for (let round = 0; found.total > 0 && round < MAX_ROUNDS; round += 1) {
        for (const hour of found.hours) {
          store.amend((bind) => rebuildHour(reader, bind, hour));
          await this.#turn();
        }
        found = await this.#finish(recount(reader, SLICE_MS));
      }
      this.#options.rebuilt();
    }
    const { hours: _hours, ...rest } = found;
    this.#last = { trigger, startedAt, finishedAt: Math.max(startedAt, now()), ...rest };
    return this.#last;
  }

  async #finish<R>(work: Slices<R>): Promise<R> {
    for (;;) {
      const step = work.next();
      if (step.done) return step.value;
      await this.#turn();
    }
  }

  #turn(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#options.defer(() => {
        if (this.#disposed) reject(new Error('The cache was closed.'));
        else resolve();
      });
    });
  }

  #plan(ms: number): void {
    this.#stop = this.#options.clock.setTimeout(() => {
      this.run('schedule').catch((error: unknown) => {
        if (!this.#disposed) this.#options.failed(error);
      });
      this.#plan(EVERY_MS);
    }, ms);
  }
}

import type { BridgeResult } from '#shared/bridge/index.ts';
import { backoffDelay } from '#shared/domain/connection.ts';
import type { Clock, Logger } from '../../ports.ts';

/** The shortest delay before another attempt. It doubles up to 30 s. */
const BASE_MS = 500;

/** What the attempts to open a cache again need. */
export interface ReopeningOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly open: () => Promise<BridgeResult<unknown>>;
}

/** Opens a cache again until it is open: the disk may be full now, and have room later. */
export class Reopening {
  readonly #options: ReopeningOptions;
  /** Numbers the series of attempts, so that one that waits for an answer can tell that it was overtaken. */
  #series = 0;
  #stopTimer: () => void = () => undefined;

  constructor(options: ReopeningOptions) {
    this.#options = options;
  }

  /** Ends the attempts. */
  stop(): void {
    this.#stopTimer();
    this.#series += 1;
  }

  /** Opens the cache now, and goes on trying if that fails. A former series ends. */
  async start(): Promise<void> {
    this.stop();
    await this.#try(this.#series, 0);
  }

  /** Like `start`, after a first attempt that has failed. */
  startLater(): void {
    this.stop();
    this.#later(this.#series, 0);
  }

  async #try(series: number, attempt: number): Promise<void> {
    const opened = await this.#options.open();
    if (opened.ok || this.#series !== series) return;
    this.#options.logger.error({ code: opened.error.code, attempt }, 'cannot reopen the cache');
    // A cache of a newer version stays one.
    if (opened.error.code !== 'invalid') this.#later(series, attempt);
  }

  #later(series: number, attempt: number): void {
    const delay = BASE_MS + backoffDelay(attempt, Math.random(), BASE_MS);
    this.#stopTimer = this.#options.clock.setTimeout(() => void this.#try(series, attempt + 1), delay);
  }
}

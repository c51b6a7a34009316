import type { z } from 'zod';
import type { BridgeResult } from '#shared/bridge/index.ts';
import { err, ok } from '#shared/domain/result.ts';
import type { ProtocolError } from '#shared/protocol/errors.ts';
import { invalidFrom } from '#shared/protocol/issues.ts';
import { refused } from '#shared/protocol/refusals.ts';
import type { Logger } from '../ports.ts';

/** A stream to open for a client. */
export interface OpenStreamOptions {
  readonly name: string;
  readonly item: z.ZodType;
  readonly send: (item: BridgeResult<unknown>) => void;
  readonly logger: Logger;
  readonly onEnd: () => void;
}

interface Waiting {
  readonly item: unknown;
  readonly taken: () => void;
}

/**
 * One stream of one client. At most one item is in flight and one, the newest, waits. An item that is replaced while it
 * waits counts as taken, so that its source continues:
 *
 *   source   1 ──► 2 ──► 3            2 is replaced by 3 and counts as taken
 *   client   1 ─────── taken ──► 3
 */
export class OpenStream {
  readonly #options: OpenStreamOptions;
  #stop: () => void = () => {};
  #ended = false;
  #inFlight: (() => void) | null = null;
  #waiting: Waiting | null = null;

  constructor(options: OpenStreamOptions) {
    this.#options = options;
  }

  /** Connects the source. An exception ends the stream with `internal`. */
  start(source: (sink: (item: unknown) => Promise<void>) => () => void): void {
    try {
      const stop = source((item) => this.#offer(item));
      if (this.#ended) stop();
      else this.#stop = stop;
    } catch (error) {
      const { logger, name } = this.#options;
      logger.error(
        { module: 'rpc', name, error: error instanceof Error ? error.name : 'unknown' },
        'a stream failed',
      );
      this.fail(refused('console_failed', {}));
    }
  }

  /** Confirms the item in flight and sends the next. Does nothing if none is in flight. */
  taken(): void {
    const taken = this.#inFlight;
    this.#inFlight = null;
    taken?.();
    const next = this.#waiting;
    this.#waiting = null;
    if (next && !this.#ended) this.#deliver(next);
  }

  /** Ends the stream with an error as its last item. */
  fail(error: ProtocolError): void {
    if (this.#ended) return;
    this.close();
    this.#options.send(err(error));
  }

  /** Ends the stream and resolves every pending item. */
  close(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#options.onEnd();
    this.#stop();
    this.#inFlight?.();
    this.#inFlight = null;
    this.#waiting?.taken();
    this.#waiting = null;
  }

  #offer(item: unknown): Promise<void> {
    if (this.#ended) return Promise.resolve();
    return new Promise((taken) => {
      if (this.#inFlight === null) {
        this.#deliver({ item, taken });
        return;
      }
      this.#waiting?.taken();
      this.#waiting = { item, taken };
    });
  }

  #deliver({ item, taken }: Waiting): void {
    const { name, logger, send } = this.#options;
    const parsed = this.#options.item.safeParse(item);
    if (!parsed.success) {
      taken();
      const { field } = invalidFrom(parsed.error, 'item');
      logger.error({ module: 'rpc', name, field }, 'a stream sent an item that its contract does not allow');
      this.fail(refused('console_failed', {}));
      return;
    }
    this.#inFlight = taken;
    send(ok(parsed.data));
  }
}

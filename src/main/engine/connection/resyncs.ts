import type { Channel } from '#shared/protocol/channels.ts';

/** Resyncs of a channel without a completion in between, after which the link is given up. */
const MAX_RESYNCS = 5;

interface Resync {
  count: number;
  barrier: boolean;
  ignoredCaughtUp: boolean;
}

/**
 * The channels that are being fetched again. Until the barrier has passed, what arrives may have been sent before the
 * gateway knew of the gap, so a `caught_up` counts for nothing; if one came, the channel is asked for once more.
 *
 * ```
 *  console                                   gateway
 *     │ ◀──────── events (after 40) ───────────│   cursor is 30: a gap
 *     │ ───────── resync { chat: 30 } ────────▶│
 *     │ ───────── heartbeat ──────────────────▶│
 *     │ ◀──────── caught_up { chat: 45 } ──────│   sent before the resync arrived: ignored
 *     │ ◀──────── events (after 30) ───────────│
 *     │ ◀──────── heartbeat answered ──────────│   the barrier: all from before has arrived
 *     │ ───────── resync { chat: 45 } ────────▶│   because a caught_up was ignored
 *     │ ◀──────── caught_up { chat: 45 } ──────│   counts: the channel is complete
 * ```
 */
export class Resyncs {
  readonly #channels = new Map<Channel, Resync>();

  /** Begins to fetch a channel again; false where that has been tried too often. */
  begin(channel: Channel): boolean {
    const count = (this.#channels.get(channel)?.count ?? 0) + 1;
    if (count > MAX_RESYNCS) return false;
    this.#channels.set(channel, { count, barrier: false, ignoredCaughtUp: false });
    return true;
  }

  /** Whether a channel was asked for and the answer has not begun yet. */
  isAskedFor(channel: Channel): boolean {
    return this.#channels.get(channel)?.barrier === false;
  }

  /** Whether a `caught_up` counts. One that does not is remembered. */
  acceptsCaughtUp(channel: Channel): boolean {
    const resync = this.#channels.get(channel);
    if (resync === undefined || resync.barrier) return true;
    resync.ignoredCaughtUp = true;
    return false;
  }

  /** The barrier has passed. Returns the channels to ask for once more. */
  passBarrier(channels: readonly Channel[]): Channel[] {
    return channels.filter((channel) => {
      const resync = this.#channels.get(channel);
      if (resync === undefined || resync.barrier) return false;
      resync.barrier = true;
      return resync.ignoredCaughtUp;
    });
  }

  complete(channel: Channel): void {
    this.#channels.delete(channel);
  }
}

import type { Channel } from '#shared/protocol/channels.ts';

/** The maximum number of consecutive resyncs of a channel without completion. After that, the link is closed. */
const MAX_RESYNCS = 5;

interface Resync {
  count: number;
  barrier: boolean;
  ignoredCaughtUp: boolean;
}

/**
 * The channels being resynced. Until the barrier has passed, messages may arrive that were sent before the gateway received
 * the resync, so a `caught_up` is ignored. If one was ignored, the channel is resynced once more.
 *
 * ```
 *  console                                   gateway
 *     │ ◀──────── events (after 40) ───────────│   cursor 30: a gap
 *     │ ───────── resync { chat: 30 } ────────▶│
 *     │ ───────── heartbeat ──────────────────▶│
 *     │ ◀──────── caught_up { chat: 45 } ──────│   ignored: sent before the resync arrived
 *     │ ◀──────── events (after 30) ───────────│
 *     │ ◀──────── heartbeat answer ────────────│   the barrier: everything sent earlier has arrived
 *     │ ───────── resync { chat: 45 } ────────▶│   because a caught_up was ignored
 *     │ ◀──────── caught_up { chat: 45 } ──────│   accepted: the channel is complete
 * ```
 */
export class Resyncs {
  readonly #channels = new Map<Channel, Resync>();

  /** Starts a resync. Returns false if the channel has been resynced too often. */
  begin(channel: Channel): boolean {
    const count = (this.#channels.get(channel)?.count ?? 0) + 1;
    if (count > MAX_RESYNCS) return false;
    this.#channels.set(channel, { count, barrier: false, ignoredCaughtUp: false });
    return true;
  }

  /** Returns whether a resync was sent whose barrier has not passed. */
  isAskedFor(channel: Channel): boolean {
    return this.#channels.get(channel)?.barrier === false;
  }

  /** Returns whether to accept a `caught_up`. Records an ignored one. */
  acceptsCaughtUp(channel: Channel): boolean {
    const resync = this.#channels.get(channel);
    if (resync === undefined || resync.barrier) return true;
    resync.ignoredCaughtUp = true;
    return false;
  }

  /** Records that the barrier has passed. Returns the channels to resync once more. */
  passBarrier(channels: readonly Channel[]): Channel[] {
    return channels.filter((channel) => {
      const resync = this.#channels.get(channel);
      if (resync === undefined || resync.barrier) return false;
      resync.barrier = true;
      return resync.ignoredCaughtUp;
    });
  }

  /** Ends the resync of a channel. */
  complete(channel: Channel): void {
    this.#channels.delete(channel);
  }
}

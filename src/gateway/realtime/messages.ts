import type { Channel } from '#shared/protocol/channels.ts';
import type { LoggedEvent } from '../log/index.ts';
import { EncodedMessage } from './encoded.ts';
import type { SnapshotRows } from './snapshot.ts';
import { shownEvent, type Variant } from './variants.ts';

/** Bytes of events or rows in one message; MAX_MESSAGE_BYTES leaves room for the frame around them. */
export const PAGE_BYTES = 248 * 1024;

/** Encodes an `events` message, as a variant shows the events. */
export function encodeEvents(
  batch: number,
  mode: 'catch_up' | 'live',
  after: Readonly<Partial<Record<Channel, number>>>,
  events: readonly LoggedEvent[],
  variant: Variant,
): EncodedMessage {
  const bodies = events.map((event) => shownEvent(variant, event).body).join(',');
  return new EncodedMessage(
    `{"batch":${batch},"mode":"${mode}","after":${JSON.stringify(after)},"events":[${bodies}]}`,
  );
}

/** Encodes a `snapshot_page` message; the rows are JSON already. */
export function encodeSnapshotPage(
  batch: number,
  channel: Channel,
  { rows, after }: SnapshotRows,
): EncodedMessage {
  return new EncodedMessage(
    `{"batch":${batch},"channel":"${channel}","rows":[${rows.join(',')}],"after":${JSON.stringify(after)}}`,
  );
}

/**
 * Numbers batches across the gateway: a broadcast has one number for all, and numbers ascend on each connection. Each
 * connection remembers which it was sent; a client can acknowledge those only.
 */
export class BatchNumbers {
  #last = 0;

  /** Returns a new number. */
  next(): number {
    this.#last += 1;
    return this.#last;
  }
}

import type { Channel } from '#shared/protocol/channels.ts';
import type { Cursor } from '#shared/protocol/messages.ts';
import type { EventLog, LoggedEvent } from '../log/index.ts';
import type { Audiences } from './audience.ts';

/** What a connection is told of channels in which it missed only what it does not receive. */
export interface Mark {
  readonly channel: Channel;
  readonly after: number;
  readonly cursor: Cursor;
}

/** The channels that one connection follows: how far each has been read from the log, and what its client was told last. */
export class Following {
  readonly #log: EventLog;
  /** Channels past their snapshot, with the sequence up to which each has been read from the log. */
  readonly #positions = new Map<Channel, number>();
  /** Per channel, the last event sent: what the next batch follows on (`after`). */
  readonly #told = new Map<Channel, number>();
  /** Channels that are sent `caught_up` at the head. */
  readonly #announce = new Set<Channel>();

  constructor(log: EventLog) {
    this.#log = log;
  }

  /** The channels. */
  get channels(): ReadonlySet<Channel> {
    return new Set(this.#positions.keys());
  }

  get isEmpty(): boolean {
    return this.#positions.size === 0;
  }

  /** Begins a channel after an event that its client has. */
  begin(channel: Channel, from: number): void {
    this.#positions.set(channel, from);
    this.#told.set(channel, from);
    this.#announce.add(channel);
  }

  /** Follows a channel no longer. */
  end(channel: Channel): void {
    this.#positions.delete(channel);
  }

  /** Goes on in all channels from where the forwarder stopped. */
  continueFrom(cursor: number, told: ReadonlyMap<Channel, number>): void {
    for (const channel of this.#positions.keys()) {
      this.#positions.set(channel, cursor);
      this.#told.set(channel, told.get(channel) ?? 0);
    }
  }

  /** Whether all that there is has been read. */
  atHead(): boolean {
    const head = this.#log.head();
    return !this.isEmpty && [...this.#positions.values()].every((position) => position >= head);
  }

  /**
   * Returns the channels that are furthest behind, the position of them all, and up to where they can be read without passing
   * the next ones; null at the head.
   */
  furthestBehind(): {
    readonly channels: ReadonlySet<Channel>;
    readonly position: number;
    readonly upTo: number;
  } | null {
    const head = this.#log.head();
    const positions = [...this.#positions.values()];
    const lowest = Math.min(...positions);
    if (lowest >= head) return null;
    const upTo = Math.min(head, ...positions.filter((position) => position > lowest));
    const channels = new Set(
      [...this.#positions].flatMap(([channel, position]) => (position === lowest ? [channel] : [])),
    );
    return { channels, position: lowest, upTo };
  }

  /** These channels have been read up to a sequence. */
  readTo(channels: ReadonlySet<Channel>, upTo: number): void {
    for (const channel of channels) this.#positions.set(channel, upTo);
  }

  /** These events are sent. Returns, per channel, the event that they follow on. */
  tell(events: readonly LoggedEvent[]): Readonly<Partial<Record<Channel, number>>> {
    const after: Partial<Record<Channel, number>> = {};
    for (const event of events) {
      after[event.channel] ??= this.#told.get(event.channel) ?? 0;
      this.#told.set(event.channel, event.seq);
    }
    return after;
  }

  /** Returns what moves the client's cursors over the events that it does not receive: the next live batch follows on it. */
  passedOver({ channels }: Audiences): readonly Mark[] {
    const head = this.#log.head();
    return channels.flatMap((channel) => {
      const after = this.#told.get(channel) ?? 0;
      if (!this.#positions.has(channel) || this.#announce.has(channel)) return [];
      if (this.#log.lastOf(channel, head) <= after) return [];
      return [{ channel, after, cursor: this.#cursorAt(head) }];
    });
  }

  /** Returns the channels that are complete up to the head and have not been announced, once each. */
  takeCaughtUp(): readonly { readonly channel: Channel; readonly cursor: Cursor }[] {
    const head = this.#log.head();
    const channels = [...this.#announce].filter((channel) => this.#positions.has(channel));
    this.#announce.clear();
    return channels.map((channel) => ({ channel, cursor: this.#cursorAt(head) }));
  }

  #cursorAt(seq: number): Cursor {
    return { seq, id: this.#log.idAt(seq) };
  }
}

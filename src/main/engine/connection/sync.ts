import { z } from 'zod';
import { type Channel, isChannel } from '#shared/protocol/channels.ts';
import type { Trouble } from '#shared/protocol/errors.ts';
import {
  CaughtUpMessage,
  type Cursor,
  EventsMessage,
  SnapshotBegin,
  SnapshotEnd,
  SnapshotPage,
  WatermarkMessage,
} from '#shared/protocol/messages.ts';
import { refused } from '#shared/protocol/refusals.ts';
import { SliceSize, type Slices } from '../store/slices.ts';
import { Inbox, type Rest } from './inbox.ts';
import { applyInParts } from './parts.ts';
import { Resyncs } from './resyncs.ts';
import type { SnapshotReason, SyncEvents, SyncStore } from './sync-events.ts';

/** The maximum number of consecutive unreadable messages. After that, the link is closed. */
const MAX_FAILURES = 5;
const START: Cursor = { seq: 0, id: null };
const Numbered = z.object({ batch: z.int().min(1) });

type Entry =
  | { readonly kind: 'message'; readonly name: string; readonly payload: unknown }
  | { readonly kind: 'alive'; readonly at: number }
  | { readonly kind: 'work'; readonly start: () => Slices<void> }
  | { readonly kind: 'barrier'; readonly channels: readonly Channel[] };

/**
 * Applies the messages of one link in order and acknowledges each after its commit. Acknowledgements are the only flow
 * control: the gateway limits its unacknowledged batches.
 *
 * ```
 *  gateway                      link → inbox → store                   events
 *     │── events 1 ───────────────▶│── apply, commit ──▶│── ack 1 ──▶ applied
 *     │── events 2 ───────────────▶│  (next turn)       │            applied
 *     │                            │── the rest of 2 ──▶│── ack 2 ──▶ applied
 *     │── caught_up ──────────────▶│── cursor moves ───▶│            live, once no channel is missing
 *     │── snapshot_begin ─────────▶│── stage ──────────▶│            behind
 *     │── snapshot_page 3 ────────▶│── stage ──────────▶│── ack 3
 *     │── snapshot_end 4 ─────────▶│── replace at once ▶│── ack 4 ──▶ replaced
 * ```
 *
 * A newer gateway may send channels, events and messages that this version does not know. They are acknowledged, counted as
 * newer and skipped.
 */
export class ChannelSync {
  readonly #store: SyncStore;
  readonly #send: (name: string, payload: unknown) => void;
  readonly #barrier: () => Promise<unknown>;
  readonly #inbox: Inbox<Entry>;
  readonly #events: SyncEvents;
  readonly #heads = new Map<Channel, number>();
  readonly #pending = new Set<Channel>();
  readonly #snapshots = new Map<Channel, SnapshotReason>();
  readonly #resyncs = new Resyncs();
  /** How many events are applied in one turn. */
  readonly #part = new SliceSize();
  #stopped = false;
  #failures = 0;
  #isLive = false;
  #refused = 0;
  #newer = 0;

  /**
   * `barrier` resolves once everything has arrived that the gateway sent before the call; `defer` runs a function on a
   * later turn of the event loop.
   */
  constructor(
    store: SyncStore,
    send: (name: string, payload: unknown) => void,
    barrier: () => Promise<unknown>,
    defer: (run: () => void) => void,
    events: SyncEvents,
  ) {
    this.#store = store;
    this.#send = send;
    this.#barrier = barrier;
    this.#inbox = new Inbox(
      defer,
      (entry) => this.#take(entry),
      () => this.#giveUp(refused('server_unacknowledged', {})),
    );
    this.#events = events;
  }

  /** The number of messages, events and rows that could not be read. */
  get refused(): number {
    return this.#refused;
  }

  /** The number of messages, events and rows that are newer than this version. */
  get newer(): number {
    return this.#newer;
  }

  get isLive(): boolean {
    return this.#isLive;
  }

  /** The maximum number of events still missing; null during a snapshot, whose length is unknown. */
  get behind(): number | null {
    if (this.#snapshots.size > 0) return null;
    const cursors = this.#store.cursors();
    let most = 0;
    for (const channel of this.#pending) {
      most = Math.max(most, (this.#heads.get(channel) ?? 0) - (cursors[channel]?.seq ?? 0));
    }
    return most;
  }

  /** Starts with the channels of the welcome. */
  start(channels: readonly { readonly name: Channel; readonly head: number }[]): void {
    for (const { name, head } of channels) {
      this.#heads.set(name, head);
      this.#pending.add(name);
    }
    this.#goLiveIfComplete();
  }

  /** Queues a message. */
  receive(name: string, payload: unknown): void {
    this.#inbox.push({ kind: 'message', name, payload });
  }

  /** Queues a confirmation: a heartbeat sent at `at` (the gateway's time) was answered. It takes effect once all earlier messages are applied. */
  alive(at: number): void {
    this.#inbox.push({ kind: 'alive', at });
  }

  /** Whether no message waits or is being processed. */
  get isIdle(): boolean {
    return this.#inbox.isIdle;
  }

  /** Queues work on the cache behind all messages that have arrived. Drops it if the link is lost before. */
  enqueue(start: () => Slices<void>): void {
    this.#inbox.push({ kind: 'work', start });
  }

  /** Requests channels again from their cursors. Default: all. */
  resync(channels: readonly Channel[] = [...this.#heads.keys()]): void {
    if (this.#stopped || channels.length === 0) return;
    for (const channel of channels) {
      if (!this.#resyncs.begin(channel)) {
        this.#giveUp(refused('sync_incomplete', { channel }));
        return;
      }
      this.#pending.add(channel);
      this.#snapshots.delete(channel);
    }
    this.#ask(channels);
    this.#fallBehind();
    this.#barrier().then(
      () => this.#inbox.push({ kind: 'barrier', channels }),
      () => {
        // The link was closed. The next one starts from the cursors anyway.
      },
    );
  }

  /** Stops processing. Queued messages are dropped. */
  stop(): void {
    this.#stopped = true;
    this.#inbox.stop();
  }

  #take(entry: Entry): Rest | null {
    const work = this.#guarded(this.#work(entry));
    return work.next().done ? null : work;
  }

  *#work(entry: Entry): Slices<void> {
    if (entry.kind === 'message') yield* this.#handle(entry.name, entry.payload);
    else if (entry.kind === 'barrier') this.#passBarrier(entry.channels);
    else if (entry.kind === 'work') yield* entry.start();
    else if (this.#isLive) this.#confirm(entry.at);
  }

  *#guarded(work: Slices<void>): Slices<void> {
    try {
      yield* work;
    } catch (error) {
      // Writing the cache failed, for example because the disk is full. The message was not acknowledged, so the gateway
      // will send it again.
      const reason = error instanceof Error ? error.message : String(error);
      this.#giveUp(refused('cache_not_written', { reason: reason.slice(0, 300) }));
    }
  }

  *#handle(name: string, payload: unknown): Slices<void> {
    switch (name) {
      case 'events':
        yield* this.#onEvents(payload);
        break;
      case 'caught_up':
        this.#onCaughtUp(payload);
        break;
      case 'watermark':
        this.#onWatermark(payload);
        break;
      case 'snapshot_begin':
        yield* this.#onSnapshotBegin(payload);
        break;
      case 'snapshot_page':
        yield* this.#onSnapshotPage(payload);
        break;
      case 'snapshot_end':
        yield* this.#onSnapshotEnd(payload);
        break;
      default:
        this.#passOver(payload);
    }
  }

  *#onEvents(payload: unknown): Slices<void> {
    const message = EventsMessage.safeParse(payload);
    if (!message.success) {
      this.#unreadable(payload);
      return;
    }
    yield* applyInParts(this.#store, message.data, this.#part, (part, result) => {
      this.#failures = 0;
      this.#refused += result.refused;
      this.#newer += result.newer;
      if (part.last) this.#send('ack', { batch: message.data.batch });
      this.#events.applied(part, result);
      this.#fill(result.gaps);
    });
  }

  #onCaughtUp(payload: unknown): void {
    const message = this.#aboutChannel(CaughtUpMessage, payload);
    if (message === null) return;
    const { channel, cursor } = message;
    if (!this.#resyncs.acceptsCaughtUp(channel)) return;
    const own = this.#store.cursors()[channel]?.seq ?? 0;
    if (cursor.seq > own) {
      const { settled } = this.#store.watermark([{ channel, after: own, cursor }]);
      if (settled.length > 0) this.#events.settled(settled);
    }
    this.#complete(channel);
  }

  #onWatermark(payload: unknown): void {
    const message = WatermarkMessage.safeParse(payload);
    if (!message.success) {
      this.#unreadable(payload);
      return;
    }
    const marks = message.data.marks.flatMap(({ channel, after, cursor }) =>
      isChannel(channel) ? [{ channel, after, cursor }] : [],
    );
    const { gaps, settled } = this.#store.watermark(marks);
    this.#failures = 0;
    if (settled.length > 0) this.#events.settled(settled);
    this.#fill(gaps);
  }

  *#onSnapshotBegin(payload: unknown): Slices<void> {
    const message = this.#aboutChannel(SnapshotBegin, payload);
    if (message === null) return;
    const { channel, reason, cursor, resumedAt } = message;
    this.#snapshots.set(channel, reason);
    this.#pending.add(channel);
    this.#fallBehind();
    const begun = yield* this.#store.snapshotBegin(channel, reason, cursor ?? null, resumedAt);
    // What it goes on with was discarded in the meantime.
    if (!begun) this.resync([channel]);
  }

  *#onSnapshotPage(payload: unknown): Slices<void> {
    const message = this.#aboutChannel(SnapshotPage, payload);
    if (message === null) return;
    const { batch, channel, rows, after } = message;
    if (this.#snapshots.has(channel)) {
      const { refused, newer } = yield* this.#store.snapshotPage(channel, rows, after ?? null);
      this.#refused += refused;
      this.#newer += newer;
    }
    this.#send('ack', { batch });
  }

  *#onSnapshotEnd(payload: unknown): Slices<void> {
    const message = this.#aboutChannel(SnapshotEnd, payload);
    if (message === null) return;
    const { batch, channel, cursor, rows, history } = message;
    const reason = this.#snapshots.get(channel);
    // A resync has discarded this snapshot, so its end has no effect.
    if (reason === undefined) {
      this.#send('ack', { batch });
      return;
    }
    const result = yield* this.#store.snapshotEnd(channel, cursor, rows, history);
    this.#snapshots.delete(channel);
    this.#send('ack', { batch });
    if (!result.complete) {
      this.#fill([channel]);
      return;
    }
    this.#failures = 0;
    this.#events.replaced(channel, reason, result.changes, result.settled);
  }

  /** Parses a message about one channel. Returns null if it is malformed or this version does not know the channel. */
  #aboutChannel<T extends { readonly channel: string }>(
    schema: z.ZodType<T>,
    payload: unknown,
  ): (Omit<T, 'channel'> & { readonly channel: Channel }) | null {
    const message = schema.safeParse(payload);
    if (!message.success) {
      this.#unreadable(payload);
      return null;
    }
    const { channel } = message.data;
    if (isChannel(channel)) return { ...message.data, channel };
    this.#passOver(payload);
    return null;
  }

  /** Skips a message that is newer than this version. Acknowledges it if it has a batch number. */
  #passOver(payload: unknown): void {
    this.#newer += 1;
    this.#acknowledge(payload);
  }

  /** Handles a malformed message: resyncs all channels, because its contents are unknown. */
  #unreadable(payload: unknown): void {
    this.#refused += 1;
    this.#failures += 1;
    if (this.#failures > MAX_FAILURES) {
      this.#giveUp(refused('server_unreadable', {}));
      return;
    }
    this.#acknowledge(payload);
    this.#fill([...this.#heads.keys()]);
  }

  #acknowledge(payload: unknown): void {
    const numbered = Numbered.safeParse(payload);
    if (numbered.success) this.#send('ack', { batch: numbered.data.batch });
  }

  /** Resyncs those of the channels that have no pending resync. */
  #fill(channels: readonly Channel[]): void {
    const fresh = channels.filter((channel) => !this.#resyncs.isAskedFor(channel));
    if (fresh.length > 0) this.resync(fresh);
  }

  #passBarrier(channels: readonly Channel[]): void {
    // Everything stale has arrived, so the next caught_up answers this request.
    const again = this.#resyncs.passBarrier(channels);
    if (again.length > 0) this.#ask(again);
  }

  #ask(channels: readonly Channel[]): void {
    const cursors = this.#store.cursors();
    const wanted: Partial<Record<Channel, Cursor>> = {};
    for (const channel of channels) wanted[channel] = cursors[channel] ?? START;
    const snapshots = Object.fromEntries(
      Object.entries(this.#store.snapshotProgress()).filter(([name]) => name in wanted),
    );
    this.#send('resync', { cursors: wanted, snapshots });
  }

  #fallBehind(): void {
    if (!this.#isLive) return;
    this.#isLive = false;
    this.#events.behind();
  }

  #complete(channel: Channel): void {
    this.#failures = 0;
    this.#pending.delete(channel);
    this.#resyncs.complete(channel);
    this.#goLiveIfComplete();
  }

  #goLiveIfComplete(): void {
    if (this.#isLive || this.#pending.size > 0) return;
    this.#isLive = true;
    this.#events.live();
  }

  #confirm(at: number): void {
    this.#store.confirm(at);
    this.#events.confirmed(at);
  }

  #giveUp(trouble: Trouble): void {
    if (this.#stopped) return;
    this.stop();
    this.#events.broken(trouble);
  }
}

import { z } from 'zod';
import type { Channel } from '#shared/protocol/channels.ts';
import {
  CaughtUpMessage,
  type Cursor,
  EventsMessage,
  type SNAPSHOT_REASONS,
  SnapshotBegin,
  SnapshotEnd,
  SnapshotPage,
  WatermarkMessage,
} from '#shared/protocol/messages.ts';
import type { ApplyResult, ChangeSet, StoreWriter } from '../store/types.ts';

export type SnapshotReason = (typeof SNAPSHOT_REASONS)[number];
export type SyncStore = Pick<
  StoreWriter,
  'cursors' | 'apply' | 'watermark' | 'snapshotBegin' | 'snapshotPage' | 'snapshotEnd' | 'confirm'
>;

export interface SyncEvents {
  applied(batch: EventsMessage, result: ApplyResult): void;
  replaced(channel: Channel, reason: SnapshotReason, changes: ChangeSet, settled: readonly string[]): void;
  settled(ids: readonly string[]): void;
  /** All channels are complete: what is shown is live from here on. */
  live(): void;
  /** A live channel is being caught up again (a gap, a refresh, a snapshot). */
  behind(): void;
  /** Everything known to the gateway at `at` (our clock) is applied. */
  confirmed(at: number): void;
  /** The link cannot go on. */
  broken(detail: string): void;
}

/** Messages waiting for their turn. The gateway stops at 8 unacknowledged batches, so more than this is not our gateway. */
const MAX_INBOX = 256;
/** Unreadable messages in a row, or resyncs of a channel without an end, after which the link is given up. */
const MAX_FAILURES = 5;
const START: Cursor = { seq: 0, id: null };
const Numbered = z.object({ batch: z.int().min(1) });

type Entry =
  | { readonly kind: 'message'; readonly name: string; readonly payload: unknown }
  | { readonly kind: 'alive'; readonly at: number }
  | { readonly kind: 'barrier'; readonly channels: readonly Channel[] };

/**
 * Where a resync stands. Until the barrier has passed, what arrives may have been sent before the gateway knew of the
 * gap: `caught_up` means nothing then, and if one came, the channel is asked for once more.
 */
interface Resync {
  count: number;
  barrier: boolean;
  ignoredCaughtUp: boolean;
}

/**
 * Applies what one link brings, in order, one message a turn of the event loop, so that commands and signals get through
 * between two batches. Acknowledges after the commit only, which is the whole of the flow control: the gateway sends no
 * more than it has acknowledgements for.
 */
export class ChannelSync {
  readonly #store: SyncStore;
  readonly #send: (name: string, payload: unknown) => void;
  readonly #barrier: () => Promise<unknown>;
  readonly #defer: (run: () => void) => void;
  readonly #events: SyncEvents;
  readonly #heads = new Map<Channel, number>();
  readonly #pending = new Set<Channel>();
  readonly #snapshots = new Map<Channel, SnapshotReason>();
  readonly #resyncs = new Map<Channel, Resync>();
  #inbox: Entry[] = [];
  #scheduled = false;
  #stopped = false;
  #failures = 0;
  #isLive = false;
  #refused = 0;

  /**
   * `barrier` resolves when all the gateway had sent before it was asked has arrived; `defer` runs something on a later
   * turn of the event loop.
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
    this.#defer = defer;
    this.#events = events;
  }

  /** Messages and rows that could not be read. */
  get refused(): number {
    return this.#refused;
  }

  get isLive(): boolean {
    return this.#isLive;
  }

  /** Events still to come, at most; null while a snapshot is coming, whose length nobody has said. */
  get behind(): number | null {
    if (this.#snapshots.size > 0) return null;
    const cursors = this.#store.cursors();
    let most = 0;
    for (const channel of this.#pending) {
      most = Math.max(most, (this.#heads.get(channel) ?? 0) - (cursors[channel]?.seq ?? 0));
    }
    return most;
  }

  /** Begins with the channels of the welcome. */
  start(channels: readonly { readonly name: Channel; readonly head: number }[]): void {
    for (const { name, head } of channels) {
      this.#heads.set(name, head);
      this.#pending.add(name);
    }
    this.#goLiveIfComplete();
  }

  /** Takes a message in; it is applied on its turn. */
  receive(name: string, payload: unknown): void {
    this.#enqueue({ kind: 'message', name, payload });
  }

  /** A heartbeat was answered: once all that came before is applied, everything up to `at` is known. */
  alive(at: number): void {
    this.#enqueue({ kind: 'alive', at });
  }

  /** Asks for these channels again from where they stand; all of them by default. */
  resync(channels: readonly Channel[] = [...this.#heads.keys()]): void {
    if (this.#stopped || channels.length === 0) return;
    const cursors = this.#store.cursors();
    const wanted: Partial<Record<Channel, Cursor>> = {};
    for (const channel of channels) {
      const resync = this.#resyncs.get(channel) ?? { count: 0, barrier: false, ignoredCaughtUp: false };
      resync.count += 1;
      resync.barrier = false;
      resync.ignoredCaughtUp = false;
      if (resync.count > MAX_FAILURES) {
        this.#giveUp(`channel ${channel} does not come together`);
        return;
      }
      this.#resyncs.set(channel, resync);
      this.#pending.add(channel);
      this.#snapshots.delete(channel);
      wanted[channel] = cursors[channel] ?? START;
    }
    this.#send('resync', { cursors: wanted });
    this.#fallBehind();
    this.#barrier().then(
      () => this.#enqueue({ kind: 'barrier', channels }),
      () => {
        // The link is gone; the next one starts from the cursors anyway.
      },
    );
  }

  stop(): void {
    this.#stopped = true;
    this.#inbox = [];
  }

  #enqueue(entry: Entry): void {
    if (this.#stopped) return;
    this.#inbox.push(entry);
    if (this.#inbox.length > MAX_INBOX) this.#giveUp('the gateway sends faster than it is answered');
    else this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled || this.#inbox.length === 0) return;
    this.#scheduled = true;
    this.#defer(() => {
      this.#scheduled = false;
      const entry = this.#inbox.shift();
      if (entry === undefined || this.#stopped) return;
      this.#take(entry);
      this.#schedule();
    });
  }

  #take(entry: Entry): void {
    try {
      if (entry.kind === 'message') this.#handle(entry.name, entry.payload);
      else if (entry.kind === 'barrier') this.#passBarrier(entry.channels);
      else if (this.#isLive) this.#confirm(entry.at);
    } catch (error) {
      // The cache could not be written (a full disk, say). Nothing was acknowledged, so the gateway will send it again.
      this.#giveUp(`the cache cannot be written: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  #handle(name: string, payload: unknown): void {
    switch (name) {
      case 'events':
        this.#onEvents(payload);
        break;
      case 'caught_up':
        this.#onCaughtUp(payload);
        break;
      case 'watermark':
        this.#onWatermark(payload);
        break;
      case 'snapshot_begin':
        this.#onSnapshotBegin(payload);
        break;
      case 'snapshot_page':
        this.#onSnapshotPage(payload);
        break;
      case 'snapshot_end':
        this.#onSnapshotEnd(payload);
        break;
      default:
        // A newer gateway may say more than this version knows; a number it waits for is answered all the same.
        this.#acknowledge(payload);
    }
  }

  #onEvents(payload: unknown): void {
    const message = EventsMessage.safeParse(payload);
    if (!message.success) {
      this.#unreadable(payload);
      return;
    }
    const result = this.#store.apply(message.data);
    this.#failures = 0;
    this.#refused += result.refused;
    this.#send('ack', { batch: message.data.batch });
    this.#events.applied(message.data, result);
    this.#fill(result.gaps);
  }

  #onCaughtUp(payload: unknown): void {
    const message = CaughtUpMessage.safeParse(payload);
    if (!message.success) {
      this.#unreadable(payload);
      return;
    }
    const { channel, cursor } = message.data;
    const resync = this.#resyncs.get(channel);
    if (resync !== undefined && !resync.barrier) {
      resync.ignoredCaughtUp = true;
      return;
    }
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
    const { gaps, settled } = this.#store.watermark(message.data.marks);
    this.#failures = 0;
    if (settled.length > 0) this.#events.settled(settled);
    this.#fill(gaps);
  }

  #onSnapshotBegin(payload: unknown): void {
    const message = SnapshotBegin.safeParse(payload);
    if (!message.success) {
      this.#unreadable(payload);
      return;
    }
    this.#snapshots.set(message.data.channel, message.data.reason);
    this.#pending.add(message.data.channel);
    this.#fallBehind();
    this.#store.snapshotBegin(message.data.channel, message.data.reason);
  }

  #onSnapshotPage(payload: unknown): void {
    const message = SnapshotPage.safeParse(payload);
    if (!message.success) {
      this.#unreadable(payload);
      return;
    }
    const { batch, channel, rows } = message.data;
    if (this.#snapshots.has(channel)) this.#refused += this.#store.snapshotPage(channel, rows).refused;
    this.#send('ack', { batch });
  }

  #onSnapshotEnd(payload: unknown): void {
    const message = SnapshotEnd.safeParse(payload);
    if (!message.success) {
      this.#unreadable(payload);
      return;
    }
    const { batch, channel, cursor, rows } = message.data;
    const reason = this.#snapshots.get(channel);
    // One that broke off before a resync: its beginning was dropped, its end means nothing.
    if (reason === undefined) {
      this.#send('ack', { batch });
      return;
    }
    const result = this.#store.snapshotEnd(channel, cursor, rows);
    this.#snapshots.delete(channel);
    this.#send('ack', { batch });
    if (!result.complete) {
      this.#fill([channel]);
      return;
    }
    this.#failures = 0;
    this.#events.replaced(channel, reason, result.changes, result.settled);
  }

  /** Damaged beyond reading: what it held is asked for again. */
  #unreadable(payload: unknown): void {
    this.#refused += 1;
    this.#failures += 1;
    if (this.#failures > MAX_FAILURES) {
      this.#giveUp('the gateway sends what cannot be read');
      return;
    }
    this.#acknowledge(payload);
    this.#fill([...this.#heads.keys()]);
  }

  #acknowledge(payload: unknown): void {
    const numbered = Numbered.safeParse(payload);
    if (numbered.success) this.#send('ack', { batch: numbered.data.batch });
  }

  /** Resyncs the channels for which that is not under way already. */
  #fill(channels: readonly Channel[]): void {
    const fresh = channels.filter((channel) => this.#resyncs.get(channel)?.barrier !== false);
    if (fresh.length > 0) this.resync(fresh);
  }

  #passBarrier(channels: readonly Channel[]): void {
    const again: Channel[] = [];
    for (const channel of channels) {
      const resync = this.#resyncs.get(channel);
      if (resync === undefined || resync.barrier) continue;
      resync.barrier = true;
      if (resync.ignoredCaughtUp) again.push(channel);
    }
    if (again.length === 0) return;
    // What is asked for now is answered after all that could have been stale, so the next caught_up counts.
    this.#askAgain(again);
  }

  #askAgain(channels: readonly Channel[]): void {
    const cursors = this.#store.cursors();
    const wanted: Partial<Record<Channel, Cursor>> = {};
    for (const channel of channels) wanted[channel] = cursors[channel] ?? START;
    this.#send('resync', { cursors: wanted });
  }

  #fallBehind(): void {
    if (!this.#isLive) return;
    this.#isLive = false;
    this.#events.behind();
  }

  #complete(channel: Channel): void {
    this.#failures = 0;
    this.#pending.delete(channel);
    this.#resyncs.delete(channel);
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

  #giveUp(detail: string): void {
    if (this.#stopped) return;
    this.stop();
    this.#events.broken(detail);
  }
}

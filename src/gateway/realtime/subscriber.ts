import type { Socket } from 'socket.io';
import type { Channel } from '#shared/protocol/channels.ts';
import {
  CATCH_UP_PAGE,
  type Cursor,
  MAX_OUTSTANDING_BATCHES,
  type SnapshotProgress,
} from '#shared/protocol/messages.ts';
import type { EventLog, LoggedEvent } from '../log/index.ts';
import type { Audiences } from './audience.ts';
import { Backlog } from './backlog.ts';
import { Following } from './following.ts';
import type { Forwarder, ForwardTarget } from './forwarder.ts';
import { type BatchNumbers, encodeEvents, encodeSnapshotPage, PAGE_BYTES } from './messages.ts';
import type { Snapshot, SnapshotSource } from './snapshot.ts';
import { type SnapshotReason, snapshotReason } from './snapshot-reason.ts';
import type { SnapshotSlots } from './snapshot-slots.ts';
import { SnapshotTurn } from './snapshot-turn.ts';
import type { RealtimeStats } from './stats.ts';
import type { Turns } from './turns.ts';
import type { Variant } from './variants.ts';

/**
 * The least rate of progress of a snapshot: one page acknowledged in this time. It is given up otherwise, and makes room for
 * another; the client goes on after the last page that it kept. A snapshot that progresses has no time limit.
 */
const SNAPSHOT_STALL_MS = 30_000;
/** Steps that a connection takes in its turn, before others get theirs. */
const STEPS_PER_TURN = 4;
/** What an acknowledgement says: something new, nothing new, or a batch that this connection was not sent. */
export type Acknowledged = 'new' | 'repeated' | 'unknown';

/** What a subscriber needs of the realtime side. */
export interface SubscriberDependencies {
  readonly log: EventLog;
  readonly forwarder: Forwarder;
  readonly snapshots: SnapshotSource;
  /** Whether the client requests older rows itself. */
  readonly windowed: boolean;
  readonly slots: SnapshotSlots;
  readonly turns: Turns;
  readonly userId: string;
  readonly variant: Variant;
  readonly audiences: Audiences;
  readonly batches: BatchNumbers;
  readonly stats: RealtimeStats;
  readonly snapshotStallMs?: number;
  readonly snapshotWindowMs?: number;
  readonly unreadMs?: number;
  /** Called when the subscriber has failed and closed itself; the connection must end. */
  readonly failed: (socketId: string, error: unknown) => void;
}

/**
 * Sends one connection its channels: for each a snapshot or the events after its cursor, then everything live.
 *
 * ```
 *  client                         subscriber                              forwarder
 *    │ ── start { cursors } ────▶ │ each cursor is in the log:            │
 *    │                            │ CATCH-UP, page by page to the head    │
 *    │ ◀── events (catch_up) ──── │                                       │
 *    │ ── ack ──────────────────▶ │                                       │
 *    │ ◀── caught_up ──────────── │ ── join ────────────────────────────▶ │ LIVE: after a commit, one
 *    │ ◀── events (live) ─────────────────────────────────────────────────│ message for the whole group
 *    │ ── ack ──────────────────▶ │                                       │
 *    ┊                            ┊                                       ┊
 *    │ ◀── events (live) × 8 ─────────────────────────────────────────────│ no ack for 8 batches:
 *    │                            │ ◀──────────────────────────── lagged ─│ LAGGING, out of the group
 *    │     (nothing is sent,      │                                       │
 *    │      nothing is queued)    │                                       │
 *    │ ── ack ──────────────────▶ │ reads on from the log, page by page   │
 *    │ ◀── events (live) ──────── │ ── join ────────────────────────────▶ │ LIVE
 *    ┊                            ┊                                       ┊
 *    │ ── resync { cursors } ───▶ │ ── leave ───────────────────────────▶ │ RESYNC of the named channels;
 *    │                            │ no cursor, one below the floor, or    │ the others catch up and rejoin
 *    │                            │ another event there: SNAPSHOT         │
 *    │ ◀── snapshot_begin ─────── │ one channel at a time, from the head  │
 *    │ ◀── snapshot_page × n ──── │ (the other channels stay live)        │
 *    │ ── ack ──────────────────▶ │                                       │
 *    │ ◀── snapshot_end ───────── │ its cursor is that head: CATCH-UP     │
 *    │ ◀── caught_up ──────────── │ ── join ────────────────────────────▶ │ LIVE
 * ```
 *
 * Acknowledgements drive it: with eight batches outstanding nothing is sent and nothing is queued. Nor while the client does
 * not read, whatever it acknowledges (`backlog.ts`). Snapshots take turns (`snapshot-slots.ts`).
 */
export class Subscriber implements ForwardTarget {
  readonly outstanding: number[] = [];
  readonly socketId: string;
  readonly userId: string;
  readonly #socket: Socket;
  readonly #on: SubscriberDependencies;
  readonly #following: Following;
  /** Channels waiting for a snapshot, with the reason. */
  readonly #wanted = new Map<Channel, SnapshotReason>();
  readonly #turnAtSnapshots: SnapshotTurn;
  readonly #backlog: Backlog;
  #lastAcknowledged = 0;
  #snapshot: Snapshot | null = null;
  /** Interrupted snapshots that the client wants to go on with. */
  readonly #progress = new Map<Channel, SnapshotProgress>();
  #stall: NodeJS.Timeout | null = null;
  #live = false;
  #lagging = false;
  #caughtUpOnce = false;
  /** Whether the last batch held events, so that the next one belongs to a snapshot. */
  #owesSnapshot = false;
  #closed = false;
  readonly #pumpInTurn = (): void => this.#pump();
  readonly #askForTurn = (): void => this.#on.turns.request(this.#pumpInTurn);

  constructor(socket: Socket, dependencies: SubscriberDependencies) {
    this.#socket = socket;
    this.socketId = socket.id;
    this.userId = dependencies.userId;
    this.#on = dependencies;
    this.#following = new Following(dependencies.log);
    this.#backlog = new Backlog(socket.conn, this.#askForTurn, dependencies.unreadMs);
    this.#turnAtSnapshots = new SnapshotTurn({
      slots: dependencies.slots,
      userId: dependencies.userId,
      ready: this.#askForTurn,
      waitsForClient: () => this.outstanding.length >= MAX_OUTSTANDING_BATCHES || this.#backlog.full,
      tooSlow: () => this.#abandon(),
      windowMs: dependencies.snapshotWindowMs,
    });
  }

  /** Whether nothing more may be sent for now: too much is unacknowledged, or unread. */
  get full(): boolean {
    return this.outstanding.length >= MAX_OUTSTANDING_BATCHES || this.#backlog.full;
  }

  /** Whether the client has not read what it was sent for now. */
  get blocked(): boolean {
    return this.#backlog.full;
  }

  /** Whether the client has stopped reading for good. `now` is monotonic, ms. */
  unread(now: number): boolean {
    return this.#backlog.hopeless(now);
  }

  /** Whether the client has fallen behind the live events. */
  get lagging(): boolean {
    return this.#lagging;
  }

  /**
   * Starts or restarts channels from the client's cursors. A channel without a cursor starts with a snapshot, or goes on
   * with the one that was interrupted.
   */
  start(
    channels: readonly Channel[],
    cursors: Readonly<Partial<Record<Channel, Cursor>>>,
    progress: Readonly<Partial<Record<Channel, SnapshotProgress>>> = {},
  ): void {
    this.#leaveGroup();
    this.#caughtUpOnce = false;
    for (const channel of channels) {
      if (this.#snapshot?.channel === channel) this.#endSnapshot();
      this.#following.end(channel);
      this.#wanted.delete(channel);
      const interrupted = progress[channel];
      if (interrupted) this.#progress.set(channel, interrupted);
      else this.#progress.delete(channel);
      const cursor = cursors[channel];
      const reason = snapshotReason(this.#on.log, cursor);
      if (reason || !cursor) this.#wanted.set(channel, reason ?? 'initial');
      else this.#following.begin(channel, cursor.seq);
    }
    this.#askForTurn();
  }

  /** The client has committed this batch and all before it. Only what this connection was sent counts. */
  acknowledge(batch: number): Acknowledged {
    if (batch <= this.#lastAcknowledged) return 'repeated';
    const index = this.outstanding.indexOf(batch);
    if (index === -1) return 'unknown';
    this.outstanding.splice(0, index + 1);
    this.#lastAcknowledged = batch;
    this.#turnAtSnapshots.acknowledged(batch);
    if (this.#snapshot) this.#armStall();
    this.#askForTurn();
    return 'new';
  }

  /** Called by the forwarder, which sends it nothing more: continues from the log. */
  lagged(cursor: number, told: ReadonlyMap<Channel, number>): void {
    this.#live = false;
    this.#following.continueFrom(cursor, told);
    this.#fallBehind();
  }

  /** Called by the forwarder, which sends it nothing more: reads on from the log, and finds there what it gets as a snapshot. */
  readOn(cursor: number, told: ReadonlyMap<Channel, number>): void {
    this.#live = false;
    this.#following.continueFrom(cursor, told);
    this.#askForTurn();
  }

  /** Stops sending and cancels the timers. */
  close(): void {
    this.#closed = true;
    this.#leaveGroup();
    this.#endSnapshot();
    this.#backlog.close();
    if (this.#lagging) this.#on.stats.lagging -= 1;
    this.#lagging = false;
    this.#on.turns.cancel(this.#pumpInTurn);
  }

  #fallBehind(): void {
    if (!this.#lagging) this.#on.stats.lagging += 1;
    this.#lagging = true;
  }

  #leaveGroup(): void {
    if (!this.#live) return;
    this.#live = false;
    const left = this.#on.forwarder.leave(this);
    if (left) this.#following.continueFrom(left.cursor, left.told);
  }

  /** Takes steps while the client has room for another batch, in its turn. */
  #pump(): void {
    for (let steps = 0; steps < STEPS_PER_TURN; steps += 1) {
      if (this.#closed) return;
      if (this.#backlog.full) this.#fallBehind();
      if (this.full) {
        // A slow client may never have room at the very moment at which nothing is left to send.
        if (this.#following.atHead()) this.#announceCaughtUp();
        return;
      }
      try {
        if (!this.#advance()) return;
      } catch (error) {
        this.close();
        this.#on.failed(this.socketId, error);
        return;
      }
    }
    this.#askForTurn();
  }

  /**
   * Takes one step: events first, then joining the group, then snapshots. While a client is behind, events and the snapshot take
   * turns: new events may never end. Returns whether another step may follow.
   */
  #advance(): boolean {
    if (!this.#live && !this.#following.isEmpty) {
      if (this.#owesSnapshot) {
        this.#owesSnapshot = false;
        if (this.#snapshotStep()) return true;
      }
      if (this.#sendEvents()) {
        this.#owesSnapshot = true;
        return true;
      }
      this.#joinGroup();
      return true;
    }
    return this.#snapshotStep();
  }

  /** Sends the next page of the snapshot, or begins the next one. Returns whether another step may follow. */
  #snapshotStep(): boolean {
    return this.#snapshot ? this.#sendSnapshotPage(this.#snapshot) : this.#beginSnapshot();
  }

  /** Sends the next page of the channels that are furthest behind. Returns false when all are at the head. */
  #sendEvents(): boolean {
    const { log, batches, stats } = this.#on;
    const behind = this.#following.furthestBehind();
    if (behind === null) return false;
    if (behind.position < log.floor()) {
      // The log was trimmed past a client that reads too slowly.
      this.#restart(behind.channels);
      return true;
    }
    const page = log.readEncoded(behind.position, behind.channels, {
      maxEvents: CATCH_UP_PAGE,
      maxBytes: PAGE_BYTES,
      upTo: behind.upTo,
    });
    this.#following.readTo(behind.channels, page.upTo);
    const events = this.#receivable(page.events);
    if (events.length === 0) return true;
    const after = this.#following.tell(events);
    const batch = batches.next();
    this.#expectAck(batch);
    this.#socket.emit(
      'events',
      encodeEvents(batch, this.#caughtUpOnce ? 'live' : 'catch_up', after, events, this.#on.variant),
    );
    stats.catchUpEvents += events.length;
    return true;
  }

  /** Returns the events that the user receives. A channel of whose past they see more by one of them gets a snapshot instead. */
  #receivable(events: readonly LoggedEvent[]): readonly LoggedEvent[] {
    const { audiences } = this.#on;
    const joined = new Set(
      events.flatMap((event) => (audiences.joins(event) === this.userId ? event.channel : [])),
    );
    this.#restart(joined);
    const rest = joined.size === 0 ? events : events.filter(({ channel }) => !joined.has(channel));
    return audiences.shown(this.userId, rest);
  }

  #expectAck(batch: number): void {
    const { stats } = this.#on;
    this.outstanding.push(batch);
    stats.maxOutstanding = Math.max(stats.maxOutstanding, this.outstanding.length);
  }

  #restart(channels: ReadonlySet<Channel>): void {
    for (const channel of channels) {
      this.#following.end(channel);
      this.#wanted.set(channel, 'below_floor');
    }
  }

  #joinGroup(): void {
    const { forwarder, stats } = this.#on;
    const marks = this.#following.passedOver(this.#on.audiences);
    if (marks.length > 0) this.#socket.emit('watermark', { marks });
    this.#announceCaughtUp();
    if (this.#lagging) stats.lagging -= 1;
    this.#lagging = false;
    this.#live = true;
    forwarder.join(this, this.#following.channels, this.#on.variant);
  }

  /** Tells the client which channels are complete up to the head, once each. */
  #announceCaughtUp(): void {
    for (const complete of this.#following.takeCaughtUp()) this.#socket.emit('caught_up', complete);
    if (this.#wanted.size === 0 && !this.#snapshot) this.#caughtUpOnce = true;
  }

  #beginSnapshot(): boolean {
    const next = this.#wanted.entries().next();
    if (next.done) {
      // What it waited for may have been requested again with a cursor.
      this.#turnAtSnapshots.end();
      return false;
    }
    const [channel, reason] = next.value;
    if (!this.#turnAtSnapshots.take()) return false;
    const { variant, windowed, audiences } = this.#on;
    const progress = this.#progress.get(channel);
    const snapshot = this.#on.snapshots.begin({
      channel,
      variant,
      windowed,
      progress,
      shows: (row) => audiences.shows(this.userId, channel, row),
    });
    this.#wanted.delete(channel);
    this.#progress.delete(channel);
    this.#snapshot = snapshot;
    this.#on.stats.snapshots += 1;
    this.#armStall();
    const { cursor, resumedAt } = snapshot;
    this.#socket.emit('snapshot_begin', { channel, reason, cursor, resumedAt });
    return true;
  }

  #sendSnapshotPage(snapshot: Snapshot): boolean {
    const page = snapshot.nextPage();
    const batch = this.#on.batches.next();
    this.#expectAck(batch);
    if (page) {
      const message = encodeSnapshotPage(batch, snapshot.channel, page);
      this.#turnAtSnapshots.sent(batch, message.json.length);
      this.#socket.emit('snapshot_page', message);
      return true;
    }
    this.#endSnapshot();
    this.#socket.emit('snapshot_end', {
      batch,
      channel: snapshot.channel,
      cursor: snapshot.cursor,
      rows: snapshot.rows,
      history: snapshot.history,
    });
    this.#leaveGroup();
    this.#following.begin(snapshot.channel, snapshot.cursor.seq);
    return true;
  }

  #armStall(): void {
    if (this.#stall) clearTimeout(this.#stall);
    this.#stall = setTimeout(() => this.#abandon(), this.#on.snapshotStallMs ?? SNAPSHOT_STALL_MS);
  }

  #abandon(): void {
    const channel = this.#snapshot?.channel;
    this.#endSnapshot();
    if (!channel) return;
    const message = `The snapshot of ${channel} took too long and was cancelled. Request the channel again.`;
    this.#socket.emit('problem', {
      about: 'snapshot_page',
      error: { code: 'unavailable', message, field: channel },
    });
    this.#askForTurn();
  }

  #endSnapshot(): void {
    if (this.#stall) clearTimeout(this.#stall);
    this.#stall = null;
    this.#snapshot?.close();
    this.#snapshot = null;
    this.#turnAtSnapshots.end();
  }
}

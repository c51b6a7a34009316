import type { Socket } from 'socket.io';
import type { Channel } from '#shared/protocol/channels.ts';
import {
  CATCH_UP_PAGE,
  type Cursor,
  MAX_OUTSTANDING_BATCHES,
  type SNAPSHOT_REASONS,
} from '#shared/protocol/messages.ts';
import type { EventLog } from '../log/index.ts';
import type { LiveFanout, LiveMember } from './live.ts';
import { type BatchNumbers, encodeEvents, encodeSnapshotPage, PAGE_BYTES } from './messages.ts';
import type { Snapshot, SnapshotSource } from './snapshot.ts';
import type { RealtimeStats } from './stats.ts';

type SnapshotReason = (typeof SNAPSHOT_REASONS)[number];

/** A snapshot nobody acknowledges for so long is given up: its transaction keeps the log file from shrinking. */
const SNAPSHOT_STALL_MS = 30_000;
/** No snapshot is read for longer than this. */
const SNAPSHOT_MAX_MS = 10 * 60_000;
/** Looks into the log in one turn before others get theirs. */
const READS_PER_TURN = 4;
/** A snapshot that has to wait for others to end tries again after this. */
const SNAPSHOT_WAIT_MS = 250;

export interface FeedDependencies {
  readonly log: EventLog;
  readonly live: LiveFanout;
  readonly snapshots: SnapshotSource;
  readonly batches: BatchNumbers;
  readonly stats: RealtimeStats;
  readonly snapshotStallMs?: number;
  /** Something failed that should not; the connection cannot go on. */
  readonly failed: (socketId: string, error: unknown) => void;
}

/**
 * What one connection is sent: for each channel a snapshot or the events after its cursor, then everything live. The
 * client's acknowledgements drive it: with eight batches outstanding nothing more is sent and nothing is kept.
 */
export class Feed implements LiveMember {
  readonly outstanding: number[] = [];
  readonly socketId: string;
  readonly #socket: Socket;
  readonly #on: FeedDependencies;
  /** Channels served from the log, and how far each was looked through. */
  readonly #following = new Map<Channel, number>();
  /** Per channel the position the client certainly has: what the next batch follows on. */
  readonly #told = new Map<Channel, number>();
  readonly #announce = new Set<Channel>();
  readonly #wanted = new Map<Channel, SnapshotReason>();
  #snapshot: Snapshot | null = null;
  #stall: NodeJS.Timeout | null = null;
  #deadline = 0;
  #inRoom = false;
  #lagging = false;
  #caughtUpOnce = false;
  #turn: NodeJS.Immediate | null = null;
  #retry: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(socket: Socket, dependencies: FeedDependencies) {
    this.#socket = socket;
    this.socketId = socket.id;
    this.#on = dependencies;
  }

  /** Whether the client has fallen behind what is live. */
  get lagging(): boolean {
    return this.#lagging;
  }

  /** Starts channels (anew) from the client's cursors; a channel without one begins with a snapshot. */
  start(channels: readonly Channel[], cursors: Readonly<Partial<Record<Channel, Cursor>>>): void {
    this.#leaveRoom();
    this.#caughtUpOnce = false;
    for (const channel of channels) {
      if (this.#snapshot?.channel === channel) this.#endSnapshot();
      this.#following.delete(channel);
      this.#wanted.delete(channel);
      const cursor = cursors[channel];
      const reason = this.#snapshotReason(cursor);
      if (reason || !cursor) this.#wanted.set(channel, reason ?? 'initial');
      else this.#follow(channel, cursor.seq);
    }
    this.#pump();
  }

  /** The client has committed this batch and all before it. Returns whether the number was one it could know. */
  acknowledge(batch: number): boolean {
    if (batch > this.#on.batches.last) return false;
    let count = 0;
    while (count < this.outstanding.length && (this.outstanding[count] ?? 0) <= batch) count += 1;
    this.outstanding.splice(0, count);
    if (count > 0) {
      if (this.#snapshot) this.#armStall();
      this.#pump();
    }
    return true;
  }

  lagged(cursor: number, told: ReadonlyMap<Channel, number>): void {
    this.#inRoom = false;
    this.#stand(cursor, told);
    if (!this.#lagging) this.#on.stats.lagging += 1;
    this.#lagging = true;
  }

  close(): void {
    this.#closed = true;
    this.#leaveRoom();
    this.#endSnapshot();
    if (this.#lagging) this.#on.stats.lagging -= 1;
    this.#lagging = false;
    if (this.#turn) clearImmediate(this.#turn);
    if (this.#retry) clearTimeout(this.#retry);
  }

  #snapshotReason(cursor: Cursor | undefined): SnapshotReason | null {
    const { log } = this.#on;
    if (!cursor) return 'initial';
    if (cursor.seq > log.head()) return 'history_changed';
    if (cursor.seq < log.floor()) return 'below_floor';
    // At 0 nothing has been applied; above it, the event there must be the one the client knows.
    if (cursor.seq > 0 && log.idAt(cursor.seq) !== cursor.id) return 'history_changed';
    return null;
  }

  #follow(channel: Channel, from: number): void {
    this.#following.set(channel, from);
    this.#told.set(channel, from);
    this.#announce.add(channel);
  }

  #leaveRoom(): void {
    if (!this.#inRoom) return;
    this.#inRoom = false;
    const stood = this.#on.live.leave(this);
    if (stood) this.#stand(stood.cursor, stood.told);
  }

  #stand(cursor: number, told: ReadonlyMap<Channel, number>): void {
    for (const channel of this.#following.keys()) {
      this.#following.set(channel, cursor);
      this.#told.set(channel, told.get(channel) ?? 0);
    }
  }

  /** Does the next things there are to do, while the client has room for them. */
  #pump(): void {
    for (let reads = 0; reads < READS_PER_TURN; reads += 1) {
      if (this.#closed || this.outstanding.length >= MAX_OUTSTANDING_BATCHES) return;
      try {
        if (!this.#advance()) return;
      } catch (error) {
        this.close();
        this.#on.failed(this.socketId, error);
        return;
      }
    }
    this.#turn ??= setImmediate(() => {
      this.#turn = null;
      this.#pump();
    });
  }

  /** One step: events before rooms, rooms before snapshots. Returns whether there may be another. */
  #advance(): boolean {
    if (!this.#inRoom && this.#following.size > 0) {
      if (this.#sendEvents()) return true;
      this.#enterRoom();
      return true;
    }
    if (this.#snapshot) return this.#sendSnapshotPage(this.#snapshot);
    return this.#beginSnapshot();
  }

  /** Sends the next page to the channels that are furthest behind. Returns false when all are at the head. */
  #sendEvents(): boolean {
    const { log, batches, stats } = this.#on;
    const head = log.head();
    const positions = [...this.#following.values()];
    const lowest = Math.min(...positions);
    if (lowest >= head) return false;
    const next = Math.min(head, ...positions.filter((position) => position > lowest));
    const channels = new Set(
      [...this.#following].flatMap(([channel, position]) => (position === lowest ? [channel] : [])),
    );
    if (lowest < log.floor()) {
      // The log was trimmed past a client that is slower than what it keeps.
      this.#restart(channels);
      return true;
    }
    const page = log.readEncoded(lowest, channels, {
      maxEvents: CATCH_UP_PAGE,
      maxBytes: PAGE_BYTES,
      upTo: next,
    });
    for (const channel of channels) this.#following.set(channel, page.upTo);
    if (page.events.length === 0) return true;
    const after: Partial<Record<Channel, number>> = {};
    for (const event of page.events) {
      after[event.channel] ??= this.#told.get(event.channel) ?? 0;
      this.#told.set(event.channel, event.seq);
    }
    const batch = batches.next();
    this.#expectAck(batch);
    this.#socket.emit(
      'events',
      encodeEvents(batch, this.#caughtUpOnce ? 'live' : 'catch_up', after, page.events),
    );
    stats.catchUpEvents += page.events.length;
    return true;
  }

  #expectAck(batch: number): void {
    const { stats } = this.#on;
    this.outstanding.push(batch);
    stats.maxOutstanding = Math.max(stats.maxOutstanding, this.outstanding.length);
  }

  #restart(channels: ReadonlySet<Channel>): void {
    for (const channel of channels) {
      this.#following.delete(channel);
      this.#wanted.set(channel, 'below_floor');
    }
  }

  #enterRoom(): void {
    const { log, live, stats } = this.#on;
    const head = log.head();
    const cursor = { seq: head, id: log.idAt(head) };
    for (const channel of this.#announce) {
      if (this.#following.has(channel)) this.#socket.emit('caught_up', { channel, cursor });
    }
    this.#announce.clear();
    if (this.#wanted.size === 0 && !this.#snapshot) this.#caughtUpOnce = true;
    if (this.#lagging) stats.lagging -= 1;
    this.#lagging = false;
    this.#inRoom = true;
    live.join(this, new Set(this.#following.keys()));
  }

  #beginSnapshot(): boolean {
    const next = this.#wanted.entries().next();
    if (next.done) return false;
    const [channel, reason] = next.value;
    const snapshot = this.#on.snapshots.begin(channel);
    if (!snapshot) {
      this.#retry ??= setTimeout(() => {
        this.#retry = null;
        this.#pump();
      }, SNAPSHOT_WAIT_MS);
      return false;
    }
    this.#wanted.delete(channel);
    this.#snapshot = snapshot;
    this.#on.stats.snapshots += 1;
    this.#deadline = performance.now() + SNAPSHOT_MAX_MS;
    this.#armStall();
    this.#socket.emit('snapshot_begin', { channel, reason });
    return true;
  }

  #sendSnapshotPage(snapshot: Snapshot): boolean {
    const rows = snapshot.nextPage();
    const batch = this.#on.batches.next();
    this.#expectAck(batch);
    if (rows) {
      this.#socket.emit('snapshot_page', encodeSnapshotPage(batch, snapshot.channel, rows));
      return true;
    }
    this.#endSnapshot();
    this.#socket.emit('snapshot_end', {
      batch,
      channel: snapshot.channel,
      cursor: snapshot.cursor,
      rows: snapshot.rows,
    });
    this.#leaveRoom();
    this.#follow(snapshot.channel, snapshot.cursor.seq);
    return true;
  }

  #armStall(): void {
    if (this.#stall) clearTimeout(this.#stall);
    const left = Math.max(1, this.#deadline - performance.now());
    this.#stall = setTimeout(
      () => this.#abandon(),
      Math.min(this.#on.snapshotStallMs ?? SNAPSHOT_STALL_MS, left),
    );
  }

  #abandon(): void {
    const channel = this.#snapshot?.channel;
    this.#endSnapshot();
    if (!channel) return;
    const message = `The snapshot of ${channel} took too long and was given up. Ask for the channel again.`;
    this.#socket.emit('problem', {
      about: 'snapshot_page',
      error: { code: 'unavailable', message, field: channel },
    });
    this.#pump();
  }

  #endSnapshot(): void {
    if (this.#stall) clearTimeout(this.#stall);
    this.#stall = null;
    this.#snapshot?.close();
    this.#snapshot = null;
  }
}

import type { Logger } from 'pino';
import type { Server } from 'socket.io';
import { CHANNELS, type Channel } from '#shared/protocol/channels.ts';
import { LIVE_BATCH_EVENTS, LIVE_BATCH_MS } from '#shared/protocol/messages.ts';
import { guarded } from '../boundary.ts';
import type { EventLog, LoggedEvent } from '../log/index.ts';
import type { Audiences } from './audience.ts';
import { type BatchNumbers, encodeEvents, PAGE_BYTES } from './messages.ts';
import type { RealtimeStats } from './stats.ts';
import type { Variant } from './variants.ts';

/** A subscriber as the forwarder sees it. */
export interface ForwardTarget {
  readonly socketId: string;
  /** Whose connection it is. */
  readonly userId: string;
  /** Numbers of the batches sent and not yet acknowledged. */
  readonly outstanding: number[];
  /** Whether too much is unacknowledged or unread. */
  readonly full: boolean;
  /** The target has fallen behind and left its group. It has everything up to `cursor` and continues from the log. */
  lagged(cursor: number, told: ReadonlyMap<Channel, number>): void;
  /** The same for a target that must get more than the next events: it sees more of a channel's past from now on. */
  readOn(cursor: number, told: ReadonlyMap<Channel, number>): void;
}

interface Group {
  readonly room: string;
  readonly variant: Variant;
  readonly channels: ReadonlySet<Channel>;
  readonly members: Set<ForwardTarget>;
  /** Everything up to here has been sent to all members. */
  cursor: number;
  /**
   * Per channel, the last event up to the cursor that all members have: what the next batch follows on. Events for some of them
   * do not count; for the others, the next watermark passes over them.
   */
  readonly last: Map<Channel, number>;
}

const roomOf = (channels: ReadonlySet<Channel>, variant: Variant): string =>
  `live:${variant}:${CHANNELS.filter((c) => channels.has(c)).join('+')}`;

/**
 * Forwards committed events to the subscribers that have caught up. Subscribers with the same channels and the
 * same variant form a group with a Socket.IO room, and one encoded message serves them all. A member with too many unacknowledged batches leaves its group
 * before the next message. Events for some users only are left out of the message for all; the few they are for get a message
 * each.
 */
export class Forwarder {
  readonly #io: Server;
  readonly #log: EventLog;
  readonly #batches: BatchNumbers;
  readonly #stats: RealtimeStats;
  readonly #audiences: Audiences;
  readonly #groups = new Map<string, Group>();
  #timer: NodeJS.Timeout | null = null;
  #immediate: NodeJS.Immediate | null = null;
  #lastFlush = 0;
  #flushedHead: number;
  readonly #flushInTimer: () => void;

  constructor(options: {
    io: Server;
    log: EventLog;
    batches: BatchNumbers;
    stats: RealtimeStats;
    audiences: Audiences;
    logger: Logger;
  }) {
    // Where it fails, the groups' cursors stay, and the next flush sends what was not sent.
    this.#flushInTimer = guarded(options.logger, { module: 'realtime', code: 'flush_failed' }, () =>
      this.flush(),
    );
    this.#io = options.io;
    this.#log = options.log;
    this.#batches = options.batches;
    this.#stats = options.stats;
    this.#audiences = options.audiences;
    this.#flushedHead = options.log.head();
  }

  /** Adds a subscriber that has all events of its channels up to the head. */
  join(target: ForwardTarget, channels: ReadonlySet<Channel>, variant: Variant): void {
    const room = roomOf(channels, variant);
    const existing = this.#groups.get(room);
    if (existing) this.#flushGroup(existing);
    // The flush may have removed the group's last member, and with it the group.
    let group = this.#groups.get(room);
    if (!group) {
      const cursor = this.#log.head();
      group = {
        room,
        variant,
        channels: new Set(channels),
        members: new Set(),
        cursor,
        last: new Map([...channels].map((channel) => [channel, this.#log.lastOf(channel, cursor)])),
      };
      this.#groups.set(room, group);
    }
    group.members.add(target);
    this.#io.in(target.socketId).socketsJoin(room);
  }

  /** Removes a subscriber. Returns how far it has been sent; null if it was in no group. */
  leave(target: ForwardTarget): { cursor: number; told: ReadonlyMap<Channel, number> } | null {
    for (const group of this.#groups.values()) {
      if (group.members.has(target)) {
        this.#remove(group, target);
        return { cursor: group.cursor, told: new Map(group.last) };
      }
    }
    return null;
  }

  /** Whether committed events wait to be sent. */
  get waiting(): boolean {
    return this.#immediate !== null || this.#timer !== null;
  }

  /** Schedules a flush after a commit: within LIVE_BATCH_MS, at once for a full batch or after a pause. */
  committed(head: number): void {
    if (this.#immediate) return;
    const wait = this.#lastFlush + LIVE_BATCH_MS - performance.now();
    if (head - this.#flushedHead >= LIVE_BATCH_EVENTS || wait <= 0) {
      if (this.#timer) clearTimeout(this.#timer);
      this.#timer = null;
      this.#immediate = setImmediate(this.#flushInTimer);
      return;
    }
    this.#timer ??= setTimeout(this.#flushInTimer, Math.ceil(wait));
  }

  /** Sends all committed events to all groups. */
  flush(): void {
    this.#cancelTimers();
    this.#lastFlush = performance.now();
    this.#flushedHead = this.#log.head();
    for (const group of [...this.#groups.values()]) this.#flushGroup(group);
  }

  /** Tells every group how far its channels are complete, so that cursors move on quiet channels too. */
  watermark(): void {
    this.flush();
    for (const group of this.#groups.values()) {
      if (group.cursor === 0) continue;
      const cursor = { seq: group.cursor, id: this.#log.idAt(group.cursor) };
      const marks = [...group.channels].map((channel) => ({
        channel,
        after: group.last.get(channel) ?? 0,
        cursor,
      }));
      this.#io.to(group.room).emit('watermark', { marks });
    }
  }

  /** Cancels the timers and forgets all groups. */
  dispose(): void {
    this.#cancelTimers();
    this.#groups.clear();
  }

  #cancelTimers(): void {
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#immediate) clearImmediate(this.#immediate);
    this.#timer = null;
    this.#immediate = null;
  }

  #flushGroup(group: Group): void {
    const head = this.#log.head();
    while (group.cursor < head && group.members.size > 0) {
      const page = this.#log.readEncoded(group.cursor, group.channels, {
        maxEvents: LIVE_BATCH_EVENTS,
        maxBytes: PAGE_BYTES,
        upTo: head,
      });
      if (page.events.length > 0) {
        this.#removeLagging(group);
        this.#removeJoining(group, page.events);
        if (group.members.size === 0) return;
        this.#send(group, page.events);
        this.#stats.liveBatches += 1;
        this.#stats.liveEvents += page.events.length;
        this.#stats.batchSizes.observe(page.events.length);
      }
      group.cursor = page.upTo;
    }
  }

  /** Sends events to the members of a group, to each those that they receive. */
  #send(group: Group, events: readonly LoggedEvent[]): void {
    const audiences = events.map((event) => this.#audiences.of(event));
    const named = new Set(audiences.flatMap((audience) => audience ?? []));
    const insiders = named.size === 0 ? [] : [...group.members].filter(({ userId }) => named.has(userId));
    const before = new Map(group.last);
    for (const target of insiders) {
      const own = events.filter((_, i) => audiences[i]?.includes(target.userId) ?? true);
      this.#emit(group, this.#io.to(target.socketId), [target], own, before);
    }
    const forAll = events.filter((_, i) => audiences[i] === null);
    const others = new Set(group.members);
    for (const target of insiders) others.delete(target);
    const room = this.#io.to(group.room);
    const to = insiders.length === 0 ? room : room.except(insiders.map(({ socketId }) => socketId));
    if (others.size > 0) this.#emit(group, to, others, forAll, before);
    for (const { channel, seq } of forAll) group.last.set(channel, seq);
  }

  #emit(
    group: Group,
    to: Pick<Server, 'emit'>,
    targets: Iterable<ForwardTarget>,
    events: readonly LoggedEvent[],
    last: ReadonlyMap<Channel, number>,
  ): void {
    if (events.length === 0) return;
    const batch = this.#batches.next();
    const after: Partial<Record<Channel, number>> = {};
    for (const { channel } of events) after[channel] ??= last.get(channel) ?? 0;
    for (const { outstanding } of targets) {
      outstanding.push(batch);
      this.#stats.maxOutstanding = Math.max(this.#stats.maxOutstanding, outstanding.length);
    }
    to.emit('events', encodeEvents(batch, 'live', after, events, group.variant));
  }

  /** Whoever sees more of a channel's past from one of these events on leaves the group, and gets it as a snapshot. */
  #removeJoining(group: Group, events: readonly LoggedEvent[]): void {
    const joining = new Set(events.flatMap((event) => this.#audiences.joins(event) ?? []));
    if (joining.size === 0) return;
    for (const target of [...group.members]) {
      if (!joining.has(target.userId)) continue;
      this.#remove(group, target);
      target.readOn(group.cursor, new Map(group.last));
    }
  }

  #removeLagging(group: Group): void {
    for (const target of [...group.members]) {
      if (!target.full) continue;
      this.#remove(group, target);
      target.lagged(group.cursor, new Map(group.last));
    }
  }

  #remove(group: Group, target: ForwardTarget): void {
    group.members.delete(target);
    this.#io.in(target.socketId).socketsLeave(group.room);
    if (group.members.size === 0) this.#groups.delete(group.room);
  }
}

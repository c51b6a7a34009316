import type { Server } from 'socket.io';
import { CHANNELS, type Channel } from '#shared/protocol/channels.ts';
import { LIVE_BATCH_EVENTS, LIVE_BATCH_MS, MAX_OUTSTANDING_BATCHES } from '#shared/protocol/messages.ts';
import type { Sql } from '../kernel.ts';
import type { EventLog } from '../log/index.ts';
import { type BatchNumbers, encodeEvents, PAGE_BYTES } from './messages.ts';
import type { RealtimeStats } from './stats.ts';

/** A session as the live fan-out sees it. */
export interface LiveMember {
  readonly socketId: string;
  /** Batches sent and not acknowledged. */
  readonly outstanding: number[];
  /** The session could not be sent more: it is out of its group, level up to `cursor`, and goes on from the log. */
  lagged(cursor: number, told: ReadonlyMap<Channel, number>): void;
}

interface Group {
  readonly room: string;
  readonly channels: ReadonlySet<Channel>;
  readonly members: Set<LiveMember>;
  /** Everything up to here has been sent to all members. */
  cursor: number;
  /** Per channel, the last event up to the cursor: what the next batch follows on. */
  readonly last: Map<Channel, number>;
}

const roomOf = (channels: ReadonlySet<Channel>): string =>
  `live:${CHANNELS.filter((c) => channels.has(c)).join('+')}`;

/**
 * Sends what is committed to all who are level with the log: sessions with the same channels share a Socket.IO room,
 * and one encoded message serves them all. A member with too much unacknowledged leaves before the next message.
 */
export class LiveFanout {
  readonly #io: Server;
  readonly #log: EventLog;
  readonly #sql: Sql;
  readonly #batches: BatchNumbers;
  readonly #stats: RealtimeStats;
  readonly #groups = new Map<string, Group>();
  #timer: NodeJS.Timeout | null = null;
  #immediate: NodeJS.Immediate | null = null;
  #lastFlush = 0;
  #flushedHead: number;

  constructor(options: { io: Server; log: EventLog; sql: Sql; batches: BatchNumbers; stats: RealtimeStats }) {
    this.#io = options.io;
    this.#log = options.log;
    this.#sql = options.sql;
    this.#batches = options.batches;
    this.#stats = options.stats;
    this.#flushedHead = options.log.head();
  }

  /** Adds a session that has everything of its channels up to the head. */
  join(member: LiveMember, channels: ReadonlySet<Channel>): void {
    const room = roomOf(channels);
    const there = this.#groups.get(room);
    if (there) this.#flushGroup(there);
    // Brought level, the group may have lost its last member, and with it its place.
    let group = this.#groups.get(room);
    if (!group) {
      const cursor = this.#log.head();
      group = {
        room,
        channels: new Set(channels),
        members: new Set(),
        cursor,
        last: this.#lastOf(channels, cursor),
      };
      this.#groups.set(room, group);
    }
    group.members.add(member);
    this.#io.in(member.socketId).socketsJoin(room);
  }

  /** Takes a session out. Returns where it stands; null if it was in no group. */
  leave(member: LiveMember): { cursor: number; told: ReadonlyMap<Channel, number> } | null {
    for (const group of this.#groups.values()) {
      if (group.members.has(member)) {
        this.#remove(group, member);
        return { cursor: group.cursor, told: new Map(group.last) };
      }
    }
    return null;
  }

  /** Something was committed: send it within LIVE_BATCH_MS, at once where a batch is full or nothing was sent lately. */
  committed(head: number): void {
    if (this.#immediate) return;
    const wait = this.#lastFlush + LIVE_BATCH_MS - performance.now();
    if (head - this.#flushedHead >= LIVE_BATCH_EVENTS || wait <= 0) {
      if (this.#timer) clearTimeout(this.#timer);
      this.#timer = null;
      this.#immediate = setImmediate(() => this.flush());
      return;
    }
    this.#timer ??= setTimeout(() => this.flush(), Math.ceil(wait));
  }

  /** Sends all that is committed to all groups. */
  flush(): void {
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#immediate) clearImmediate(this.#immediate);
    this.#timer = null;
    this.#immediate = null;
    this.#lastFlush = performance.now();
    this.#flushedHead = this.#log.head();
    for (const group of [...this.#groups.values()]) this.#flushGroup(group);
  }

  /** Tells every group how far its channels are complete, so that cursors move where nothing happens. */
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

  dispose(): void {
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#immediate) clearImmediate(this.#immediate);
    this.#timer = null;
    this.#immediate = null;
    this.#groups.clear();
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
        for (const member of [...group.members]) {
          if (member.outstanding.length < MAX_OUTSTANDING_BATCHES) continue;
          this.#remove(group, member);
          member.lagged(group.cursor, new Map(group.last));
        }
        if (group.members.size === 0) return;
        const batch = this.#batches.next();
        const after: Partial<Record<Channel, number>> = {};
        for (const event of page.events) {
          after[event.channel] ??= group.last.get(event.channel) ?? 0;
          group.last.set(event.channel, event.seq);
        }
        for (const { outstanding } of group.members) {
          outstanding.push(batch);
          this.#stats.maxOutstanding = Math.max(this.#stats.maxOutstanding, outstanding.length);
        }
        this.#io.to(group.room).emit('events', encodeEvents(batch, 'live', after, page.events));
        this.#stats.liveBatches += 1;
        this.#stats.liveEvents += page.events.length;
        this.#stats.batchSizes.observe(page.events.length);
      }
      group.cursor = page.upTo;
    }
  }

  #remove(group: Group, member: LiveMember): void {
    group.members.delete(member);
    this.#io.in(member.socketId).socketsLeave(group.room);
    if (group.members.size === 0) this.#groups.delete(group.room);
  }

  #lastOf(channels: ReadonlySet<Channel>, upTo: number): Map<Channel, number> {
    const statement = this.#sql.prepare<[string, number], { seq: number | null }>(
      'SELECT max(seq) AS seq FROM events WHERE channel = ? AND seq <= ?',
    );
    return new Map(
      [...channels].map((channel): [Channel, number] => [channel, statement.get(channel, upTo)?.seq ?? 0]),
    );
  }
}

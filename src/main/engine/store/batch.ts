import { type Channel, isChannel } from '#shared/protocol/channels.ts';
import { type AnyEvent, isEmittedType, parseEvent } from '#shared/protocol/events/index.ts';
import { type Cursor, type EventsMessage, onlyKnown } from '#shared/protocol/messages.ts';

/** Cursors by channel. */
export type Cursors = ReadonlyMap<Channel, Cursor>;

/** The record of an event that could not be read or applied. Never contains the event's data. */
export interface Refused {
  readonly channel: Channel | null;
  readonly seq: number | null;
  readonly kind: 'malformed' | 'orphan' | 'conflict';
  readonly field: string | null;
  readonly message: string;
}

/** The result of reading a batch: its new events, the others, and the cursors after it. */
export interface ReadBatch {
  readonly accepted: readonly AnyEvent[];
  readonly refused: Refused[];
  /** Events with content newer than this version, by channel. */
  readonly newer: ReadonlyMap<Channel, Passed>;
  /** The number of such events, including those in channels that this version does not know. */
  readonly newerEvents: number;
  /** The number of events at or below their channel's cursor. */
  readonly duplicates: number;
  /** Channels whose events follow a cursor ahead of ours. */
  readonly gaps: readonly Channel[];
  /** The new cursors of the channels that move. */
  readonly cursors: ReadonlyMap<Channel, Cursor>;
}

/** The events of a channel with content newer than this version: their number and the first sequence number. */
export interface Passed {
  readonly events: number;
  readonly firstSeq: number;
}

/** The maximum distance from its batch at which the position of an unreadable event is believed. */
const PLAUSIBLE_AHEAD = 1_000_000;

/** Returns the sequence number of an unparsed event; null if it has none. */
function seqOf(raw: unknown): number | null {
  if (typeof raw !== 'object' || raw === null || !('seq' in raw)) return null;
  const { seq } = raw;
  return typeof seq === 'number' && Number.isSafeInteger(seq) && seq > 0 ? seq : null;
}

function channelOf(raw: unknown): Channel | null {
  if (typeof raw !== 'object' || raw === null || !('channel' in raw)) return null;
  return isChannel(raw.channel) ? raw.channel : null;
}

/** Returns the channels whose events in the batch follow a cursor ahead of ours. */
function gapsOf(after: Partial<Record<Channel, number>>, cursors: Cursors): Set<Channel> {
  const gaps = new Set<Channel>();
  for (const [channel, seq] of Object.entries(after)) {
    if (isChannel(channel) && seq > (cursors.get(channel)?.seq ?? 0)) gaps.add(channel);
  }
  return gaps;
}

/** Returns the events of a batch in ascending order. A correct gateway sends them in order, so sorting is the exception. */
export function inOrder(events: readonly unknown[]): readonly unknown[] {
  let last = 0;
  for (const raw of events) {
    const seq = seqOf(raw);
    if (seq === null) continue;
    if (seq < last) return [...events].sort((x, y) => (seqOf(x) ?? 0) - (seqOf(y) ?? 0));
    last = seq;
  }
  return events;
}

/** Counts the events of a batch with content newer than this version. */
class NewerEvents {
  readonly channels = new Map<Channel, Passed>();
  count = 0;

  add(channel: Channel | null, seq: number | null): void {
    this.count += 1;
    if (channel === null || seq === null) return;
    const passed = this.channels.get(channel);
    this.channels.set(channel, {
      events: (passed?.events ?? 0) + 1,
      firstSeq: Math.min(passed?.firstSeq ?? seq, seq),
    });
  }
}

/**
 * Compares a batch with the cursors. Writes nothing. A channel with events but without an `after` is a gap, too. An event
 * that cannot be read, because it is malformed or newer than this version, still moves the cursor past it, with its id.
 * Otherwise the gateway would send it forever. This requires a readable envelope and a plausible position.
 */
export function readBatch(batch: EventsMessage, cursors: Cursors): ReadBatch {
  const after = onlyKnown(batch.after);
  const gaps = gapsOf(after, cursors);
  const accepted: AnyEvent[] = [];
  const refused: Refused[] = [];
  const newer = new NewerEvents();
  const next = new Map<Channel, Cursor>();
  const passed = new Map<Channel, Cursor>();
  let duplicates = 0;
  for (const raw of inOrder(batch.events)) {
    const channel = channelOf(raw);
    const seq = seqOf(raw);
    if (channel !== null && seq !== null) {
      if (after[channel] === undefined) gaps.add(channel);
      if (gaps.has(channel)) continue;
      if (seq <= (next.get(channel)?.seq ?? cursors.get(channel)?.seq ?? 0)) {
        duplicates++;
        continue;
      }
    }
    const parsed = parseEvent(raw);
    if (parsed.ok) {
      const { event } = parsed.value;
      const applies = isEmittedType(event.type);
      if (parsed.value.newer || !applies) newer.add(event.channel, event.seq);
      if (applies) accepted.push(event);
      next.set(event.channel, { seq: event.seq, id: event.id });
      continue;
    }
    const { kind, error, position } = parsed.error;
    if (kind === 'newer') newer.add(channel, seq);
    else refused.push({ channel, seq, kind, field: error.field ?? null, message: error.message });
    if (channel !== null && position !== null) passed.set(channel, position);
  }
  for (const [channel, position] of passed) {
    const from = next.get(channel)?.seq ?? cursors.get(channel)?.seq ?? 0;
    const known = Math.max(from, after[channel] ?? 0);
    if (position.seq > from && position.seq - known <= PLAUSIBLE_AHEAD) next.set(channel, position);
  }
  return {
    accepted,
    refused,
    newer: newer.channels,
    newerEvents: newer.count,
    duplicates,
    gaps: [...gaps],
    cursors: next,
  };
}

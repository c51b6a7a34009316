import { type Channel, isChannel } from '#shared/protocol/channels.ts';
import { type AnyEvent, isEmittedType, parseEvent } from '#shared/protocol/events/index.ts';
import { type Cursor, type EventsMessage, onlyKnown } from '#shared/protocol/messages.ts';

export type Cursors = ReadonlyMap<Channel, Cursor>;

/** An event that could not be read or applied, as it is recorded: never its content. */
export interface Refused {
  readonly channel: Channel | null;
  readonly seq: number | null;
  readonly kind: 'malformed' | 'orphan' | 'conflict';
  readonly field: string | null;
  readonly message: string;
}

/** A batch, read: what is new in it, what is not, and where it leaves the cursors. */
export interface ReadBatch {
  readonly accepted: readonly AnyEvent[];
  readonly refused: Refused[];
  /** What is newer than this version and was passed over: events by channel, with the first sequence of each. */
  readonly newer: ReadonlyMap<Channel, Passed>;
  /** Events passed over, in channels this version does not know too. */
  readonly newerEvents: number;
  readonly duplicates: number;
  readonly gaps: readonly Channel[];
  /** Cursors of the channels that move. */
  readonly cursors: ReadonlyMap<Channel, Cursor>;
}

/** What was passed over in a channel. */
export interface Passed {
  readonly events: number;
  readonly firstSeq: number;
}

/** How far beyond its batch an unreadable event may claim to be and still be passed. */
const PLAUSIBLE_AHEAD = 1_000_000;

/** The position of an event before it is parsed. */
function seqOf(raw: unknown): number | null {
  if (typeof raw !== 'object' || raw === null || !('seq' in raw)) return null;
  const { seq } = raw;
  return typeof seq === 'number' && Number.isSafeInteger(seq) && seq > 0 ? seq : null;
}

function channelOf(raw: unknown): Channel | null {
  if (typeof raw !== 'object' || raw === null || !('channel' in raw)) return null;
  return isChannel(raw.channel) ? raw.channel : null;
}

/** Channels whose part of the batch follows on a cursor ahead of ours. */
function gapsOf(after: Partial<Record<Channel, number>>, cursors: Cursors): Set<Channel> {
  const gaps = new Set<Channel>();
  for (const [channel, seq] of Object.entries(after)) {
    if (isChannel(channel) && seq > (cursors.get(channel)?.seq ?? 0)) gaps.add(channel);
  }
  return gaps;
}

/** A gateway sends events in order; what came otherwise is put in order first. */
function ascending(events: readonly unknown[]): readonly unknown[] {
  let last = 0;
  for (const raw of events) {
    const seq = seqOf(raw);
    if (seq === null) continue;
    if (seq < last) return [...events].sort((x, y) => (seqOf(x) ?? 0) - (seqOf(y) ?? 0));
    last = seq;
  }
  return events;
}

/** Collects what a batch holds that this version does not know. */
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
 * Reads a batch against the cursors. Pure: writes nothing. A channel in the batch that does not say what it follows on is
 * a gap too. An event that cannot be read, be it damaged or newer than this version, still moves the cursor of its channel
 * past it with its id (else it would be sent for ever), but only where its envelope could be read and its position is
 * believable.
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
  for (const raw of ascending(batch.events)) {
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

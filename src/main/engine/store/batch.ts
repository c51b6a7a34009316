import { type Channel, Channel as ChannelSchema } from '#shared/protocol/channels.ts';
import { type AnyEvent, type EventRefusal, parseEvent } from '#shared/protocol/events/index.ts';
import type { Cursor, EventsMessage } from '#shared/protocol/messages.ts';

export type Cursors = ReadonlyMap<Channel, Cursor>;

/** An event that could not be read or applied, as it is recorded: never its content. */
export interface Refused {
  readonly channel: Channel | null;
  readonly seq: number | null;
  readonly kind: EventRefusal['kind'] | 'orphan' | 'conflict';
  readonly field: string | null;
  readonly message: string;
}

/** A batch, read: what is new in it, what is not, and where it leaves the cursors. */
export interface ReadBatch {
  readonly accepted: readonly AnyEvent[];
  readonly refused: Refused[];
  readonly duplicates: number;
  readonly gaps: readonly Channel[];
  /** Cursors of the channels that move. */
  readonly cursors: ReadonlyMap<Channel, Cursor>;
}

/** How far beyond its batch an unreadable event may claim to be and still be passed. */
const PLAUSIBLE_AHEAD = 1_000_000;

const CHANNEL_NAMES: ReadonlySet<unknown> = new Set(ChannelSchema.options);

function isChannel(value: unknown): value is Channel {
  return CHANNEL_NAMES.has(value);
}

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
function gapsOf(batch: EventsMessage, cursors: Cursors): Set<Channel> {
  const gaps = new Set<Channel>();
  for (const [channel, after] of Object.entries(batch.after)) {
    if (isChannel(channel) && after > (cursors.get(channel)?.seq ?? 0)) gaps.add(channel);
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

function refusalOf({ kind, error }: EventRefusal, channel: Channel | null, seq: number | null): Refused {
  return { channel, seq, kind, field: error.field ?? null, message: error.message };
}

/**
 * Reads a batch against the cursors. Pure: writes nothing. A channel in the batch that does not say what it follows on is
 * a gap too. An unreadable event at the end of its channel moves the cursor past it (else it would be sent for ever), but
 * only where its envelope could be read and its position is believable.
 */
export function readBatch(batch: EventsMessage, cursors: Cursors): ReadBatch {
  const gaps = gapsOf(batch, cursors);
  const accepted: AnyEvent[] = [];
  const refused: Refused[] = [];
  const next = new Map<Channel, Cursor>();
  const passed = new Map<Channel, number>();
  let duplicates = 0;
  for (const raw of ascending(batch.events)) {
    const channel = channelOf(raw);
    const seq = seqOf(raw);
    if (channel !== null && seq !== null) {
      if (batch.after[channel] === undefined) gaps.add(channel);
      if (gaps.has(channel)) continue;
      if (seq <= (next.get(channel)?.seq ?? cursors.get(channel)?.seq ?? 0)) {
        duplicates++;
        continue;
      }
    }
    const parsed = parseEvent(raw);
    if (parsed.ok) {
      accepted.push(parsed.value);
      next.set(parsed.value.channel, { seq: parsed.value.seq, id: parsed.value.id });
      continue;
    }
    refused.push(refusalOf(parsed.error, channel, seq));
    if (channel !== null && parsed.error.seq !== null) passed.set(channel, parsed.error.seq);
  }
  for (const [channel, seq] of passed) {
    const from = next.get(channel)?.seq ?? cursors.get(channel)?.seq ?? 0;
    const known = Math.max(from, batch.after[channel] ?? 0);
    if (seq > from && seq - known <= PLAUSIBLE_AHEAD) next.set(channel, { seq, id: null });
  }
  return { accepted, refused, duplicates, gaps: [...gaps], cursors: next };
}

import type { Activity } from '#shared/bridge/live.ts';
import { CHANNELS, type Channel } from '#shared/protocol/channels.ts';
import type { Described, EngineDomain, Read } from '../store/domain.ts';
import { asOf, decodeCursor, encodeCursor, type Reader } from '../store/reader.ts';

type DescribeAny = (data: unknown, reader: Reader) => Described;

/** The maximum length of a text value. */
const MAX_TEXT = 300;
const NOTHING: Described = { values: {}, subject: null };
const COLUMNS = 'seq, channel, type, at, actor, data';

interface EventRow {
  readonly seq: number;
  readonly channel: Channel;
  readonly type: string;
  readonly at: number;
  readonly actor: string | null;
  readonly data: string;
}

/**
 * Builds the read of the activity feed: the events of the given channels, newest first; with null those of all channels but
 * bookkeeping, which nobody would look for among what has happened.
 */
export function activityOf(domains: readonly EngineDomain[]): Read<'live.activity'> {
  // Stored events have valid data: they were parsed by their type's schema before they were written.
  const descriptions = new Map(
    domains.flatMap(({ activity }) => Object.entries(activity ?? {}) as [string, DescribeAny][]),
  );
  const bookkeeping = JSON.stringify(domains.flatMap(({ bookkeeping: types }) => types ?? []));
  return (reader, input) => {
    const before = decodeCursor(input.after, ['number'])?.[0] ?? Number.MAX_SAFE_INTEGER;
    const channels =
      input.channels === null ? null : CHANNELS.filter((channel) => input.channels?.includes(channel));
    const limit = input.limit + 1;
    const found =
      channels === null
        ? newestOfAll(reader, bookkeeping, Number(before), limit)
        : newestOf(reader, channels, Number(before), limit);
    const shown = found.slice(0, input.limit);
    const last = shown.at(-1);
    return {
      rows: shown.map((row) =>
        toActivity(row, descriptions.get(row.type)?.(JSON.parse(row.data), reader) ?? NOTHING),
      ),
      next: found.length > input.limit && last ? encodeCursor([last.seq]) : null,
      asOf: asOf(reader, channels ?? CHANNELS),
    };
  };
}

/** Returns the newest events before a sequence number, without those of some types (JSON). */
function newestOfAll(reader: Reader, without: string, before: number, limit: number): readonly EventRow[] {
  return reader.all<EventRow>(
    `SELECT ${COLUMNS} FROM events WHERE seq < ? AND type NOT IN (SELECT value FROM json_each(?))
     ORDER BY seq DESC LIMIT ?`,
    before,
    without,
    limit,
  );
}

/** Returns the newest events of some channels before a sequence number: merges the newest of each, at most `limit` of each. */
function newestOf(
  reader: Reader,
  channels: readonly Channel[],
  before: number,
  limit: number,
): readonly EventRow[] {
  return channels
    .flatMap((channel) =>
      reader.all<EventRow>(
        `SELECT ${COLUMNS} FROM events WHERE channel = ? AND seq < ? ORDER BY seq DESC LIMIT ?`,
        channel,
        before,
        limit,
      ),
    )
    .sort((a, b) => b.seq - a.seq);
}

function toActivity(row: EventRow, { values, subject }: Described): Activity {
  const bounded = Object.entries(values).map(([key, value]) => [
    key,
    typeof value === 'string' ? value.slice(0, MAX_TEXT) : value,
  ]);
  return {
    seq: row.seq,
    at: row.at,
    channel: row.channel,
    type: row.type,
    actor: row.actor === null ? null : JSON.parse(row.actor),
    values: Object.fromEntries(bounded),
    subject,
  };
}

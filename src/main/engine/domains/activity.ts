import type { Activity, ActivityActors } from '#shared/bridge/live.ts';
import { CHANNELS, type Channel } from '#shared/protocol/channels.ts';
import type { Described, EngineDomain, Read } from '../store/domain.ts';
import { asOf, decodeCursor, encodeCursor, type Reader } from '../store/reader.ts';

type DescribeAny = (data: unknown, reader: Reader) => Described;

/** The maximum length of a text value. */
const MAX_TEXT = 300;
/** The events that a page looks at for those of some actors: they may be rare, and a page is read often. */
const LOOKED_AT = 2_000;
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
 * bookkeeping, which nobody would look for among what has happened. Where actors are asked for, a page looks at some thousand events.
 */
export function activityOf(domains: readonly EngineDomain[]): Read<'live.activity'> {
  // Stored events have valid data: they were parsed by their type's schema before they were written.
  const descriptions = new Map(
    domains.flatMap(({ activity }) => Object.entries(activity ?? {}) as [string, DescribeAny][]),
  );
  const bookkeeping = JSON.stringify(domains.flatMap(({ bookkeeping: types }) => types ?? []));
  return (reader, input) => {
    const before = Number(decodeCursor(input.after, ['number'])?.[0] ?? Number.MAX_SAFE_INTEGER);
    const channels =
      input.channels === null ? null : CHANNELS.filter((channel) => input.channels?.includes(channel));
    const floor = input.who === null ? 0 : floorOf(reader, channels, before);
    const span = { before, floor, kinds: kindsOf(input.who), limit: input.limit + 1 };
    const found =
      channels === null ? newestOfAll(reader, bookkeeping, span) : newestOf(reader, channels, span);
    const shown = found.slice(0, input.limit);
    const last = shown.at(-1);
    const older = found.length > input.limit && last ? last.seq : floor;
    return {
      rows: shown.map((row) =>
        toActivity(row, descriptions.get(row.type)?.(JSON.parse(row.data), reader) ?? NOTHING),
      ),
      next: older > 0 ? encodeCursor([older]) : null,
      asOf: asOf(reader, channels ?? CHANNELS),
    };
  };
}

/** The events that a page is taken from: between sequence numbers, of actors of some kinds (JSON). */
interface Span {
  readonly before: number;
  readonly floor: number;
  readonly kinds: string;
  readonly limit: number;
}

/** The kinds of actors, as JSON. What nobody did is the software's. */
function kindsOf(who: ActivityActors | null): string {
  const kinds = { people: 'user', customers: 'customer', software: 'system' } as const;
  return JSON.stringify(who === null ? Object.values(kinds) : [kinds[who]]);
}

/** Returns where a page that looks for some actors stops looking: at most so many events before a sequence number; 0 at the start. */
function floorOf(reader: Reader, channels: readonly Channel[] | null, before: number): number {
  const floors =
    channels === null
      ? [
          reader.get<{ seq: number }>(
            'SELECT seq FROM events WHERE seq < ? ORDER BY seq DESC LIMIT 1 OFFSET ?',
            before,
            LOOKED_AT - 1,
          ),
        ]
      : channels.map((channel) =>
          reader.get<{ seq: number }>(
            'SELECT seq FROM events WHERE channel = ? AND seq < ? ORDER BY seq DESC LIMIT 1 OFFSET ?',
            channel,
            before,
            LOOKED_AT - 1,
          ),
        );
  return Math.max(0, ...floors.map((row) => row?.seq ?? 0));
}

const OF_KINDS = `coalesce(actor ->> 'kind', 'system') IN (SELECT value FROM json_each(?))`;

/** Returns the newest events of a span, without those of some types (JSON). */
function newestOfAll(
  reader: Reader,
  without: string,
  { before, floor, kinds, limit }: Span,
): readonly EventRow[] {
  return reader.all<EventRow>(
    `SELECT ${COLUMNS} FROM events WHERE seq < ? AND seq >= ? AND ${OF_KINDS}
     AND type NOT IN (SELECT value FROM json_each(?)) ORDER BY seq DESC LIMIT ?`,
    before,
    floor,
    kinds,
    without,
    limit,
  );
}

/** Returns the newest events of some channels in a span: merges the newest of each, at most `limit` of each. */
function newestOf(
  reader: Reader,
  channels: readonly Channel[],
  { before, floor, kinds, limit }: Span,
): readonly EventRow[] {
  return channels
    .flatMap((channel) =>
      reader.all<EventRow>(
        `SELECT ${COLUMNS} FROM events WHERE channel = ? AND seq < ? AND seq >= ? AND ${OF_KINDS}
         ORDER BY seq DESC LIMIT ?`,
        channel,
        before,
        floor,
        kinds,
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

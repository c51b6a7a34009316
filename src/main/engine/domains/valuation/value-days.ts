import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import { MAX_POINTS } from '#shared/bridge/valuation.ts';
import { daysBefore } from '#shared/domain/time.ts';
import { heldSince } from '../../store/held.ts';
import { asOf, meta, type Reader } from '../../store/reader.ts';
import { bookedLate, newestMove, schemaVersion } from '../reorder/index.ts';

/** How many events one query goes through. */
const EVENTS_A_QUERY = 50_000;
/** Days and clock changes of all zones begin at quarters of an hour. */
const QUARTER_MS = 15 * 60_000;

/** What the stock of each location gained in value, minor units at today's costs: on each day of a period, and since. */
interface DayGains {
  readonly key: string;
  /** By location; one value for each day that has passed, and one for today. */
  readonly gains: Map<string, number[]>;
  /** The newest movement in it. */
  seq: number;
}

/** One for each connection: a number a day and location. */
const kept = new WeakMap<Reader, DayGains>();

const GAIN = `SELECT l.location_id AS locationId, m.at / ${QUARTER_MS} AS quarter, sum(m.delta_on_hand * i.cost) AS gain
  FROM movements m CROSS JOIN levels l ON l.k = m.level_k CROSS JOIN items i ON i.k = l.item_k
  WHERE m.seq > ? AND m.seq <= ? AND m.at >= ? AND m.delta_on_hand <> 0 AND i.cost IS NOT NULL AND i.currency = ?
  GROUP BY 1, 2`;

/** Adds what was booked after an event. The ledger is read in parts that stay short. */
function addGains(reader: Reader, to: DayGains, edges: readonly number[], currency: string): void {
  const head = newestMove(reader);
  for (let seq = to.seq; seq < head; seq += EVENTS_A_QUERY) {
    const rows = reader.all<{ locationId: string; quarter: number; gain: number }>(
      GAIN,
      seq,
      seq + EVENTS_A_QUERY,
      edges[0] ?? 0,
      currency,
    );
    for (const { locationId, quarter, gain } of rows) {
      const own = to.gains.get(locationId) ?? edges.map(() => 0);
      const day = dayIndex(edges, quarter * QUARTER_MS);
      own[day] = (own[day] ?? 0) + gain;
      to.gains.set(locationId, own);
    }
  }
  to.seq = head;
}

/** Returns the day of an instant; today has the number of days. */
function dayIndex(edges: readonly number[], at: number): number {
  let [low, high] = [0, edges.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((edges[middle] ?? 0) <= at) low = middle;
    else high = middle;
  }
  return low;
}

/** Returns the gains of the days. They are counted once, and then only with what is new, until a cost changes or the day ends. */
function dayGains(reader: Reader, edges: readonly number[], currency: string): DayGains['gains'] {
  const costs = reader.get<{ n: number; sum: number | null }>(
    'SELECT count(cost) AS n, sum(cost * (k % 997 + 1)) AS sum FROM items WHERE currency = ?',
    currency,
  );
  const key = JSON.stringify([edges, currency, costs, schemaVersion(reader)]);
  const before = kept.get(reader);
  const usable =
    before?.key === key &&
    newestMove(reader) >= before.seq &&
    !bookedLate(reader, before.seq, edges.at(-1) ?? 0);
  const gains = usable ? before : { key, gains: new Map<string, number[]>(), seq: -1 };
  addGains(reader, gains, edges, currency);
  kept.set(reader, gains);
  return gains.gains;
}

/** Returns the value of the stock at the end of each day, by location: what it is now without what it has gained since. */
export function valueDays(
  reader: Reader,
  { days }: MethodInput<'valuation.days'>,
  now: number,
): MethodOutput<'valuation.days'> {
  const timeZone = meta(reader, 'time_zone') ?? 'UTC';
  const currency = meta(reader, 'currency') ?? 'USD';
  const edges = daysBefore(now, days, timeZone);
  const from = edges[0] ?? 0;
  const since = heldSince(reader, 'inventory', 'movement');
  const locations = reader.all<{ id: string; name: string; value: number }>(
    `SELECT o.id, o.name, coalesce(sum(l.on_hand * i.cost), 0) AS value FROM locations o
     LEFT JOIN levels l ON l.location_id = o.id LEFT JOIN items i ON i.k = l.item_k AND i.currency = ?
     GROUP BY o.id ORDER BY o.name, o.id LIMIT 1000`,
    currency,
  );
  const gains = since === null ? new Map<string, number[]>() : dayGains(reader, edges, currency);
  let values = locations.map(({ value }) => value);
  const points = [{ at: Math.max(now, edges.at(-1) ?? now), values }];
  for (let day = edges.length - 1; day >= 0; day -= 1) {
    const at = edges[day] ?? from;
    if (since === null || at < since) break;
    values = locations.map(({ id }, i) => (values[i] ?? 0) - (gains.get(id)?.[day] ?? 0));
    points.push({ at, values });
  }
  const step = Math.ceil(points.length / MAX_POINTS);
  return {
    currency,
    timeZone,
    from,
    heldSince: since,
    known: since !== null && since <= from,
    locations: locations.map(({ id, name }) => ({ id, name })),
    points: points.filter((_, i) => i % step === 0).reverse(),
    asOf: asOf(reader, ['inventory']),
  };
}

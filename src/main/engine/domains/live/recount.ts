import {
  differingSums,
  type FigureReport,
  type KeyedSum,
  MAX_SUM_DIFFERENCES,
  type SumDifference,
} from '#shared/domain/figure-check.ts';
import {
  SUM_GRAINS,
  SUM_NAMES,
  SUMS,
  type SumGrain,
  type SumName,
  type SumShape,
  sharesOf,
} from '#shared/domain/payment-sums.ts';
import { DAY_MS, HOUR_MS } from '#shared/domain/time.ts';
import type { Reader } from '../../store/reader.ts';
import type { Slices } from '../../store/slices.ts';
import { type BindTable, sumTable } from '../../store/tallies.ts';
import { paymentsTable } from '../orders/tables.ts';

const grainsOf = (name: SumName): readonly SumGrain[] => SUMS[name].grains;
/** The keys of a sum besides currency and location. */
const namesOf = (name: SumName): readonly string[] => SUMS[name].keys.slice(2);
/** How the keys of a sum besides currency and location are told as one. */
const nameOf = (keys: readonly string[]): string => keys.join(' · ');

/** Sums that are counted anew, by a text of their key. */
type Cells = Map<
  string,
  { readonly key: Omit<KeyedSum, 'values'>; readonly keys: readonly string[]; values: number[] }
>;

/** Adds the payments of some hours to cells. Returns their number. */
function count(
  reader: Reader,
  from: number,
  to: number,
  isCounted: (grain: SumGrain) => boolean,
  cells: Cells,
): number {
  const rows = reader.all<Parameters<typeof paymentsTable.decode>[0]>(
    `SELECT ${paymentsTable.select()} FROM payments INDEXED BY payments_by_time WHERE at >= ? AND at < ?`,
    from,
    to,
  );
  for (const row of rows) {
    const payment = paymentsTable.decode(row);
    const shares = sharesOf(payment);
    for (const of of SUM_NAMES)
      for (const grain of grainsOf(of)) {
        if (!isCounted(grain)) continue;
        const { code, ms } = SUM_GRAINS[grain];
        const bucket = Math.floor(payment.at / ms) * ms;
        for (const { keys, values } of shares[of]) {
          const id = JSON.stringify([of, code, bucket, keys]);
          const cell = cells.get(id);
          if (cell !== undefined) cell.values = cell.values.map((value, i) => value + (values[i] ?? 0));
          else {
            const [currency = '', locationId = '', ...names] = keys;
            const key = { of, grain: code, bucket, currency, locationId, name: nameOf(names) };
            cells.set(id, { key, keys, values: [...values] });
          }
        }
      }
  }
  return rows.length;
}

function sumsOf(cells: Cells): KeyedSum[] {
  return [...cells.values()].map(({ key, values }) => ({
    ...key,
    values: Object.fromEntries(SUMS[key.of].values.map((name, i) => [name, values[i] ?? 0])),
  }));
}

/** The currencies and locations of the sums of a grain, each found by one step in the index. */
function placesOf(reader: Reader, { table }: SumShape, code: number): (readonly [string, string])[] {
  const found: (readonly [string, string])[] = [];
  for (let last: readonly [string, string] = ['', '']; ; ) {
    const next = reader.get<{ currency: string; place: string }>(
      `SELECT currency, location_id AS place FROM ${table} WHERE grain = ? AND (currency, location_id) > (?, ?)
       ORDER BY currency, location_id LIMIT 1`,
      code,
      ...last,
    );
    if (next === undefined) return found;
    last = [next.currency, next.place];
    found.push(last);
  }
}

type SumRow = Readonly<Record<string, string | number>>;

/** The currencies and locations that the sums of each kind have, by a text of kind and grain. */
type Places = ReadonlyMap<string, readonly (readonly [string, string])[]>;

/** Finds the places of all sums. It takes more steps than an hour, so it is done for each day. */
function allPlaces(reader: Reader): Places {
  return new Map(
    SUM_NAMES.flatMap((of) =>
      grainsOf(of).map((grain) => {
        const { code } = SUM_GRAINS[grain];
        return [`${of} ${code}`, placesOf(reader, SUMS[of], code)] as const;
      }),
    ),
  );
}

/** The places of sums, and those of payments that were counted: one may have come since the places were found. */
function placesWith(
  places: Places,
  of: SumName,
  code: number,
  cells: Cells,
): readonly (readonly [string, string])[] {
  const known = new Map((places.get(`${of} ${code}`) ?? []).map((place) => [JSON.stringify(place), place]));
  for (const { key } of cells.values()) {
    const place = [key.currency, key.locationId] as const;
    if (key.of === of && key.grain === code) known.set(JSON.stringify(place), place);
  }
  return [...known.values()];
}

/** The sums that are kept of some grains between two instants, of known places and of those that were counted. */
function keptBetween(
  reader: Reader,
  from: number,
  to: number,
  { isCounted, places, cells }: { isCounted: (grain: SumGrain) => boolean; places: Places; cells: Cells },
): KeyedSum[] {
  return SUM_NAMES.flatMap((of) =>
    grainsOf(of)
      .filter(isCounted)
      .flatMap((grain) => {
        const { code } = SUM_GRAINS[grain];
        return placesWith(places, of, code, cells).flatMap(([currency, locationId]) =>
          reader
            .all<SumRow>(
              `SELECT * FROM ${SUMS[of].table} WHERE grain = ? AND currency = ? AND location_id = ? AND bucket >= ? AND bucket < ?`,
              code,
              currency,
              locationId,
              from,
              to,
            )
            .map((row) => ({
              of,
              grain: code,
              bucket: Number(row['bucket']),
              currency,
              locationId,
              name: nameOf(namesOf(of).map((key) => String(row[key]))),
              values: Object.fromEntries(SUMS[of].values.map((name) => [name, Number(row[name])])),
            })),
        );
      }),
  );
}

/** The next day from a time on with a payment or a sum; null for none. */
function nextDay(reader: Reader, from: number, places: Places): number | null {
  const starts = [
    reader.get<{ at: number | null }>('SELECT min(at) AS at FROM payments WHERE at >= ?', from),
    ...eachPlace(places, (table, code, place) =>
      reader.get<{ at: number | null }>(
        `SELECT min(bucket) AS at FROM ${table} WHERE grain = ? AND currency = ? AND location_id = ? AND bucket >= ?`,
        code,
        ...place,
        from,
      ),
    ),
  ].flatMap((row) => (row?.at == null ? [] : [row.at]));
  return starts.length === 0 ? null : dayOfHour(Math.min(...starts));
}

/** The hours of a day with a payment or a sum, in order. */
function hoursOf(reader: Reader, day: number, places: Places): number[] {
  const to = day + DAY_MS;
  const hours = [
    reader.all<{ hour: number }>(
      `SELECT DISTINCT at / ${HOUR_MS} AS hour FROM payments INDEXED BY payments_by_time WHERE at >= ? AND at < ?`,
      day,
      to,
    ),
    ...eachPlace(places, (table, code, place) =>
      reader.all<{ hour: number }>(
        `SELECT DISTINCT bucket / ${HOUR_MS} AS hour FROM ${table}
         WHERE grain = ? AND currency = ? AND location_id = ? AND bucket >= ? AND bucket < ?`,
        code,
        ...place,
        day,
        to,
      ),
    ),
  ].flat();
  return [...new Set(hours.map(({ hour }) => hour * HOUR_MS))].sort((one, other) => one - other);
}

function eachPlace<T>(
  places: Places,
  ask: (table: string, code: number, place: readonly [string, string]) => T,
): T[] {
  return SUM_NAMES.flatMap((of) =>
    grainsOf(of).flatMap((grain) => {
      const { code } = SUM_GRAINS[grain];
      return (places.get(`${of} ${code}`) ?? []).map((place) => ask(SUMS[of].table, code, place));
    }),
  );
}

const withinHour = (grain: SumGrain): boolean => grain !== 'day';
const ofDay = (grain: SumGrain): boolean => grain === 'day';
const dayOfHour = (hour: number): number => Math.floor(hour / DAY_MS) * DAY_MS;

/** What a recount has found. */
export type Recounted = Pick<FigureReport, 'payments' | 'sums' | 'total' | 'differences'> & {
  /** The hours in which sums differ, at most as many as differences are listed. */
  readonly hours: readonly number[];
};

/**
 * Counts all payments of the cache anew, hour by hour, and compares them with the sums that are kept. An hour is compared at once, so
 * that payments that come meanwhile change nothing; a day, whose hours were counted one after the other, is counted again at once
 * where it seems to differ. Yields after about `sliceMs`.
 */
export function* recount(reader: Reader, sliceMs: number): Slices<Recounted> {
  const report = { payments: 0, sums: 0, total: 0 };
  const differences: SumDifference[] = [];
  const hours = new Set<number>();
  const found = (hour: number, differing: readonly SumDifference[]): void => {
    report.total += differing.length;
    if (differing.length > 0 && hours.size < MAX_SUM_DIFFERENCES) hours.add(hour);
    differences.push(...differing.slice(0, MAX_SUM_DIFFERENCES - differences.length));
  };
  const endDay = (day: number, cells: Cells, places: Places): void => {
    const kept = keptBetween(reader, day, day + DAY_MS, { isCounted: ofDay, places, cells });
    report.sums += Math.max(kept.length, cells.size);
    if (differingSums(kept, sumsOf(cells)).length === 0) return;
    const anew: Cells = new Map();
    count(reader, day, day + DAY_MS, ofDay, anew);
    const now = { isCounted: ofDay, places: allPlaces(reader), cells: anew };
    found(day, differingSums(keptBetween(reader, day, day + DAY_MS, now), sumsOf(anew)));
  };
  let began = performance.now();
  let places = allPlaces(reader);
  for (let day = nextDay(reader, 0, places); day !== null; day = nextDay(reader, day + DAY_MS, places)) {
    const ofTheDay: Cells = new Map();
    for (const hour of hoursOf(reader, day, places)) {
      const cells: Cells = new Map();
      report.payments += count(reader, hour, hour + HOUR_MS, withinHour, cells);
      count(reader, hour, hour + HOUR_MS, ofDay, ofTheDay);
      const kept = keptBetween(reader, hour, hour + HOUR_MS, { isCounted: withinHour, places, cells });
      report.sums += Math.max(kept.length, cells.size);
      found(hour, differingSums(kept, sumsOf(cells)));
      if (performance.now() - began >= sliceMs) {
        yield;
        began = performance.now();
      }
    }
    endDay(day, ofTheDay, places);
    places = allPlaces(reader);
  }
  return { ...report, differences, hours: [...hours] };
}

/**
 * Makes the sums of an hour, and of its day, what the payments add up to, as they are now. Runs in the writer's transaction.
 */
export function rebuildHour(reader: Reader, bind: BindTable, hour: number): void {
  const day = dayOfHour(hour);
  const cells: Cells = new Map();
  count(reader, hour, hour + HOUR_MS, withinHour, cells);
  count(reader, day, day + DAY_MS, ofDay, cells);
  for (const of of SUM_NAMES) {
    const shape = SUMS[of];
    const table = bind(sumTable(shape));
    const remove = table.remover();
    for (const grain of grainsOf(of)) {
      const { code } = SUM_GRAINS[grain];
      const [from, to] = ofDay(grain) ? [day, day + DAY_MS] : [hour, hour + HOUR_MS];
      for (const [currency, place] of placesOf(reader, shape, code))
        for (const row of reader.all<SumRow>(
          `SELECT * FROM ${shape.table} WHERE grain = ? AND currency = ? AND location_id = ? AND bucket >= ? AND bucket < ?`,
          code,
          currency,
          place,
          from,
          to,
        ))
          remove(...['grain', 'bucket', ...shape.keys].map((name) => row[name] ?? ''));
    }
    for (const { key, keys, values } of cells.values()) {
      if (key.of !== of) continue;
      const columns = [
        ...shape.keys.map((name, i) => [name, keys[i] ?? '']),
        ...shape.values.map((name, i) => [name, values[i] ?? 0]),
      ];
      table.upsert({}, { grain: key.grain, bucket: key.bucket, ...Object.fromEntries(columns) });
    }
  }
}

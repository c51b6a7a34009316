import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import { MAX_POINTS } from '#shared/bridge/valuation.ts';
import { type Aged, ageing } from '#shared/domain/ageing.ts';
import { itemFigures } from '#shared/domain/item-figures.ts';
import { type StockPlace, stockAt, stockCourse, stockDays } from '#shared/domain/stock-days.ts';
import { DAY_MS, daysBefore } from '#shared/domain/time.ts';
import { heldSince } from '../../store/held.ts';
import { asOf, meta, type Reader } from '../../store/reader.ts';
import { itemClasses, placesOf } from '../reorder/index.ts';

type Input = MethodInput<'valuation.item'>;
type Output = MethodOutput<'valuation.item'>;

/** Since when all movements of an item are held: those of all items, or of this one, which may have been fetched. */
function itemHeldSince(reader: Reader, itemId: string): number | null {
  const complete = reader.get(
    `SELECT 1 FROM complete_records WHERE channel = 'inventory' AND kind = 'movement' AND of_kind = 'item' AND of_id = ?`,
    itemId,
  );
  return complete === undefined ? heldSince(reader, 'inventory', 'movement') : 0;
}

function coursePoints(from: number, to: number, places: readonly StockPlace[]): Output['points'] {
  const step = Math.max(1, (to - from) / (MAX_POINTS - 1));
  const instants = Array.from({ length: MAX_POINTS }, (_, i) =>
    i === MAX_POINTS - 1 ? to : Math.round(from + i * step),
  );
  return stockCourse([...new Set(instants)], places);
}

/** The limits of the location, or of the only one that has the item. */
function limitsOf(reader: Reader, { itemId, locationId }: Input): Output['limits'] {
  const levels = reader.all<{ lowAt: number; outAt: number }>(
    `SELECT low_at AS lowAt, out_at AS outAt FROM levels WHERE item_id = ? AND location_id = coalesce(?, location_id) LIMIT 2`,
    itemId,
    locationId,
  );
  return levels.length === 1 ? (levels[0] ?? null) : null;
}

function alertsOf(reader: Reader, { itemId, locationId }: Input, from: number): Output['alerts'] {
  return reader.all(
    `SELECT id, raised_at AS at, kind, severity FROM alerts INDEXED BY alerts_by_time
     WHERE raised_at >= ? AND subject ->> 'itemId' = ? AND subject ->> 'locationId' = coalesce(?, subject ->> 'locationId')
     ORDER BY raised_at DESC LIMIT 100`,
    from,
    itemId,
    locationId,
  );
}

/** Returns how old the stock of an item is. Lots of one age are summed first: an item may have very many. */
function ageingOf(
  reader: Reader,
  { itemId, locationId }: Input,
  { onHand, cost, now }: { readonly onHand: number; readonly cost: number | null; readonly now: number },
): Output['ageing'] {
  const stock = reader.all<Aged>(
    `SELECT max(0, (? - received_at) / ${DAY_MS}) AS days, sum(on_hand) AS units, count(*) AS lots
     FROM lots WHERE item_id = ? AND location_id = coalesce(?, location_id) AND on_hand > 0 GROUP BY 1`,
    Math.floor(now),
    itemId,
    locationId,
  );
  const loose = onHand - stock.reduce((sum, { units }) => sum + units, 0);
  return { classes: ageing(stock, cost), loose, looseValue: cost === null ? null : loose * cost };
}

/** Returns how the stock of an item went over whole days and today. */
export function itemHistory(reader: Reader, input: Input, now: number): Output {
  const { itemId, locationId, days } = input;
  const timeZone = meta(reader, 'time_zone') ?? 'UTC';
  const edges = daysBefore(now, days, timeZone);
  const from = edges[0] ?? 0;
  const to = Math.max(now, edges.at(-1) ?? now);
  const since = itemHeldSince(reader, itemId);
  const begin = Math.max(from, since ?? to);
  const known = since !== null && since <= from;
  const places = placesOf(reader, [itemId], locationId, begin).get(itemId) ?? [];
  const opening = places.reduce((sum, place) => sum + stockAt(place, from).onHand, 0);
  const classes = itemClasses(reader, now);
  const cost = reader.get<{ cost: number | null }>('SELECT cost FROM items WHERE id = ?', itemId)?.cost;
  const onHand = places.reduce((sum, place) => sum + place.onHand, 0);
  return {
    from,
    to,
    timeZone,
    heldSince: since,
    known,
    points: since === null || begin >= to ? [] : coursePoints(begin, to, places),
    limits: limitsOf(reader, input),
    alerts: alertsOf(reader, input, begin),
    figures: known ? itemFigures(opening, stockDays(edges, places)) : null,
    itemClass: classes?.of(itemId) ?? null,
    classKnown: classes !== null,
    value: cost === undefined || cost === null ? null : onHand * cost,
    ageing: ageingOf(reader, input, { onHand, cost: cost ?? null, now }),
    asOf: asOf(reader, ['inventory']),
  };
}

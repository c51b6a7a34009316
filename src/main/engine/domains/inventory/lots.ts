import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import { UNAVAILABLE_REASONS } from '#shared/domain/inventory.ts';
import { byFirstOut, type SetAside } from '#shared/domain/lots.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import { asOf, type Reader } from '../../store/reader.ts';
import { lotsTable, unavailableTable } from './tables.ts';

/** The most lots of an item that are shown. */
const MOST = 1000;

/** Lists the lots of an item that are on hand, in the order in which they leave. */
export function lotsOfItem(
  reader: Reader,
  { itemId }: MethodInput<'inventory.lots'>,
): MethodOutput<'inventory.lots'> {
  const lots = reader
    .all<StoredRow & { location_name: string }>(
      `SELECT ${lotsTable.select('t')}, coalesce(o.name, t.location_id) AS location_name
       FROM lots t LEFT JOIN locations o ON o.id = t.location_id WHERE t.item_id = ? AND t.on_hand > 0 LIMIT ${MOST}`,
      itemId,
    )
    .map((row) => ({ ...lotsTable.decode(row), locationName: row.location_name }))
    .toSorted(byFirstOut);
  return { lots, asOf: asOf(reader, ['inventory']) };
}

/** What the levels of an item consist of, by location. */
export interface LevelParts {
  readonly setAside: ReadonlyMap<string, SetAside[]>;
  /** How many lots are on hand. */
  readonly lots: ReadonlyMap<string, number>;
}

/** Returns what the levels of an item consist of. */
export function partsOf(reader: Reader, itemId: string): LevelParts {
  const rows = reader
    .all<StoredRow>(`SELECT ${unavailableTable.select()} FROM unavailable_stock WHERE item_id = ?`, itemId)
    .map(unavailableTable.decode)
    .toSorted((a, b) => UNAVAILABLE_REASONS.indexOf(a.reason) - UNAVAILABLE_REASONS.indexOf(b.reason));
  const setAside = new Map<string, SetAside[]>();
  for (const { locationId, reason, quantity } of rows)
    setAside.set(locationId, [...(setAside.get(locationId) ?? []), { reason, quantity }]);
  const counted = reader.all<{ locationId: string; n: number }>(
    'SELECT location_id AS locationId, count(*) AS n FROM lots WHERE item_id = ? AND on_hand > 0 GROUP BY location_id',
    itemId,
  );
  return { setAside, lots: new Map(counted.map(({ locationId, n }) => [locationId, n])) };
}

/** Returns the codes of lots, by id. */
export function lotCodes(reader: Reader, ids: readonly string[]): ReadonlyMap<string, string> {
  if (ids.length === 0) return new Map();
  const rows = reader.all<{ id: string; code: string }>(
    'SELECT id, code FROM lots WHERE id IN (SELECT value FROM json_each(?))',
    JSON.stringify(ids),
  );
  return new Map(rows.map(({ id, code }) => [id, code]));
}

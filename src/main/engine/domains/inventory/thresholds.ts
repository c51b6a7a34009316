import {
  limitsOf,
  pickThreshold,
  type StockLimits,
  scopeKey,
  scopeKeys,
  type Threshold,
} from '#shared/domain/inventory.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import { parseStockLimits } from '../../store/meta.ts';
import { meta, type Reader } from '../../store/reader.ts';
import { type PendingThresholds, pendingThresholds } from './effects.ts';
import { thresholdsTable } from './tables.ts';

/** An item at a location, with what its thresholds are found by. */
export interface Place {
  readonly itemId: string;
  readonly locationId: string;
  readonly category: string;
}

/** Returns the workspace's own limits. */
export function defaultLimits(reader: Reader): StockLimits {
  return parseStockLimits(meta(reader, 'stock_limits'));
}

/** Returns the thresholds of scopes, as they will be with the unsettled commands. */
export function thresholdsIn(
  reader: Reader,
  scopes: Iterable<string>,
  pending: PendingThresholds = pendingThresholds(reader),
): Threshold[] {
  const keys = new Set(scopes);
  const stored = reader
    .all<StoredRow>(
      `SELECT ${thresholdsTable.select()} FROM thresholds WHERE scope IN (SELECT value FROM json_each(?))`,
      JSON.stringify([...keys]),
    )
    .map(thresholdsTable.decode);
  return [
    ...stored.filter((threshold) => !pending.has(scopeKey(threshold))),
    ...[...pending].flatMap(([scope, threshold]) =>
      threshold !== null && keys.has(scope) ? [threshold] : [],
    ),
  ];
}

/**
 * Returns a function that gives the limits of a level with the unsettled commands. `stored` are those without: they are what
 * the lists filter and count by, until the gateway has decided.
 */
export function expectedLimits(reader: Reader): (place: Place, stored: StockLimits) => StockLimits {
  const pending = pendingThresholds(reader);
  if (pending.size === 0) return (_place, stored) => stored;
  const workspace = defaultLimits(reader);
  return (place, stored) => {
    const scopes = scopeKeys(place.itemId, place.locationId, place.category);
    if (!scopes.some((scope) => pending.has(scope))) return stored;
    return limitsOf(pickThreshold(thresholdsIn(reader, scopes, pending), place), workspace);
  };
}

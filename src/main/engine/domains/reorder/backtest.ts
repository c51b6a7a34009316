import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import { backtest } from '#shared/domain/backtest.ts';
import { stockDays, wasInStock } from '#shared/domain/stock-days.ts';
import type { Reader } from '../../store/reader.ts';
import { placesOf } from './flows.ts';
import { planWindow } from './plan.ts';
import { currentPolicy } from './policy.ts';

/** The items of one call, so that other reads get their turn between two calls. */
const ITEMS_A_CALL = 50;

/** Compares the forecast of each past day with what was sold, for a slice of the items. */
export function backtestSlice(
  reader: Reader,
  { weeks, locationId, after }: MethodInput<'reorder.backtest'>,
  now: number,
): MethodOutput<'reorder.backtest'> {
  const { windowDays } = currentPolicy(reader).policy;
  const { edges, from, to, heldSince, known } = planWindow(reader, windowDays + 7 * weeks, now);
  const here = `FROM items i WHERE i.status = 'active'
    AND EXISTS (SELECT 1 FROM levels l WHERE l.item_id = i.id AND l.location_id = coalesce(?, l.location_id))`;
  const count = (upTo: string | null): number =>
    reader.get<{ n: number }>(`SELECT count(*) AS n ${here} AND i.id <= coalesce(?, i.id)`, locationId, upTo)
      ?.n ?? 0;
  const total = count(null);
  const none = { next: null, done: 0, total, from: edges[windowDays] ?? from, to, heldSince };
  if (!known) return { ...none, rows: null };
  const items = reader.all<{ itemId: string; sku: string; name: string }>(
    `SELECT i.id AS itemId, i.sku, i.name ${here} AND i.id > ? ORDER BY i.id LIMIT ?`,
    locationId,
    after ?? '',
    ITEMS_A_CALL,
  );
  const places = placesOf(
    reader,
    items.map(({ itemId }) => itemId),
    locationId,
    from,
  );
  const last = items.at(-1)?.itemId ?? null;
  const done = last === null ? total : count(last);
  return {
    ...none,
    rows: items.map((item) => {
      const days = stockDays(edges, places.get(item.itemId) ?? []).map((day) => ({
        sold: day.sold,
        inStock: wasInStock(day),
      }));
      return { ...item, errors: backtest(days, windowDays) };
    }),
    next: items.length === ITEMS_A_CALL && done < total ? last : null,
    done,
  };
}

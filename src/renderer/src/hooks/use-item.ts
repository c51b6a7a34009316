import { queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import type { MethodOutput } from '#shared/bridge/index.ts';
import { bridge } from '../bridge/client.ts';

/** An item with its levels, reservations and threshold. */
export type ItemData = MethodOutput<'inventory.item'>;
/** The stock of the item at one location, with the limits that apply there. */
export type ItemLevel = ItemData['levels'][number];

const itemQuery = (itemId: string) =>
  queryOptions({
    queryKey: ['inventory', 'item', itemId],
    queryFn: () => bridge.call('inventory.item', { itemId }),
    meta: { record: itemId, intervalMs: 500 },
  });

/** Reads an item with its levels, reservations and threshold; again when it changes, at most twice a second. */
export function useItem(itemId: string) {
  return useQuery(itemQuery(itemId));
}

/** Returns some items as `useItem` reads them, as far as they are read. */
export function useItems(itemIds: readonly string[]): readonly ItemData[] {
  const read = useQueries({ queries: itemIds.map(itemQuery) });
  return read.flatMap(({ data }) => data ?? []);
}

import { useQuery } from '@tanstack/react-query';
import type { Item, Threshold } from '#shared/domain/inventory.ts';
import { MAX_BULK } from '#shared/domain/items.ts';
import { bridge } from '../../../bridge/client.ts';

/** Reads items by their ids, with the limits that are set for each of them at all locations. Null until they are read. */
export function useItems(itemIds: readonly string[]): {
  readonly items: readonly Item[] | null;
  readonly thresholds: readonly Threshold[];
  readonly error: Error | null;
} {
  const { data, error } = useQuery({
    queryKey: ['inventory', 'items', itemIds],
    queryFn: () => bridge.call('inventory.items', { itemIds: [...itemIds] }),
    enabled: itemIds.length > 0 && itemIds.length <= MAX_BULK,
  });
  return { items: data?.items ?? null, thresholds: data?.thresholds ?? [], error };
}

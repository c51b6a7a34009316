import { useQuery } from '@tanstack/react-query';
import type { MethodOutput } from '#shared/bridge/index.ts';
import { bridge } from '../../../bridge/client.ts';

/** A lot with the name of its location. */
export type LotView = MethodOutput<'inventory.lots'>['lots'][number];

/** Reads the lots of an item that are on hand; again when the item changes. */
export function useLots(itemId: string) {
  return useQuery({
    queryKey: ['inventory', 'lots', itemId],
    queryFn: () => bridge.call('inventory.lots', { itemId }),
    meta: { record: itemId, intervalMs: 1000 },
  });
}

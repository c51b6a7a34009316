import { useQuery } from '@tanstack/react-query';
import { bridge } from '../../bridge/client.ts';

/** An item with its levels, reservations and threshold. Read again when it changes, at most twice a second. */
export function useItem(itemId: string) {
  return useQuery({
    queryKey: ['inventory', 'item', itemId],
    queryFn: () => bridge.call('inventory.item', { itemId }),
    meta: { record: itemId, intervalMs: 500 },
  });
}

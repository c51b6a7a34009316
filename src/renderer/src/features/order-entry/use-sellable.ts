import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { SellableItem } from '#shared/bridge/orders.ts';
import { bridge } from '../../bridge/client.ts';
import type { Items } from './order-form.ts';

const NONE: Readonly<Items> = new Map();
const byId = (items: readonly SellableItem[]): Items => new Map(items.map((item) => [item.id, item]));

/** Returns the items of an order with what is available of each; undefined until they are read. */
export function useSellable(itemIds: readonly string[]): Items | undefined {
  const ids = [...new Set(itemIds)].sort();
  const { data } = useQuery({
    queryKey: ['orders', 'sellable', 'items', ids],
    queryFn: () => bridge.call('orders.sellable', { search: '', itemIds: ids, currency: null, limit: 200 }),
    enabled: ids.length > 0,
    placeholderData: keepPreviousData,
    select: ({ items }) => byId(items),
  });
  return ids.length === 0 ? NONE : data;
}

/** Returns an item that a code named; undefined if it is gone. */
export async function sellableItem(itemId: string): Promise<SellableItem | undefined> {
  const question = { search: '', itemIds: [itemId], currency: null, limit: 1 };
  return (await bridge.call('orders.sellable', question)).items[0];
}

import { useCallback } from 'react';
import { supplierOf } from '#shared/domain/suppliers.ts';
import { ordersFor, type WantedLine, type WantedOrder } from '#shared/domain/wanted-orders.ts';
import { bridge } from '../bridge/client.ts';
import { newId } from '../lib/new-id.ts';
import { useCommand } from './use-command.ts';

/** An order that was drafted. */
export interface DraftedOrder {
  readonly purchaseId: string;
  readonly supplierId: string;
  readonly locationId: string;
}

/** Returns a function that drafts orders, one after the other. Resolves with those that the outbox has; the answers come later. */
export function useDraftOrders(): (orders: readonly WantedOrder[]) => Promise<DraftedOrder[]> {
  const { submit } = useCommand('purchasing.create_order');
  return useCallback(
    async (orders) => {
      const drafted: DraftedOrder[] = [];
      for (const { supplierId, locationId, lines } of orders) {
        const purchaseId = newId();
        const sent = await submit({
          ...{ purchaseId, number: null, supplierId, locationId, expectedOn: null, note: null, place: false },
          lines: lines.map(({ itemId, quantity, price }) => ({ itemId, quantity, unitPrice: price })),
        });
        if (sent.ok) drafted.push({ purchaseId, supplierId, locationId });
      }
      return drafted;
    },
    [submit],
  );
}

/** Returns a function that drafts an order of one item, in whole packs, from its supplier; null if it has none. */
export function useDraftItem(): (wanted: WantedLine) => Promise<DraftedOrder | null> {
  const draft = useDraftOrders();
  return useCallback(
    async (wanted) => {
      const { offers } = await bridge.call('suppliers.of_item', { itemId: wanted.itemId });
      const { orders } = ordersFor([wanted], () => supplierOf(offers)?.offer);
      return (await draft(orders))[0] ?? null;
    },
    [draft],
  );
}

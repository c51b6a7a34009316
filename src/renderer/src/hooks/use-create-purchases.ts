import { useCallback } from 'react';
import { ordersFor, type WantedLine } from '#shared/domain/purchasing.ts';
import { supplierOf } from '#shared/domain/suppliers.ts';
import { bridge } from '../bridge/client.ts';
import { newId } from '../lib/new-id.ts';
import { useCommand } from './use-command.ts';

/** What became of a list of wanted items. */
export interface CreatedPurchases {
  /** The new orders, one per supplier. */
  readonly purchaseIds: readonly string[];
  /** The items that no order has: nobody sells them, or several do and none is preferred. */
  readonly without: readonly string[];
}

/** How many suppliers of items are read at a time. */
const AT_ONCE = 20;

/**
 * Returns a function that orders what is wanted in one step: an order for each preferred supplier, in whole packs, at its prices.
 * The orders are drafts unless `place`. Resolves once the outbox has them; the server's answers come later.
 */
export function useCreatePurchases(): (
  wanted: readonly WantedLine[],
  options: { readonly locationId: string; readonly place: boolean },
) => Promise<CreatedPurchases> {
  const { submit } = useCommand('purchasing.create_order');
  return useCallback(
    async (wanted, { locationId, place }) => {
      const offers = await offersOf([...new Set(wanted.map(({ itemId }) => itemId))]);
      const { orders, without } = ordersFor(wanted, (itemId) => offers.get(itemId));
      const purchaseIds: string[] = [];
      for (const { supplierId, lines } of orders) {
        const purchaseId = newId();
        const sent = await submit({
          ...{ purchaseId, number: null, supplierId, locationId, expectedOn: null, note: null, place },
          lines: lines.map((line) => ({ ...line, unitPrice: null })),
        });
        if (sent.ok) purchaseIds.push(purchaseId);
      }
      return { purchaseIds, without };
    },
    [submit],
  );
}

/** Returns the supplier that each item is ordered from, if there is one. */
async function offersOf(itemIds: readonly string[]) {
  const found = new Map<string, { readonly supplierId: string; readonly packSize: number }>();
  for (let from = 0; from < itemIds.length; from += AT_ONCE) {
    const some = itemIds.slice(from, from + AT_ONCE);
    const answers = await Promise.all(some.map((itemId) => bridge.call('suppliers.of_item', { itemId })));
    for (const [n, { offers }] of answers.entries()) {
      const offer = supplierOf(offers.filter(({ status }) => status === 'active'));
      const itemId = some[n];
      if (offer && itemId !== undefined) found.set(itemId, offer);
    }
  }
  return found;
}

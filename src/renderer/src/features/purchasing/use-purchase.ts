import { useQuery } from '@tanstack/react-query';
import type { MethodOutput } from '#shared/bridge/index.ts';
import { bridge } from '../../bridge/client.ts';

/** A purchase order, as it stands with the user's unsettled commands. */
export type PurchaseData = MethodOutput<'purchasing.order'>;

/** Reads a purchase order; again when it changes. */
export function usePurchase(purchaseId: string) {
  return useQuery({
    queryKey: ['purchasing', 'order', purchaseId],
    queryFn: () => bridge.call('purchasing.order', { purchaseId }),
    meta: { record: purchaseId },
  });
}

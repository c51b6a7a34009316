import { useQuery } from '@tanstack/react-query';
import { bridge } from '../../../bridge/client.ts';

/** Reads the shipments of an order; again when it changes. */
export function useShipments(orderId: string) {
  return useQuery({
    queryKey: ['orders', 'shipments', orderId],
    queryFn: () => bridge.call('orders.shipments', { orderId }),
    meta: { record: orderId },
  });
}

import { useQuery } from '@tanstack/react-query';
import type { MethodOutput } from '#shared/bridge/index.ts';
import { bridge } from '../../../bridge/client.ts';

/** An order with its payments, as it stands with the user's unsettled commands. */
export type OrderData = MethodOutput<'orders.order'>;

/** Reads an order; again when it changes. */
export function useOrder(orderId: string) {
  return useQuery({
    queryKey: ['orders', 'order', orderId],
    queryFn: () => bridge.call('orders.order', { orderId }),
    meta: { record: orderId },
  });
}

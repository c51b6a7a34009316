import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type OrderSummary, ordersBy } from '#shared/bridge/orders.ts';
import { isOpenOrder } from '#shared/domain/orders.ts';
import { bridge } from '../../../bridge/client.ts';
import { useCan } from '../../../stores/session.ts';

/** How many open orders are suggested. */
const SUGGESTED = 8;
/** Numbers are no longer than this. */
const MAX_NUMBER = 64;

/** What the number in the field stands for. */
export type ChosenOrder =
  | { readonly state: 'none' }
  | { readonly state: 'reading' }
  | { readonly state: 'unknown' }
  | { readonly state: 'closed'; readonly status: OrderSummary['status'] }
  | { readonly state: 'open'; readonly id: string; readonly number: string };

/** The order that a number names, and open orders that begin so. */
export interface OrderChoice {
  readonly chosen: ChosenOrder;
  readonly suggestions: readonly OrderSummary[];
}

async function openOrders(search: string): Promise<readonly OrderSummary[]> {
  const by = (status: 'paid' | 'placed') => ({
    ...ordersBy({ search, status }),
    after: null,
    limit: SUGGESTED,
  });
  const [paid, placed] = await Promise.all([
    bridge.call('orders.search', by('paid')),
    bridge.call('orders.search', by('placed')),
  ]);
  return [...paid.rows, ...placed.rows]
    .filter(isOpenOrder)
    .sort((a, b) => b.placedAt - a.placedAt)
    .slice(0, SUGGESTED);
}

/** Returns what a number stands for, in any case. */
async function orderNumbered(number: string): Promise<ChosenOrder> {
  if (number.length > MAX_NUMBER) return { state: 'unknown' };
  const { references } = await bridge.call('orders.references', { words: [number] });
  const id = references.find(({ subject }) => subject.kind === 'order')?.subject.id;
  if (id === undefined) return { state: 'unknown' };
  const { order } = await bridge.call('orders.order', { orderId: id });
  if (order === null) return { state: 'unknown' };
  return isOpenOrder(order)
    ? { state: 'open', id, number: order.number }
    : { state: 'closed', status: order.status };
}

/** Follows the number of an order as it is typed. Nothing is read for those who may not read orders. */
export function useOrderChoice(text: string): OrderChoice {
  const allowed = useCan('orders:read');
  const number = text.trim();
  const found = useQuery({
    queryKey: ['orders', 'suggested', number],
    queryFn: () => openOrders(number.slice(0, MAX_NUMBER)),
    placeholderData: keepPreviousData,
    enabled: allowed,
  });
  const named = useQuery({
    queryKey: ['orders', 'numbered', number],
    queryFn: () => orderNumbered(number),
    enabled: allowed && number !== '',
  });
  return {
    chosen:
      number === '' ? { state: 'none' } : (named.data ?? { state: named.error ? 'unknown' : 'reading' }),
    suggestions: found.data ?? [],
  };
}

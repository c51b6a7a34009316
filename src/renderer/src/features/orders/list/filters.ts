import { Day } from '#shared/domain/days.ts';
import { Currency } from '#shared/domain/money.ts';
import {
  ALL_ORDERS,
  ORDER_SORTS,
  type OrderFilters,
  type OrderSort,
  PAYMENT_FILTERS,
} from '#shared/domain/order-list.ts';
import { ORDER_STATUSES } from '#shared/domain/orders.ts';
import { unlessDefault, withParams } from '../../../lib/params.ts';
import { viewAddress } from '../../views/index.ts';

export type { OrderFilters } from '#shared/domain/order-list.ts';

/** The status filters, in the order in which they are offered. */
export const STATUS_FILTERS = ['any', ...ORDER_STATUSES] as const;

const dayOf = (text: string | null): string | null => Day.safeParse(text).data ?? null;
const amountOf = (text: string | null): number | null =>
  text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;

/** Reads an amount's limits; null without any. */
function limitsOf(params: URLSearchParams): OrderFilters['amount'] {
  const currency = Currency.safeParse(params.get('currency')).data;
  const [least, most] = [amountOf(params.get('min')), amountOf(params.get('max'))];
  return currency === undefined || (least === null && most === null) ? null : { currency, least, most };
}

/** Reads the filters from the address. Unknown and missing values become the defaults. */
export function readOrderFilters(params: URLSearchParams): OrderFilters {
  const direction = params.get('dir');
  return {
    search: (params.get('q') ?? '').slice(0, 200),
    status: STATUS_FILTERS.find((value) => value === params.get('status')) ?? 'any',
    customerId: params.get('customer')?.slice(0, 64) || null,
    locationId: params.get('location')?.slice(0, 64) || null,
    payment: PAYMENT_FILTERS.find((value) => value === params.get('payment')) ?? 'any',
    overdue: params.get('overdue') === '1',
    partly: params.get('partly') === '1',
    from: dayOf(params.get('from')),
    to: dayOf(params.get('to')),
    amount: limitsOf(params),
    sort: ORDER_SORTS.find((value) => value === params.get('sort')) ?? ALL_ORDERS.sort,
    direction: direction === 'asc' || direction === 'desc' ? direction : ALL_ORDERS.direction,
  };
}

/** Writes a change to the address. Defaults are omitted; other parameters stay. */
export function writeOrderFilters(params: URLSearchParams, change: Partial<OrderFilters>): URLSearchParams {
  const next = { ...readOrderFilters(params), ...change };
  const limit = (amount: number | null | undefined): string | null => amount?.toString() ?? null;
  return withParams(params, {
    q: next.search.slice(0, 200),
    status: unlessDefault(next.status, 'any'),
    customer: next.customerId,
    location: next.locationId,
    payment: unlessDefault(next.payment, 'any'),
    overdue: next.overdue ? '1' : null,
    partly: next.partly ? '1' : null,
    from: next.from,
    to: next.to,
    currency: next.amount?.currency ?? null,
    min: limit(next.amount?.least),
    max: limit(next.amount?.most),
    sort: unlessDefault(next.sort, ALL_ORDERS.sort),
    dir: unlessDefault(next.direction, ALL_ORDERS.direction),
  });
}

/** How many filters are active besides words, status and days, which are always in view. */
export function hiddenFilters({ locationId, payment, overdue, partly, amount }: OrderFilters): number {
  return [locationId !== null, payment !== 'any', overdue, partly, amount !== null].filter(Boolean).length;
}

/** Whether any filter or search is active. */
export function isNarrowed(filters: OrderFilters): boolean {
  const { search, status, customerId, from, to } = filters;
  const inView = search !== '' || status !== 'any' || customerId !== null || from !== null || to !== null;
  return inView || hiddenFilters(filters) > 0;
}

/** Returns the sort order after a click on a column. What is newest or greatest comes first; numbers begin with the first. */
export function nextSort(
  filters: Pick<OrderFilters, 'sort' | 'direction'>,
  sort: OrderSort,
): Pick<OrderFilters, 'sort' | 'direction'> {
  if (filters.sort !== sort) return { sort, direction: sort === 'number' ? 'asc' : 'desc' };
  return { sort, direction: filters.direction === 'asc' ? 'desc' : 'asc' };
}

/** The parameters of the address that the filters stand in. */
export const ORDER_PARAMETERS = [
  ...(['q', 'status', 'customer', 'location', 'payment', 'overdue', 'partly'] as const),
  ...(['from', 'to', 'currency', 'min', 'max', 'sort', 'dir'] as const),
];

/** The addresses of saved views of the list of orders. */
export const ORDERS_ADDRESS = viewAddress<OrderFilters, Partial<OrderFilters>>({
  names: ORDER_PARAMETERS,
  read: readOrderFilters,
  write: writeOrderFilters,
  join: (filters, change) => ({ ...filters, ...change }),
  sortOf: ({ sort, direction }) => ({ by: sort, direction }),
});

import type { MethodInput } from '#shared/bridge/index.ts';
import { Day } from '#shared/domain/days.ts';
import { ORDER_STATUSES } from '#shared/domain/orders.ts';
import { unlessDefault, withParams } from '../../../lib/params.ts';

/** What the list shows. Kept in the address, so that it survives reloading, going back and sharing. */
export type OrderFilters = Omit<MethodInput<'orders.search'>, 'after' | 'limit'>;

/** The status filters, in the order of their segments. */
export const STATUS_FILTERS = ['any', ...ORDER_STATUSES] as const;

const dayOf = (text: string | null): string | null => Day.safeParse(text).data ?? null;

/** Reads the filters from the address. Unknown and missing values become the defaults. */
export function readOrderFilters(params: URLSearchParams): OrderFilters {
  return {
    search: (params.get('q') ?? '').slice(0, 200),
    status: STATUS_FILTERS.find((value) => value === params.get('status')) ?? 'any',
    customerId: params.get('customer')?.slice(0, 64) || null,
    from: dayOf(params.get('from')),
    to: dayOf(params.get('to')),
  };
}

/** Writes a change to the address. Defaults are omitted; other parameters stay. */
export function writeOrderFilters(params: URLSearchParams, change: Partial<OrderFilters>): URLSearchParams {
  const next = { ...readOrderFilters(params), ...change };
  return withParams(params, {
    q: next.search.slice(0, 200),
    status: unlessDefault(next.status, 'any'),
    customer: next.customerId,
    from: next.from,
    to: next.to,
  });
}

/** Whether any filter or search is active. */
export function isNarrowed({ search, status, customerId, from, to }: OrderFilters): boolean {
  return search !== '' || status !== 'any' || customerId !== null || from !== null || to !== null;
}

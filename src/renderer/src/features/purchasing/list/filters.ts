import type { MethodInput } from '#shared/bridge/index.ts';
import { PURCHASE_FILTERS } from '#shared/bridge/purchasing.ts';
import { unlessDefault, withParams } from '../../../lib/params.ts';

/** What the list shows. Kept in the address, so that it survives reloading, going back and sharing. */
export type PurchaseFilters = Omit<MethodInput<'purchasing.search'>, 'after' | 'limit'>;

/** Reads the filters from the address. Unknown and missing values become the defaults. */
export function readPurchaseFilters(params: URLSearchParams): PurchaseFilters {
  return {
    search: (params.get('q') ?? '').slice(0, 200),
    status: PURCHASE_FILTERS.find((value) => value === params.get('status')) ?? 'any',
    supplierId: params.get('supplier')?.slice(0, 64) || null,
  };
}

/** Writes a change to the address. Defaults are omitted; other parameters stay. */
export function writePurchaseFilters(
  params: URLSearchParams,
  change: Partial<PurchaseFilters>,
): URLSearchParams {
  const next = { ...readPurchaseFilters(params), ...change };
  return withParams(params, {
    q: next.search.slice(0, 200),
    status: unlessDefault(next.status, 'any'),
    supplier: next.supplierId,
  });
}

/** Whether any filter or search is active. */
export function isNarrowed({ search, status, supplierId }: PurchaseFilters): boolean {
  return search !== '' || status !== 'any' || supplierId !== null;
}

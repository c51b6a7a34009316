import type { MethodInput } from '#shared/bridge/index.ts';
import { unlessDefault, withParams } from '../../lib/params.ts';

/** What the list shows. Kept in the address, so that it survives reloading, going back and sharing. */
type SupplierFilters = Pick<MethodInput<'suppliers.list'>, 'search' | 'status'>;

/** The status filters, in their order. */
export const STATUS_FILTERS = ['active', 'any', 'archived'] as const;

/** Reads the filters from the address. Unknown and missing values become the defaults. */
export function readSupplierFilters(params: URLSearchParams): SupplierFilters {
  return {
    search: (params.get('q') ?? '').slice(0, 200),
    status: STATUS_FILTERS.find((value) => value === params.get('status')) ?? 'active',
  };
}

/** Writes a change to the address. Defaults are omitted; other parameters stay. */
export function writeSupplierFilters(
  params: URLSearchParams,
  change: Partial<SupplierFilters>,
): URLSearchParams {
  const next = { ...readSupplierFilters(params), ...change };
  return withParams(params, { q: next.search.slice(0, 200), status: unlessDefault(next.status, 'active') });
}

/** Whether a search or a filter is active. */
export function isNarrowed({ search, status }: SupplierFilters): boolean {
  return search !== '' || status !== 'active';
}

import type { MethodInput } from '#shared/bridge/index.ts';
import { STOCK_SORTS } from '#shared/bridge/inventory.ts';
import { unlessDefault, withParams } from '../../lib/params.ts';

/** What the table shows. Kept in the address, so that it survives reloading, going back and sharing. */
export type StockFilters = Omit<MethodInput<'inventory.list'>, 'after' | 'limit'>;

/** The status filters, in the order of their segments. */
export const STATUS_FILTERS = ['any', 'low', 'out', 'ok'] as const;
const DEFAULTS: StockFilters = {
  search: '',
  locationId: null,
  category: null,
  status: 'any',
  archived: false,
  sort: 'name',
  direction: 'asc',
};

/** Reads the filters from the address. Unknown and missing values become the defaults. */
export function readStockFilters(params: URLSearchParams): StockFilters {
  return {
    search: (params.get('q') ?? '').slice(0, 200),
    locationId: params.get('location')?.slice(0, 64) || null,
    category: params.get('category')?.slice(0, 120) || null,
    status: STATUS_FILTERS.find((value) => value === params.get('status')) ?? DEFAULTS.status,
    archived: params.get('archived') === '1',
    sort: STOCK_SORTS.find((value) => value === params.get('sort')) ?? DEFAULTS.sort,
    direction: params.get('dir') === 'desc' ? 'desc' : 'asc',
  };
}

/** Writes a change to the address. Defaults are omitted; other parameters stay. */
export function writeStockFilters(params: URLSearchParams, change: Partial<StockFilters>): URLSearchParams {
  const next = { ...readStockFilters(params), ...change };
  return withParams(params, {
    q: next.search.slice(0, 200),
    location: next.locationId,
    category: next.category,
    status: unlessDefault(next.status, DEFAULTS.status),
    archived: next.archived ? '1' : null,
    sort: unlessDefault(next.sort, DEFAULTS.sort),
    dir: unlessDefault(next.direction, DEFAULTS.direction),
  });
}

/** Whether any filter or search is active. */
export function isNarrowed(filters: StockFilters): boolean {
  return (
    filters.search !== '' ||
    filters.locationId !== null ||
    filters.category !== null ||
    filters.archived ||
    filters.status !== 'any'
  );
}

/** Returns the sort order after a click on a column. Numbers start with the smallest: low stock matters most. */
export function nextSort(
  filters: Pick<StockFilters, 'sort' | 'direction'>,
  sort: StockFilters['sort'],
): Pick<StockFilters, 'sort' | 'direction'> {
  if (filters.sort !== sort) return { sort, direction: 'asc' };
  return { sort, direction: filters.direction === 'asc' ? 'desc' : 'asc' };
}

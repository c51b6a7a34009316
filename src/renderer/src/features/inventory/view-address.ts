import type { View, ViewColumn, ViewContent } from '#shared/domain/views.ts';
import { readStockFilters, type StockFilters, writeStockFilters } from './filters.ts';

/** The view that the address names, and the version of it that the user has changed on screen. */
const VIEW = 'saved';
const BASE = 'edited';

/** The filters of the address, without what names the view. */
const FILTERS = ['q', 'location', 'category', 'status', 'archived', 'sort', 'dir'] as const;

/** Returns the filters of a view. Filters that this version does not know are left out. */
export function filtersOfView({ filters, sort }: Pick<View, 'filters' | 'sort'>): StockFilters {
  const params = new URLSearchParams(filters.map(({ name, value }) => [name, value]));
  if (sort !== null) {
    params.set('sort', sort.by);
    params.set('dir', sort.direction);
  }
  return readStockFilters(params);
}

/**
 * Returns the filters that an address stands for: those of the view that it names, as it is saved now, or its own once the user
 * has changed them. `base` is the version that was changed; null for an unchanged view and without one.
 */
export function readShown(
  params: URLSearchParams,
  view: Pick<View, 'filters' | 'sort' | 'version'> | null,
): { readonly filters: StockFilters; readonly base: number | null } {
  const base = view === null ? 0 : Number(params.get(BASE) ?? 0);
  if (view !== null && !(Number.isInteger(base) && base > 0))
    return { filters: filtersOfView(view), base: null };
  return { filters: readStockFilters(params), base: view === null ? null : base };
}

/** Writes a change to the address. The first change of a view notes the version that it was made on. */
export function writeShown(
  params: URLSearchParams,
  view: Pick<View, 'filters' | 'sort' | 'version'> | null,
  change: Partial<StockFilters>,
): URLSearchParams {
  const { filters, base } = readShown(params, view);
  const next = writeStockFilters(params, { ...filters, ...change });
  if (view === null) {
    next.delete(VIEW);
    next.delete(BASE);
  } else next.set(BASE, String(base ?? view.version));
  return next;
}

/** Returns the address that shows a view as it is saved, or all stock. */
export function openView(params: URLSearchParams, viewId: string | null): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const name of [...FILTERS, BASE, VIEW]) next.delete(name);
  if (viewId !== null) next.set(VIEW, viewId);
  return next;
}

/** Returns what is on screen as a view is saved. */
export function contentOf(filters: StockFilters, columns: readonly ViewColumn[] | null): ViewContent {
  const { sort, direction, ...rest } = filters;
  const written = writeStockFilters(new URLSearchParams(), rest);
  return {
    filters: [...written].map(([name, value]) => ({ name, value })),
    sort: { by: sort, direction },
    columns: columns === null ? null : [...columns],
  };
}

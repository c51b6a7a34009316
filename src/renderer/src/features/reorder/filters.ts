import type { MethodInput } from '#shared/bridge/index.ts';
import { REORDER_SORTS } from '#shared/bridge/reorder.ts';
import { ABC_CLASSES } from '#shared/domain/abc.ts';
import { REORDER_NEEDS } from '#shared/domain/reorder.ts';

/** What the list shows. Kept in the address, so that it survives reloading, going back and sharing. */
export type ReorderFilters = Omit<MethodInput<'reorder.list'>, 'after' | 'limit'>;

const oneOf = <T extends string>(values: readonly T[], text: string | null): T | undefined =>
  values.find((value) => value === text);

/** Reads the filters from the address. Unknown and missing values become the defaults. */
export function readReorderFilters(params: URLSearchParams): ReorderFilters {
  return {
    search: (params.get('q') ?? '').slice(0, 200),
    locationId: params.get('location')?.slice(0, 64) || null,
    category: params.get('category')?.slice(0, 120) || null,
    supplierId: params.get('supplier')?.slice(0, 64) || null,
    itemClass: oneOf(ABC_CLASSES, params.get('class')) ?? null,
    need: oneOf(REORDER_NEEDS, params.get('need')) ?? 'now',
    sort: oneOf(REORDER_SORTS, params.get('sort')) ?? 'cover',
    direction: params.get('direction') === 'desc' ? 'desc' : 'asc',
  };
}

/** Writes a change to the address. Defaults are omitted; other parameters stay. */
export function writeReorderFilters(
  params: URLSearchParams,
  change: Partial<ReorderFilters>,
): URLSearchParams {
  const next = { ...readReorderFilters(params), ...change };
  const out = new URLSearchParams(params);
  const put = (name: string, value: string | null, usual: string | null = null): void => {
    if (value === null || value === '' || value === usual) out.delete(name);
    else out.set(name, value);
  };
  put('q', next.search.slice(0, 200));
  put('location', next.locationId);
  put('category', next.category);
  put('supplier', next.supplierId);
  put('class', next.itemClass);
  put('need', next.need, 'now');
  put('sort', next.sort, 'cover');
  put('direction', next.direction, 'asc');
  return out;
}

/** Whether a search or a filter besides the need is active. */
export function isNarrowed({ search, category, supplierId, itemClass }: ReorderFilters): boolean {
  return search !== '' || category !== null || supplierId !== null || itemClass !== null;
}

import type { MethodInput } from '#shared/bridge/index.ts';
import { MAX_REORDER_ITEMS, REORDER_SORTS } from '#shared/bridge/reorder.ts';
import { ABC_CLASSES } from '#shared/domain/abc.ts';
import { REORDER_NEEDS } from '#shared/domain/reorder.ts';
import { unlessDefault, withParams } from '../../lib/params.ts';

/** What the list shows. Kept in the address, so that it survives reloading, going back and sharing. */
export type ReorderFilters = Omit<MethodInput<'reorder.list'>, 'after' | 'limit'>;

const oneOf = <T extends string>(values: readonly T[], text: string | null): T | undefined =>
  values.find((value) => value === text);

/** Ids stand in the address as they are, apart from each other by a comma. */
function readItems(text: string | null): string[] | null {
  if (text === null) return null;
  const ids = text.split(',').filter((id) => id !== '' && id.length <= 64);
  return ids.length === 0 ? null : ids.slice(0, MAX_REORDER_ITEMS);
}

/** Returns the address of the list of some items, whether they need an order or not; of the first, if they are too many. */
export function chosenItems(itemIds: readonly string[]): string {
  return new URLSearchParams({
    items: itemIds.slice(0, MAX_REORDER_ITEMS).join(','),
    need: 'any',
  }).toString();
}

/** Reads the filters from the address. Unknown and missing values become the defaults. */
export function readReorderFilters(params: URLSearchParams): ReorderFilters {
  return {
    itemIds: readItems(params.get('items')),
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
  return withParams(params, {
    items: next.itemIds?.join(',') ?? null,
    q: next.search.slice(0, 200),
    location: next.locationId,
    category: next.category,
    supplier: next.supplierId,
    class: next.itemClass,
    need: unlessDefault(next.need, 'now'),
    sort: unlessDefault(next.sort, 'cover'),
    direction: unlessDefault(next.direction, 'asc'),
  });
}

/** Whether a search or a filter besides the need is active. */
export function isNarrowed({ itemIds, search, category, supplierId, itemClass }: ReorderFilters): boolean {
  return (
    (itemIds ?? null) !== null ||
    search !== '' ||
    category !== null ||
    supplierId !== null ||
    itemClass !== null
  );
}

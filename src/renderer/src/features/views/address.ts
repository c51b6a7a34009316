import type { View, ViewColumn, ViewContent } from '#shared/domain/views.ts';

/** The view that the address names, and the version of it that the user has changed on screen. */
const VIEW = 'saved';
const BASE = 'edited';
/** How a sort order is written. */
const SORT = { by: 'sort', direction: 'dir' } as const;

type Saved = Pick<View, 'filters' | 'sort' | 'version'>;

/** How a page keeps its filters in the address. */
export interface AddressedFilters<F, C> {
  /** The parameters of the filters. */
  readonly names: readonly string[];
  /** Reads the filters. Unknown and missing values become the defaults. */
  readonly read: (params: URLSearchParams) => F;
  /** Writes a change. Defaults are omitted; other parameters stay. */
  readonly write: (params: URLSearchParams, change: C) => URLSearchParams;
  /** Joins filters and a change of them. */
  readonly join: (filters: F, change: C) => C;
  readonly sortOf: (filters: F) => NonNullable<ViewContent['sort']>;
}

/** What an address stands for; `base` is the version that the user changed, null for an unchanged view and without one. */
interface Shown<F> {
  readonly filters: F;
  readonly base: number | null;
}

/** Reads and writes addresses that stand for a saved view of a page. */
export interface ViewAddress<F, C> {
  /** Returns the filters of a view. Filters that this version does not know are left out. */
  readonly filtersOfView: (view: Pick<View, 'filters' | 'sort'>) => F;
  /** Returns what an address stands for: the view that it names, as it is saved now, or its own filters once they were changed. */
  readonly readShown: (params: URLSearchParams, view: Saved | null) => Shown<F>;
  /** Writes a change to the address. The first change of a view notes the version that it was made on. */
  readonly writeShown: (params: URLSearchParams, view: Saved | null, change: C) => URLSearchParams;
  /** Returns the address that shows a view as it is saved, or the page without one. */
  readonly openView: (params: URLSearchParams, viewId: string | null) => URLSearchParams;
  /** Returns what is on screen as a view is saved. */
  readonly contentOf: (filters: F, columns: readonly ViewColumn[] | null) => ViewContent;
}

/** Creates the address of a page's views. */
export function viewAddress<F extends C, C>(page: AddressedFilters<F, C>): ViewAddress<F, C> {
  const filtersOfView: ViewAddress<F, C>['filtersOfView'] = ({ filters, sort }) => {
    const params = new URLSearchParams(filters.map(({ name, value }) => [name, value]));
    if (sort !== null) {
      params.set(SORT.by, sort.by);
      params.set(SORT.direction, sort.direction);
    }
    return page.read(params);
  };
  const readShown: ViewAddress<F, C>['readShown'] = (params, view) => {
    if (view === null) return { filters: page.read(params), base: null };
    const base = Number(params.get(BASE) ?? 0);
    return Number.isInteger(base) && base > 0
      ? { filters: page.read(params), base }
      : { filters: filtersOfView(view), base: null };
  };
  return {
    filtersOfView,
    readShown,
    writeShown(params, view, change) {
      const { filters, base } = readShown(params, view);
      const next = page.write(params, page.join(filters, change));
      if (view === null) {
        next.delete(VIEW);
        next.delete(BASE);
      } else next.set(BASE, String(base ?? view.version));
      return next;
    },
    openView(params, viewId) {
      const next = new URLSearchParams(params);
      for (const name of [...page.names, BASE, VIEW]) next.delete(name);
      if (viewId !== null) next.set(VIEW, viewId);
      return next;
    },
    contentOf(filters, columns) {
      const written = page.write(new URLSearchParams(), filters);
      for (const name of Object.values(SORT)) written.delete(name);
      return {
        filters: [...written].map(([name, value]) => ({ name, value })),
        sort: page.sortOf(filters),
        columns: columns === null ? null : [...columns],
      };
    },
  };
}

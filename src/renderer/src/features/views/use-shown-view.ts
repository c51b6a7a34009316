import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { ListedView } from '#shared/bridge/views.ts';
import type { ViewPage } from '#shared/domain/views.ts';
import { useUserId } from '../../stores/session.ts';
import { setTableLayout, type TableLayout, useTableLayout } from '../../stores/table-layouts.ts';
import type { ViewAddress } from './address.ts';
import { type ShownView, useViews } from './use-views.ts';

/** What a table shows: filters, columns, and the saved view that they began with. */
export interface TableView<F, C = Partial<F>> {
  /** null until the view that the address names is read. */
  readonly filters: F | null;
  readonly layout: TableLayout;
  readonly shown: ShownView;
  readonly views: readonly ListedView[] | undefined;
  /** Whether the address names a view that does not exist any more. */
  readonly gone: boolean;
  readonly onFilters: (change: C) => void;
  readonly onColumns: (columns: TableLayout) => void;
}

/** Reads what the address of a page with a table names, and writes what the user changes. `address` are functions of a module. */
export function useShownView<F extends C, C extends object>(
  page: ViewPage,
  allLabel: string,
  { readShown, writeShown, openView, contentOf }: ViewAddress<F, C>,
  noChange: C,
): TableView<F, C> {
  const user = useUserId();
  const [params, setParams] = useSearchParams();
  const views = useViews(page);
  const address = params.toString();
  const viewId = params.get('saved');
  const view = views?.find(({ id }) => id === viewId) ?? null;
  const gone = viewId !== null && views !== undefined && view === null;
  const shownFilters = useMemo(
    () => readShown(new URLSearchParams(address), view),
    [address, view, readShown],
  );
  const { filters, base } = shownFilters;
  // A change of a view's columns is the user's until it is saved.
  const table = viewId === null ? page : `${page}/${viewId}`;
  const own = useTableLayout(table);
  const layout = viewId === null || base !== null ? (own ?? view?.columns ?? null) : (view?.columns ?? null);

  const onFilters = useCallback(
    (change: C) => setParams((before) => writeShown(before, view, change), { replace: true }),
    [setParams, view, writeShown],
  );
  const onColumns = useCallback(
    (columns: TableLayout) => {
      setTableLayout(user, table, columns);
      if (view !== null) setParams((before) => writeShown(before, view, noChange), { replace: true });
    },
    [setParams, user, table, view, writeShown, noChange],
  );
  const onOpen = useCallback(
    (id: string | null) => {
      if (id !== null) setTableLayout(user, `${page}/${id}`, null);
      setParams((before) => openView(before, id));
    },
    [setParams, user, page, openView],
  );
  const content = useMemo(() => contentOf(filters, layout), [filters, layout, contentOf]);
  return {
    filters: viewId !== null && views === undefined ? null : filters,
    layout,
    shown: { page, allLabel, viewId, base, content, onOpen },
    views,
    gone,
    onFilters,
    onColumns,
  };
}

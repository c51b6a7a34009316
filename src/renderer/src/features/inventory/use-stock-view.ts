import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { ListedView } from '#shared/bridge/views.ts';
import { useUserId } from '../../stores/session.ts';
import { setTableLayout, type TableLayout, useTableLayout } from '../../stores/table-layouts.ts';
import { type ShownView, useViews } from '../views/index.ts';
import type { StockFilters } from './filters.ts';
import { contentOf, openView, readShown, writeShown } from './view-address.ts';

/** What the table shows: filters, columns, and the saved view that they began with. */
export interface StockView {
  /** null until the view that the address names is read. */
  readonly filters: StockFilters | null;
  readonly layout: TableLayout;
  readonly shown: ShownView;
  readonly views: readonly ListedView[] | undefined;
  /** Whether the address names a view that does not exist any more. */
  readonly gone: boolean;
  readonly onFilters: (change: Partial<StockFilters>) => void;
  readonly onColumns: (columns: TableLayout) => void;
}

/** Reads what the address names, and writes what the user changes. */
export function useStockView(): StockView {
  const { t } = useTranslation();
  const user = useUserId();
  const [params, setParams] = useSearchParams();
  const views = useViews('inventory');
  const address = params.toString();
  const viewId = params.get('saved');
  const view = views?.find(({ id }) => id === viewId) ?? null;
  const gone = viewId !== null && views !== undefined && view === null;
  const shownFilters = useMemo(() => readShown(new URLSearchParams(address), view), [address, view]);
  const { filters, base } = shownFilters;
  // A change of a view's columns is the user's until it is saved.
  const table = viewId === null ? 'inventory' : `inventory/${viewId}`;
  const own = useTableLayout(table);
  const layout = viewId === null || base !== null ? (own ?? view?.columns ?? null) : (view?.columns ?? null);

  const onFilters = useCallback(
    (change: Partial<StockFilters>) =>
      setParams((before) => writeShown(before, view, change), { replace: true }),
    [setParams, view],
  );
  const onColumns = useCallback(
    (columns: TableLayout) => {
      setTableLayout(user, table, columns);
      if (view !== null) setParams((before) => writeShown(before, view, {}), { replace: true });
    },
    [setParams, user, table, view],
  );
  const onOpen = useCallback(
    (id: string | null) => {
      if (id !== null) setTableLayout(user, `inventory/${id}`, null);
      setParams((before) => openView(before, id));
    },
    [setParams, user],
  );
  const content = useMemo(() => contentOf(filters, layout), [filters, layout]);
  return {
    filters: viewId !== null && views === undefined ? null : filters,
    layout,
    shown: { page: 'inventory', allLabel: t('inventory.allStock'), viewId, base, content, onOpen },
    views,
    gone,
    onFilters,
    onColumns,
  };
}

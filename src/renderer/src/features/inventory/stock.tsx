import { PackageSearch } from 'lucide-react';
import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import type { StockRow } from '#shared/bridge/inventory.ts';
import { Button } from '../../components/button.tsx';
import { ListStates } from '../../components/list-states.tsx';
import { OfflineNote } from '../../components/live-note.tsx';
import { SearchNote } from '../../components/search-note.tsx';
import { EmptyState, SkeletonRows } from '../../components/states.tsx';
import { useWidth } from '../../hooks/use-width.ts';
import { cx } from '../../lib/cx.ts';
import { shownColumns } from './columns/layout.ts';
import { ItemDetail } from './detail.tsx';
import { isNarrowed, type StockFilters } from './filters.ts';
import { rowKey } from './selection/selection.ts';
import { SelectionBar } from './selection/selection-bar.tsx';
import { useSelection } from './selection/use-selection.ts';
import { StockTable } from './table/stock-table.tsx';
import { useStockPages } from './table/use-stock-pages.ts';
import { Toolbar, useFacets } from './toolbar.tsx';
import { type StockView, useStockView } from './use-stock-view.ts';

/** Stock of every item at every location, and the item that is open. */
export function Stock(): ReactNode {
  const view = useStockView();
  if (view.filters === null) return <SkeletonRows rows={14} />;
  return <StockOf view={view} filters={view.filters} />;
}

/** The range of rows in view is read in steps of this many. */
const RANGE_STEP = 50;

interface Place {
  readonly itemId: string;
  readonly locationId: string;
}

function StockOf({ view, filters }: { readonly view: StockView; readonly filters: StockFilters }): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { itemId = null } = useParams();
  const [params] = useSearchParams();
  const [chosen, setChosen] = useState<Place | null>(null);
  const container = useRef<HTMLDivElement | null>(null);
  const live = useRef({ itemId, address: params.toString() });
  live.current = { itemId, address: params.toString() };

  const open = useCallback(
    (row: StockRow): void => {
      setChosen({ itemId: row.itemId, locationId: row.locationId });
      void navigate(
        { pathname: `/inventory/${encodeURIComponent(row.itemId)}`, search: live.current.address },
        { replace: live.current.itemId !== null },
      );
    },
    [navigate],
  );
  const close = (): void => {
    void navigate({ pathname: '/inventory', search: live.current.address });
    container.current?.querySelector<HTMLElement>('[role="grid"]')?.focus();
  };
  // While the detail is open, it follows the row with the cursor.
  const onActive = useCallback(
    (row: StockRow): void => {
      if (live.current.itemId !== null) open(row);
      else setChosen({ itemId: row.itemId, locationId: row.locationId });
    },
    [open],
  );
  return (
    <div ref={container} className="@container flex h-full min-h-0">
      <section
        aria-label={t('inventory.table.label')}
        className={cx(
          'flex min-h-0 min-w-0 flex-1 flex-col bg-surface',
          // Without room for both, the open item takes the place of the table.
          itemId !== null && '@max-[700px]:hidden',
        )}
      >
        <StockList view={view} filters={filters} chosen={chosen} onActive={onActive} onOpen={open} />
      </section>
      {itemId !== null && (
        <aside
          aria-label={t('inventory.detail.label', { name: itemId })}
          className="min-h-0 w-[400px] shrink-0 border-l border-line bg-canvas wide:w-[460px] @max-[900px]:w-[370px] @max-[700px]:w-full @max-[700px]:border-l-0"
        >
          <ItemDetail
            key={itemId}
            itemId={itemId}
            locationId={chosen?.itemId === itemId ? chosen.locationId : null}
            onClose={close}
          />
        </aside>
      )}
    </div>
  );
}

function StockList({
  view,
  filters,
  chosen,
  onActive,
  onOpen,
}: {
  readonly view: StockView;
  readonly filters: StockFilters;
  readonly chosen: Place | null;
  readonly onActive: (row: StockRow) => void;
  readonly onOpen: (row: StockRow) => void;
}): ReactNode {
  const { t } = useTranslation();
  const [range, setRange] = useState({ from: 0, to: 60 });
  // In steps, so that scrolling draws the rest of the page again only now and then.
  const onRange = useCallback((first: number, last: number) => {
    const from = Math.floor(first / RANGE_STEP) * RANGE_STEP;
    const to = Math.ceil((last + 1) / RANGE_STEP) * RANGE_STEP;
    setRange((before) => (before.from === from && before.to === to ? before : { from, to }));
  }, []);
  const pages = useStockPages(filters, range.from, range.to);
  const selection = useSelection(pages, filters);
  const [observe, width] = useWidth<HTMLDivElement>(1200);
  const columns = useMemo(() => shownColumns(view.layout, width).columns, [view.layout, width]);
  return (
    <>
      <Toolbar view={view} filters={filters} columns={view.layout ?? columns} total={pages.total} />
      <SearchNote searching={filters.search !== ''} />
      <OfflineNote />
      {view.gone && (
        <p role="status" className="shrink-0 border-b border-line bg-warn-soft px-4 py-1.5 text-ink">
          {t('views.gone')}
        </p>
      )}
      <div ref={observe} className="min-h-0 flex-1">
        <ListStates
          list={pages}
          count={pages.count}
          loadingRows={14}
          none={<Nothing filters={filters} onClear={() => view.shown.onOpen(null)} />}
        >
          <StockTable
            pages={pages}
            filters={filters}
            onSort={view.onFilters}
            columns={view.layout}
            onColumns={view.onColumns}
            selection={selection}
            activeKey={chosen === null ? null : rowKey(chosen)}
            onActive={onActive}
            onOpen={onOpen}
            onRange={onRange}
            label={t('inventory.table.label')}
          />
        </ListStates>
      </div>
      <SelectionBar selection={selection} total={pages.total ?? 0} />
    </>
  );
}

function Nothing({
  filters,
  onClear,
}: {
  readonly filters: StockFilters;
  readonly onClear: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const facets = useFacets();
  if (!isNarrowed(filters))
    return (
      <EmptyState
        icon={PackageSearch}
        title={t('inventory.table.empty')}
        body={t('inventory.table.emptyBody')}
      />
    );
  const { locationId, category } = filters;
  const gone =
    facets !== undefined &&
    ((locationId !== null && !facets.locations.some(({ id }) => id === locationId)) ||
      (category !== null && !filters.archived && !facets.categories.includes(category)));
  return (
    <EmptyState
      icon={PackageSearch}
      title={t('inventory.table.emptyFilter')}
      body={t(gone ? 'inventory.table.emptyGone' : 'inventory.table.emptyFilterBody')}
      action={<Button onClick={onClear}>{t('inventory.table.clearFilters')}</Button>}
    />
  );
}

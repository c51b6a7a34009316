import { useQuery } from '@tanstack/react-query';
import { PackageSearch } from 'lucide-react';
import { type ReactNode, Suspense, useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import type { StockRow } from '#shared/bridge/inventory.ts';
import { bridge } from '../../bridge/client.ts';
import { Button } from '../../components/button.tsx';
import { SearchInput, Select } from '../../components/field.tsx';
import { ListStates } from '../../components/list-states.tsx';
import { OfflineNote } from '../../components/live-note.tsx';
import { Page } from '../../components/page.tsx';
import { SearchNote } from '../../components/search-note.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { EmptyState, NoPermission, SkeletonRows } from '../../components/states.tsx';
import { useDebouncedText } from '../../hooks/use-debounced.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { cx } from '../../lib/cx.ts';
import { useCan, useCurrency } from '../../stores/session.ts';
import { AlertsView } from '../alerts/index.ts';
import { CameraButton } from '../codes/index.ts';
import { ItemDetail } from './detail.tsx';
import {
  isNarrowed,
  readStockFilters,
  STATUS_FILTERS,
  type StockFilters,
  writeStockFilters,
} from './filters.ts';
import { NewMenu } from './items/new-menu.tsx';
import { ReservationList } from './reserve/reservation-list.tsx';
import { StockTable } from './table/stock-table.tsx';
import { useStockPages } from './table/use-stock-pages.ts';
import { rowKey } from './table/use-stock-table.ts';

type View = 'stock' | 'reservations' | 'alerts';

/** Stock of every item at every location, or the alerts. */
export default function InventoryPage(): ReactNode {
  const { t } = useTranslation();
  const allowed = useCan('inventory:read');
  const canAlerts = useCan('alerts:read');
  const canWrite = useCan('inventory:write');
  const currency = useCurrency();
  const navigate = useNavigate();
  const openItem = (itemId: string): void => void navigate(`/inventory/${encodeURIComponent(itemId)}`);
  const [params, setParams] = useSearchParams();
  const asked = params.get('view');
  const view: View = asked === 'reservations' ? asked : canAlerts && asked === 'alerts' ? 'alerts' : 'stock';
  const counts = useQuery({
    queryKey: ['alerts', 'counts'],
    queryFn: () => bridge.call('alerts.counts', {}),
    enabled: canAlerts,
  });
  const onView = (next: View): void =>
    setParams((before) => {
      const after = new URLSearchParams(before);
      if (next === 'stock') after.delete('view');
      else after.set('view', next);
      return after;
    });
  return (
    <Page
      title={t('inventory.title')}
      actions={
        <>
          {allowed && <CameraButton />}
          {canWrite && view === 'stock' && <NewMenu currency={currency} onItem={openItem} />}
          <Segmented<View>
            value={view}
            label={t('inventory.tabs.label')}
            segments={[
              { value: 'stock', label: t('inventory.tabs.stock') },
              { value: 'reservations', label: t('inventory.tabs.reservations') },
              ...(canAlerts
                ? [{ value: 'alerts' as const, label: t('inventory.tabs.alerts'), count: counts.data?.open }]
                : []),
            ]}
            onChange={onView}
          />
        </>
      }
    >
      {!allowed ? (
        <NoPermission permission="inventory:read" />
      ) : view === 'reservations' ? (
        <ReservationList />
      ) : view === 'alerts' ? (
        <Suspense fallback={<SkeletonRows />}>
          <AlertsView />
        </Suspense>
      ) : (
        <Stock />
      )}
    </Page>
  );
}

function Toolbar({
  filters,
  onFilters,
  total,
}: {
  readonly filters: StockFilters;
  readonly onFilters: (change: Partial<StockFilters>) => void;
  readonly total: number | null;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const facets = useQuery({
    queryKey: ['inventory', 'facets'],
    queryFn: () => bridge.call('inventory.facets', {}),
    meta: { intervalMs: 1000 },
  });
  const onSearch = useCallback((search: string) => onFilters({ search }), [onFilters]);
  const [text, setText] = useDebouncedText(filters.search, onSearch);
  const { locations = [], categories = [] } = facets.data ?? {};
  const countOf = (status: StockFilters['status']): number | undefined =>
    status === 'low' || status === 'out' ? facets.data?.[status] : undefined;
  return (
    <div className="@container shrink-0 border-b border-line bg-surface">
      <div className="flex flex-wrap items-center gap-2 px-4 py-2">
        <SearchInput
          value={text}
          onValue={setText}
          label={t('inventory.filters.search')}
          clearLabel={t('inventory.filters.clearSearch')}
          aria-keyshortcuts="/"
          className="min-w-24 flex-1 @min-[800px]:max-w-64 @max-[799px]:basis-full"
        />
        <Select
          aria-label={t('inventory.filters.location')}
          value={filters.locationId ?? ''}
          onChange={(value) => onFilters({ locationId: value === '' ? null : value })}
          className="w-auto max-w-44 shrink-0 whitespace-nowrap"
          options={[
            { value: '', label: t('inventory.filters.allLocations') },
            ...locations.map((location) => ({ value: location.id, label: location.name })),
          ]}
        />
        <Select
          aria-label={t('inventory.filters.category')}
          value={filters.category ?? ''}
          onChange={(value) => onFilters({ category: value === '' ? null : value })}
          className="w-auto max-w-44 shrink-0 whitespace-nowrap"
          options={[
            { value: '', label: t('inventory.filters.allCategories') },
            ...categories.map((category) => ({ value: category, label: category })),
          ]}
        />
        <Segmented
          value={filters.status}
          label={t('inventory.filters.status')}
          segments={STATUS_FILTERS.map((value) => ({
            value,
            label: t(`inventory.filters.${value}`),
            count: countOf(value),
          }))}
          onChange={(status) => onFilters({ status })}
        />
        <span className="min-w-0 grow" />
        <span
          role="status"
          className="text-xs whitespace-nowrap text-ink-3 @min-[800px]:@max-[919px]:sr-only"
        >
          {total !== null && t('inventory.table.total', { count: total, formatted: format.integer(total) })}
        </span>
      </div>
    </div>
  );
}

function Stock(): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { itemId = null } = useParams();
  const [params, setParams] = useSearchParams();
  const address = params.toString();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address is what is read
  const filters = useMemo(() => readStockFilters(params), [address]);
  const [range, setRange] = useState({ from: 0, to: 60 });
  const onRange = useCallback(
    (from: number, to: number) =>
      setRange((before) => (before.from === from && before.to === to ? before : { from, to })),
    [],
  );
  const pages = useStockPages(filters, range.from, range.to);
  const onFilters = useCallback(
    (change: Partial<StockFilters>) =>
      setParams((before) => writeStockFilters(before, change), { replace: true }),
    [setParams],
  );
  const [chosen, setChosen] = useState<{ readonly itemId: string; readonly locationId: string } | null>(null);
  const activeKey = chosen === null ? null : rowKey(chosen);
  const container = useRef<HTMLDivElement | null>(null);

  const open = (row: StockRow): void => {
    setChosen({ itemId: row.itemId, locationId: row.locationId });
    void navigate(
      { pathname: `/inventory/${encodeURIComponent(row.itemId)}`, search: address },
      { replace: itemId !== null },
    );
  };
  const close = (): void => {
    void navigate({ pathname: '/inventory', search: address });
    container.current?.querySelector<HTMLElement>('[role="grid"]')?.focus();
  };
  // While the detail is open, it follows the chosen row.
  const onActive = (row: StockRow): void => {
    if (itemId !== null) open(row);
    else setChosen({ itemId: row.itemId, locationId: row.locationId });
  };
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
        <Toolbar filters={filters} onFilters={onFilters} total={pages.total} />
        <SearchNote searching={filters.search !== ''} />
        <OfflineNote />
        <div className="min-h-0 flex-1">
          <ListStates
            list={pages}
            count={pages.count}
            loadingRows={14}
            none={
              <Nothing
                filters={filters}
                onClear={() => setParams(new URLSearchParams(), { replace: true })}
              />
            }
          >
            <StockTable
              pages={pages}
              filters={filters}
              onSort={onFilters}
              activeKey={activeKey}
              onActive={onActive}
              onOpen={open}
              onRange={onRange}
              label={t('inventory.table.label')}
            />
          </ListStates>
        </div>
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

function Nothing({
  filters,
  onClear,
}: {
  readonly filters: StockFilters;
  readonly onClear: () => void;
}): ReactNode {
  const { t } = useTranslation();
  if (!isNarrowed(filters))
    return (
      <EmptyState
        icon={PackageSearch}
        title={t('inventory.table.empty')}
        body={t('inventory.table.emptyBody')}
      />
    );
  return (
    <EmptyState
      icon={PackageSearch}
      title={t('inventory.table.emptyFilter')}
      body={t('inventory.table.emptyFilterBody')}
      action={<Button onClick={onClear}>{t('inventory.table.clearFilters')}</Button>}
    />
  );
}

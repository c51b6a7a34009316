import { useQuery } from '@tanstack/react-query';
import { Plus, Truck, X } from 'lucide-react';
import { type ReactNode, useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { PURCHASE_FILTERS } from '#shared/bridge/purchasing.ts';
import { bridge } from '../../../bridge/client.ts';
import { Button } from '../../../components/button.tsx';
import { SearchInput, Select } from '../../../components/field.tsx';
import { HistoryLine } from '../../../components/history-line.tsx';
import { ListStates } from '../../../components/list-states.tsx';
import { OfflineNote } from '../../../components/live-note.tsx';
import { Page } from '../../../components/page.tsx';
import { PurchasingTabs } from '../../../components/purchasing-tabs.tsx';
import { SearchNote } from '../../../components/search-note.tsx';
import { EmptyState, NoPermission } from '../../../components/states.tsx';
import { useDebouncedText } from '../../../hooks/use-debounced.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { useListPages } from '../../../hooks/use-list-pages.ts';
import { useRange } from '../../../hooks/use-range.ts';
import { useCan } from '../../../stores/session.ts';
import { isNarrowed, type PurchaseFilters, readPurchaseFilters, writePurchaseFilters } from './filters.ts';
import { PurchaseTable } from './purchase-table.tsx';

/** All purchase orders, newest first, by status, supplier and words. */
export default function PurchasingPage(): ReactNode {
  const { t } = useTranslation();
  const allowed = useCan('purchasing:read');
  return (
    <Page title={t('purchasing.title')}>
      {allowed ? <Purchases /> : <NoPermission permission="purchasing:read" />}
    </Page>
  );
}

function Purchases(): ReactNode {
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams();
  const address = params.toString();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address is what is read
  const filters = useMemo(() => readPurchaseFilters(params), [address]);
  const { range, onRange } = useRange();
  const pages = useListPages(
    ['purchasing', 'search', filters],
    (after, limit) => bridge.call('purchasing.search', { ...filters, after, limit }),
    range.from,
    range.to,
  );
  const onFilters = useCallback(
    (change: Partial<PurchaseFilters>) =>
      setParams((before) => writePurchaseFilters(before, change), { replace: true }),
    [setParams],
  );
  return (
    <div className="flex h-full min-h-0 flex-col bg-surface">
      <Toolbar filters={filters} onFilters={onFilters} total={pages.total} />
      <SearchNote searching={filters.search !== ''} />
      <OfflineNote />
      <div className="min-h-0 flex-1">
        <ListStates
          list={pages}
          count={pages.count}
          loadingRows={14}
          none={
            <Nothing filters={filters} onClear={() => setParams(new URLSearchParams(), { replace: true })} />
          }
        >
          <PurchaseTable
            key={address}
            pages={pages}
            onRange={onRange}
            onOpen={({ id }) =>
              void navigate(`/purchasing/${encodeURIComponent(id)}`, {
                state: { back: `/purchasing?${address}` },
              })
            }
          />
        </ListStates>
      </div>
      <HistoryLine channel="purchasing" kind="purchase" />
    </div>
  );
}

function Toolbar({
  filters,
  onFilters,
  total,
}: {
  readonly filters: PurchaseFilters;
  readonly onFilters: (change: Partial<PurchaseFilters>) => void;
  readonly total: number | null;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const onSearch = useCallback((search: string) => onFilters({ search }), [onFilters]);
  const [text, setText] = useDebouncedText(filters.search, onSearch);
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-4 py-2">
      <PurchasingTabs current="purchasing" />
      <SearchInput
        value={text}
        onValue={setText}
        label={t('purchasing.list.search')}
        clearLabel={t('purchasing.list.clearSearch')}
        className="min-w-40 flex-1 min-[1100px]:max-w-72"
      />
      <Select
        aria-label={t('purchasing.status')}
        value={filters.status}
        onChange={(status) => onFilters({ status })}
        className="w-auto shrink-0"
        options={PURCHASE_FILTERS.map((value) => ({
          value,
          label:
            value === 'any' || value === 'open' || value === 'late'
              ? t(`purchasing.list.${value}`)
              : t(`purchasing.statuses.${value}`),
        }))}
      />
      {filters.supplierId !== null && (
        <SupplierFilter supplierId={filters.supplierId} onClear={() => onFilters({ supplierId: null })} />
      )}
      <span className="min-w-0 grow" />
      <span role="status" className="text-xs whitespace-nowrap text-ink-3">
        {total !== null && t('purchasing.list.count', { count: total, formatted: format.integer(total) })}
      </span>
      <NewOrder supplierId={filters.supplierId} />
    </div>
  );
}

function SupplierFilter({
  supplierId,
  onClear,
}: {
  readonly supplierId: string;
  readonly onClear: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const allowed = useCan('suppliers:read');
  const { data } = useQuery({
    queryKey: ['suppliers', 'supplier', supplierId],
    queryFn: () => bridge.call('suppliers.supplier', { supplierId }),
    enabled: allowed,
  });
  return (
    <Button icon={X} onClick={onClear} className="max-w-60" title={t('purchasing.list.clear')}>
      <span className="truncate" dir="auto">
        {data?.supplier?.name ?? t('purchasing.list.oneSupplier')}
      </span>
    </Button>
  );
}

function NewOrder({ supplierId = null }: { readonly supplierId?: string | null }): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const allowed = useCan('purchasing:write');
  if (!allowed) return null;
  const query = supplierId === null ? '' : `?supplier=${encodeURIComponent(supplierId)}`;
  return (
    <Button icon={Plus} variant="primary" onClick={() => void navigate(`/purchasing/new${query}`)}>
      {t('purchasing.new')}
    </Button>
  );
}

function Nothing({
  filters,
  onClear,
}: {
  readonly filters: PurchaseFilters;
  readonly onClear: () => void;
}): ReactNode {
  const { t } = useTranslation();
  if (!isNarrowed(filters))
    return (
      <EmptyState
        icon={Truck}
        title={t('purchasing.list.empty')}
        body={t('purchasing.list.emptyBody')}
        action={<NewOrder />}
      />
    );
  return (
    <EmptyState
      icon={Truck}
      title={t('purchasing.list.emptyFilter')}
      body={t('purchasing.list.emptyFilterBody')}
      action={<Button onClick={onClear}>{t('purchasing.list.clear')}</Button>}
    />
  );
}

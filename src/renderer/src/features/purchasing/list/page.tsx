import { useQuery } from '@tanstack/react-query';
import { Plus, Truck, X } from 'lucide-react';
import { type ReactNode, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { PURCHASE_FILTERS } from '#shared/bridge/purchasing.ts';
import { bridge } from '../../../bridge/client.ts';
import { Button } from '../../../components/button.tsx';
import { SearchInput, Select } from '../../../components/field.tsx';
import { HistoryLine } from '../../../components/history-line.tsx';
import { ListPage, ListToolbar, NoRecords } from '../../../components/list-page.tsx';
import { Page } from '../../../components/page.tsx';
import { PurchasingTabs } from '../../../components/purchasing-tabs.tsx';
import { NoPermission } from '../../../components/states.tsx';
import { useAddressFilters } from '../../../hooks/use-address.ts';
import { useDebouncedText } from '../../../hooks/use-debounced.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { usePagesInView } from '../../../hooks/use-list-pages.ts';
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
  const { filters, address, onFilters, onClear } = useAddressFilters(
    readPurchaseFilters,
    writePurchaseFilters,
  );
  const { pages, onRange } = usePagesInView(['purchasing', 'search', filters], (after, limit) =>
    bridge.call('purchasing.search', { ...filters, after, limit }),
  );
  return (
    <ListPage
      pages={pages}
      toolbar={<Toolbar filters={filters} onFilters={onFilters} total={pages.total} />}
      searching={filters.search !== ''}
      loadingRows={14}
      none={
        <NoRecords
          words="purchasing.list"
          icon={Truck}
          onClear={isNarrowed(filters) ? onClear : null}
          action={<NewOrder />}
        />
      }
      footer={<HistoryLine channel="purchasing" kind="purchase" />}
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
    </ListPage>
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
    <ListToolbar
      count={
        total === null ? null : t('purchasing.list.count', { count: total, formatted: format.integer(total) })
      }
      actions={<NewOrder supplierId={filters.supplierId} />}
    >
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
    </ListToolbar>
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

import { ReceiptText, X } from 'lucide-react';
import { type ReactNode, useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { bridge } from '../../../bridge/client.ts';
import { Button } from '../../../components/button.tsx';
import { Input, SearchInput, Select } from '../../../components/field.tsx';
import { HistoryLine } from '../../../components/history-line.tsx';
import { ListStates } from '../../../components/list-states.tsx';
import { OfflineNote } from '../../../components/live-note.tsx';
import { Page } from '../../../components/page.tsx';
import { SearchNote } from '../../../components/search-note.tsx';
import { EmptyState, NoPermission } from '../../../components/states.tsx';
import { useDebouncedText } from '../../../hooks/use-debounced.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { useListPages } from '../../../hooks/use-list-pages.ts';
import { useRange } from '../../../hooks/use-range.ts';
import { useCan } from '../../../stores/session.ts';
import {
  isNarrowed,
  type OrderFilters,
  readOrderFilters,
  STATUS_FILTERS,
  writeOrderFilters,
} from './filters.ts';
import { OrderTable } from './order-table.tsx';

/** A search that matches this many counts no further. */
const MAX_FOUND = 5_000;

/** All orders, newest first, by status, words and days. */
export default function OrdersPage(): ReactNode {
  const { t } = useTranslation();
  const allowed = useCan('orders:read');
  return (
    <Page title={t('orders.list.title')}>
      {allowed ? <Orders /> : <NoPermission permission="orders:read" />}
    </Page>
  );
}

function Orders(): ReactNode {
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams();
  const address = params.toString();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address is what is read
  const filters = useMemo(() => readOrderFilters(params), [address]);
  const { range, onRange } = useRange();
  const pages = useListPages(
    ['orders', 'search', filters],
    (after, limit) => bridge.call('orders.search', { ...filters, after, limit }),
    range.from,
    range.to,
  );
  const onFilters = useCallback(
    (change: Partial<OrderFilters>) =>
      setParams((before) => writeOrderFilters(before, change), { replace: true }),
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
          <OrderTable
            key={address}
            pages={pages}
            onRange={onRange}
            onOpen={({ id }) =>
              void navigate(`/orders/${encodeURIComponent(id)}`, { state: { back: `/orders?${address}` } })
            }
          />
        </ListStates>
      </div>
      <HistoryLine channel="orders" kind="order" />
    </div>
  );
}

function Toolbar({
  filters,
  onFilters,
  total,
}: {
  readonly filters: OrderFilters;
  readonly onFilters: (change: Partial<OrderFilters>) => void;
  readonly total: number | null;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const onSearch = useCallback((search: string) => onFilters({ search }), [onFilters]);
  const [text, setText] = useDebouncedText(filters.search, onSearch);
  const atLeast = filters.search !== '' && total === MAX_FOUND;
  const day = (name: 'from' | 'to'): ReactNode => (
    <span className="flex items-center gap-1.5 text-xs text-ink-3">
      <span aria-hidden>{t(`orders.list.${name}`)}</span>
      <Input
        type="date"
        aria-label={t(`orders.list.${name}`)}
        value={filters[name] ?? ''}
        onChange={(event) => onFilters({ [name]: event.target.value || null })}
        className="w-36"
      />
    </span>
  );
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-4 py-2">
      <SearchInput
        value={text}
        onValue={setText}
        label={t('orders.list.search')}
        clearLabel={t('orders.list.clearSearch')}
        className="min-w-48 flex-1 min-[1100px]:max-w-80"
      />
      <Select
        aria-label={t('orders.status')}
        value={filters.status}
        onChange={(status) => onFilters({ status })}
        className="w-auto shrink-0"
        options={STATUS_FILTERS.map((value) => ({
          value,
          label: value === 'any' ? t('orders.list.any') : t(`orders.statuses.${value}`),
        }))}
      />
      {day('from')}
      {day('to')}
      {filters.customerId !== null && (
        <Button size="sm" icon={X} onClick={() => onFilters({ customerId: null })}>
          {t('orders.list.oneCustomer')}
        </Button>
      )}
      <span className="min-w-0 grow" />
      <span role="status" className="text-xs whitespace-nowrap text-ink-3">
        {total !== null &&
          t(atLeast ? 'orders.list.atLeast' : 'orders.list.count', {
            count: total,
            formatted: format.integer(total),
          })}
      </span>
    </div>
  );
}

function Nothing({
  filters,
  onClear,
}: {
  readonly filters: OrderFilters;
  readonly onClear: () => void;
}): ReactNode {
  const { t } = useTranslation();
  if (!isNarrowed(filters))
    return <EmptyState icon={ReceiptText} title={t('orders.list.empty')} body={t('orders.list.emptyBody')} />;
  return (
    <EmptyState
      icon={ReceiptText}
      title={t('orders.list.emptyFilter')}
      body={t('orders.list.emptyFilterBody')}
      action={<Button onClick={onClear}>{t('orders.list.clear')}</Button>}
    />
  );
}

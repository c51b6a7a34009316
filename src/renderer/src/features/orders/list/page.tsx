import { ReceiptText, X } from 'lucide-react';
import { type ReactNode, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { bridge } from '../../../bridge/client.ts';
import { Button } from '../../../components/button.tsx';
import { Input, SearchInput, Select } from '../../../components/field.tsx';
import { HistoryLine } from '../../../components/history-line.tsx';
import { ListPage, ListToolbar, NoRecords } from '../../../components/list-page.tsx';
import { Page } from '../../../components/page.tsx';
import { NoPermission } from '../../../components/states.tsx';
import { useAddressFilters } from '../../../hooks/use-address.ts';
import { useDebouncedText } from '../../../hooks/use-debounced.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { usePagesInView } from '../../../hooks/use-list-pages.ts';
import { useCan } from '../../../stores/session.ts';
import {
  isNarrowed,
  type OrderFilters,
  readOrderFilters,
  STATUS_FILTERS,
  writeOrderFilters,
} from './filters.ts';
import { FulfilBar } from './fulfil-bar.tsx';
import { OrderTable } from './order-table.tsx';
import { PickingLink } from './picking-link.tsx';

/** A search that matches this many counts no further. */
const MAX_FOUND = 5_000;

/** All orders, newest first, by status, words and days. */
export default function OrdersPage(): ReactNode {
  const { t } = useTranslation();
  const allowed = useCan('orders:read');
  return (
    <Page title={t('orders.list.title')} actions={<PickingLink />}>
      {allowed ? <Orders /> : <NoPermission permission="orders:read" />}
    </Page>
  );
}

function Orders(): ReactNode {
  const navigate = useNavigate();
  const { filters, address, onFilters, onClear } = useAddressFilters(readOrderFilters, writeOrderFilters);
  const { pages, onRange } = usePagesInView(['orders', 'search', filters], (after, limit) =>
    bridge.call('orders.search', { ...filters, after, limit }),
  );
  return (
    <ListPage
      pages={pages}
      toolbar={
        <>
          <Toolbar filters={filters} onFilters={onFilters} total={pages.total} />
          <FulfilBar />
        </>
      }
      searching={filters.search !== ''}
      loadingRows={14}
      none={
        <NoRecords words="orders.list" icon={ReceiptText} onClear={isNarrowed(filters) ? onClear : null} />
      }
      footer={<HistoryLine channel="orders" kind="order" />}
    >
      <OrderTable
        key={address}
        pages={pages}
        onRange={onRange}
        onOpen={({ id }) =>
          void navigate(`/orders/${encodeURIComponent(id)}`, { state: { back: `/orders?${address}` } })
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
    <ListToolbar
      count={
        total === null
          ? null
          : t(atLeast ? 'orders.list.atLeast' : 'orders.list.count', {
              count: total,
              formatted: format.integer(total),
            })
      }
    >
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
    </ListToolbar>
  );
}

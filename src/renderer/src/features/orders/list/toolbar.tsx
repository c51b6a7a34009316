import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { type ReactNode, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { MethodOutput } from '#shared/bridge/index.ts';
import { MAX_COUNTED_ORDERS } from '#shared/bridge/orders.ts';
import { bridge } from '../../../bridge/client.ts';
import { Button } from '../../../components/button.tsx';
import { ColumnsButton } from '../../../components/columns-button.tsx';
import { Input, SearchInput, Select } from '../../../components/field.tsx';
import { ListToolbar } from '../../../components/list-page.tsx';
import { useDebouncedText } from '../../../hooks/use-debounced.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { type TableView, ViewsMenu } from '../../views/index.ts';
import { COLUMN_IDS, shownColumns, WIDTHS } from './columns.ts';
import { ExportButton } from './export-button.tsx';
import { hiddenFilters, type OrderFilters, STATUS_FILTERS } from './filters.ts';
import { MoreFilters } from './more-filters.tsx';

/** How many orders have each status, and how many are overdue; undefined until they are counted. */
function useCounts(): MethodOutput<'orders.counts'> | undefined {
  return useQuery({
    queryKey: ['orders', 'counts'],
    queryFn: () => bridge.call('orders.counts', {}),
    meta: { intervalMs: 1000 },
  }).data;
}

/** The saved views, the filters, how many orders match, the file and the columns. */
export function Toolbar({
  view,
  filters,
  total,
}: {
  readonly view: TableView<OrderFilters>;
  readonly filters: OrderFilters;
  readonly total: number | null;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { onFilters } = view;
  const counts = useCounts();
  const onSearch = useCallback((search: string) => onFilters({ search }), [onFilters]);
  const [text, setText] = useDebouncedText(filters.search, onSearch);
  const atLeast = total === MAX_COUNTED_ORDERS && (filters.search !== '' || hiddenFilters(filters) > 0);
  const count = total === null ? null : { count: total, formatted: format.integer(total) };
  return (
    <div className="@container shrink-0">
      <ListToolbar
        count={count && t(atLeast ? 'orders.list.atLeast' : 'orders.list.count', count)}
        actions={
          <>
            <ExportButton filters={filters} total={total ?? 0} atLeast={atLeast} />
            <ColumnsButton
              offered={COLUMN_IDS.map((id) => ({
                id,
                name: t(`orderEntry.views.columns.${id}`),
                usual: WIDTHS[id],
              }))}
              columns={view.layout ?? shownColumns(null, window.innerWidth - 220).columns}
              chosen={view.layout !== null}
              onColumns={view.onColumns}
            />
          </>
        }
      >
        <ViewsMenu shown={view.shown} views={view.views} />
        <SearchInput
          value={text}
          onValue={setText}
          label={t('orders.list.search')}
          clearLabel={t('orders.list.clearSearch')}
          className="min-w-44 flex-1 min-[1100px]:max-w-72"
        />
        <StatusFilter filters={filters} counts={counts} onFilters={onFilters} />
        <DayFilter name="from" filters={filters} onFilters={onFilters} />
        <DayFilter name="to" filters={filters} onFilters={onFilters} />
        <MoreFilters filters={filters} overdue={counts?.overdue ?? null} onFilters={onFilters} />
        {filters.customerId !== null && (
          <Button size="sm" icon={X} onClick={() => onFilters({ customerId: null })}>
            {t('orders.list.oneCustomer')}
          </Button>
        )}
      </ListToolbar>
    </div>
  );
}

interface FilterProps {
  readonly filters: OrderFilters;
  readonly onFilters: (change: Partial<OrderFilters>) => void;
}

function StatusFilter({
  filters,
  counts,
  onFilters,
}: FilterProps & { readonly counts: MethodOutput<'orders.counts'> | undefined }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const labelOf = (value: (typeof STATUS_FILTERS)[number]): string => {
    if (value === 'any') return t('orders.list.any');
    const status = t(`orders.statuses.${value}`);
    if (counts === undefined) return status;
    return t('orderEntry.views.statusCount', { status, formatted: format.integer(counts.statuses[value]) });
  };
  return (
    <Select
      aria-label={t('orders.status')}
      value={filters.status}
      onChange={(status) => onFilters({ status })}
      className="w-auto shrink-0"
      options={STATUS_FILTERS.map((value) => ({ value, label: labelOf(value) }))}
    />
  );
}

function DayFilter({ name, filters, onFilters }: FilterProps & { readonly name: 'from' | 'to' }): ReactNode {
  const { t } = useTranslation();
  return (
    <span className="flex items-center gap-1.5 text-xs text-ink-3">
      <span aria-hidden>{t(`orders.list.${name}`)}</span>
      <Input
        type="date"
        aria-label={t(`orders.list.${name}`)}
        value={filters[name] ?? ''}
        onChange={(event) => onFilters({ [name]: event.target.value || null })}
        className="w-[136px]"
      />
    </span>
  );
}

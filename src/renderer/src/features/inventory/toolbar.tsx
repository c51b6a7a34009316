import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { MethodOutput } from '#shared/bridge/index.ts';
import type { ViewColumn } from '#shared/domain/views.ts';
import { bridge } from '../../bridge/client.ts';
import { ColumnsButton } from '../../components/columns-button.tsx';
import { SearchInput, Select } from '../../components/field.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { useDebouncedText } from '../../hooks/use-debounced.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { ViewsMenu } from '../views/index.ts';
import { COLUMN_IDS, WIDTHS } from './columns/column-ids.ts';
import { STATUS_FILTERS, type StockFilters } from './filters.ts';
import { CsvMenu } from './selection/csv-menu.tsx';
import type { StockView } from './use-stock-view.ts';

/** The locations, the categories in use and the counts that the filters offer; undefined until they are read. */
export function useFacets(): MethodOutput<'inventory.facets'> | undefined {
  return useQuery({
    queryKey: ['inventory', 'facets'],
    queryFn: () => bridge.call('inventory.facets', {}),
    meta: { intervalMs: 1000 },
  }).data;
}

const SELECT = 'w-auto max-w-40 shrink-0 whitespace-nowrap';

/** The saved views, the filters and the columns. */
export function Toolbar({
  view,
  filters,
  columns,
  total,
}: {
  readonly view: StockView;
  readonly filters: StockFilters;
  /** The columns on screen. */
  readonly columns: readonly ViewColumn[];
  readonly total: number | null;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { onFilters } = view;
  const facets = useFacets();
  const onSearch = useCallback((search: string) => onFilters({ search }), [onFilters]);
  const [text, setText] = useDebouncedText(filters.search, onSearch);
  const countOf = (status: StockFilters['status']): number | undefined =>
    status === 'low' || status === 'out' ? facets?.[status] : undefined;
  return (
    <div className="@container shrink-0 border-b border-line bg-surface">
      <div className="flex flex-wrap items-center gap-2 px-4 py-2">
        <ViewsMenu shown={view.shown} views={view.views} />
        <SearchInput
          value={text}
          onValue={setText}
          label={t('inventory.filters.search')}
          clearLabel={t('inventory.filters.clearSearch')}
          className="min-w-48 flex-1 @min-[800px]:max-w-64"
        />
        <PlaceFilters filters={filters} facets={facets} onFilters={onFilters} />
        {!filters.archived && (
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
        )}
        <span className="min-w-0 grow" />
        <span role="status" className="text-xs whitespace-nowrap text-ink-3">
          {total !== null && t('inventory.table.total', { count: total, formatted: format.integer(total) })}
        </span>
        <CsvMenu filters={filters} total={total ?? 0} />
        <ColumnsButton
          offered={COLUMN_IDS.map((id) => ({
            id,
            name: t(`inventory.table.${id}`),
            usual: WIDTHS[id].usual,
          }))}
          columns={columns}
          chosen={view.layout !== null}
          onColumns={view.onColumns}
        />
      </div>
    </div>
  );
}

/** Where, of what category, and whether in use. A location or category that is gone stays named, so that it can be taken out. */
function PlaceFilters({
  filters,
  facets,
  onFilters,
}: {
  readonly filters: StockFilters;
  readonly facets: MethodOutput<'inventory.facets'> | undefined;
  readonly onFilters: StockView['onFilters'];
}): ReactNode {
  const { t } = useTranslation();
  const { locations = [], categories = [] } = facets ?? {};
  const { locationId, category } = filters;
  const noLocation = locationId !== null && !locations.some(({ id }) => id === locationId);
  const noCategory = category !== null && !categories.includes(category);
  return (
    <>
      <Select
        aria-label={t('inventory.filters.location')}
        value={locationId ?? ''}
        onChange={(value) => onFilters({ locationId: value === '' ? null : value })}
        className={SELECT}
        options={[
          { value: '', label: t('inventory.filters.allLocations') },
          ...(noLocation ? [{ value: locationId, label: t('inventory.filters.unknownLocation') }] : []),
          ...locations.map((location) => ({ value: location.id, label: location.name })),
        ]}
      />
      <Select
        aria-label={t('inventory.filters.category')}
        value={category ?? ''}
        onChange={(value) => onFilters({ category: value === '' ? null : value })}
        className={SELECT}
        options={[
          { value: '', label: t('inventory.filters.allCategories') },
          ...(noCategory ? [{ value: category, label: category }] : []),
          ...categories.map((name) => ({ value: name, label: name })),
        ]}
      />
      <Select
        aria-label={t('inventory.filters.items')}
        value={filters.archived ? 'archived' : 'active'}
        onChange={(value) => onFilters({ archived: value === 'archived', status: 'any' })}
        className={SELECT}
        options={[
          { value: 'active', label: t('inventory.filters.active') },
          { value: 'archived', label: t('inventory.filters.archived') },
        ]}
      />
    </>
  );
}

import { useQuery } from '@tanstack/react-query';
import { SlidersHorizontal, X } from 'lucide-react';
import { type ReactNode, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ABC_CLASSES } from '#shared/domain/abc.ts';
import { REORDER_NEEDS } from '#shared/domain/reorder.ts';
import { bridge } from '../../../bridge/client.ts';
import { Button, IconButton } from '../../../components/button.tsx';
import { SearchInput, Select } from '../../../components/field.tsx';
import { Segmented } from '../../../components/segmented.tsx';
import { useDebouncedText } from '../../../hooks/use-debounced.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import type { ReorderFilters } from '../filters.ts';
import { PolicyDialog } from './policy-dialog.tsx';
import type { Summary } from './use-summary.ts';

const SELECT = 'w-auto max-w-40 shrink-0 whitespace-nowrap';

/** The filters of the list, and the way to its terms. */
export function Toolbar({
  filters,
  onFilters,
  summary,
}: {
  readonly filters: ReorderFilters;
  readonly onFilters: (change: Partial<ReorderFilters>) => void;
  readonly summary: Summary | undefined;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const [terms, setTerms] = useState(false);
  const facets = useQuery({
    queryKey: ['inventory', 'facets'],
    queryFn: () => bridge.call('inventory.facets', {}),
    meta: { intervalMs: 1000 },
  });
  const onSearch = useCallback((search: string) => onFilters({ search }), [onFilters]);
  const [text, setText] = useDebouncedText(filters.search, onSearch);
  const { locations = [], categories = [] } = facets.data ?? {};
  const suppliers = summary?.suppliers ?? [];
  const counts = { now: summary?.now, unknown: summary?.unknown, any: undefined };
  const orNull = (value: string): string | null => (value === '' ? null : value);
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-4 py-2">
      <SearchInput
        value={text}
        onValue={setText}
        label={t('inventory.filters.search')}
        clearLabel={t('inventory.filters.clearSearch')}
        className="min-w-52 flex-1 min-[1100px]:max-w-64"
      />
      <Select
        aria-label={t('inventory.filters.location')}
        value={filters.locationId ?? ''}
        onChange={(value) => onFilters({ locationId: orNull(value) })}
        className={SELECT}
        options={[
          { value: '', label: t('reorder.list.allTogether') },
          ...locations.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <Select
        aria-label={t('inventory.filters.category')}
        value={filters.category ?? ''}
        onChange={(value) => onFilters({ category: orNull(value) })}
        className={SELECT}
        options={[
          { value: '', label: t('inventory.filters.allCategories') },
          ...categories.map((category) => ({ value: category, label: category })),
        ]}
      />
      {suppliers.length > 0 && (
        <Select
          aria-label={t('reorder.supplier')}
          value={filters.supplierId ?? ''}
          onChange={(value) => onFilters({ supplierId: orNull(value) })}
          className={SELECT}
          options={[
            { value: '', label: t('reorder.list.allSuppliers') },
            ...suppliers.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      )}
      <Select
        aria-label={t('reorder.class')}
        value={filters.itemClass ?? ''}
        onChange={(value) => onFilters({ itemClass: value === '' ? null : value })}
        className={SELECT}
        options={[
          { value: '', label: t('reorder.list.allClasses') },
          ...ABC_CLASSES.map((value) => ({ value, label: t('reorder.classNamed', { name: value }) })),
        ]}
      />
      <Segmented
        value={filters.need}
        label={t('reorder.need.label')}
        segments={REORDER_NEEDS.map((value) => ({
          value,
          label: t(`reorder.need.${value}`),
          count: counts[value],
        }))}
        onChange={(need) => onFilters({ need })}
      />
      {filters.itemIds && (
        <span className="flex items-center gap-1 rounded-md bg-accent-soft py-0.5 pr-1 pl-2.5">
          {t('reorder.list.narrowed', {
            count: filters.itemIds.length,
            formatted: format.integer(filters.itemIds.length),
          })}
          <IconButton
            size="sm"
            icon={X}
            label={t('reorder.list.widen')}
            onClick={() => onFilters({ itemIds: null })}
          />
        </span>
      )}
      <span className="min-w-0 grow" />
      <Button icon={SlidersHorizontal} onClick={() => setTerms(true)}>
        {t('reorder.terms.open')}
      </Button>
      {terms && <PolicyDialog onClose={() => setTerms(false)} />}
    </div>
  );
}

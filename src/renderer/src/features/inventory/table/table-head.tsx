import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../../lib/cx.ts';
import { nextSort, type StockFilters } from '../filters.ts';
import type { ColumnName } from './columns.tsx';
import type { StockTableColumn } from './use-stock-table.ts';

/** The header of a column; a button where the list can be sorted by it. */
export function HeaderCell({
  column,
  filters,
  onSort,
}: {
  readonly column: StockTableColumn;
  readonly filters: StockFilters;
  readonly onSort: (change: Pick<StockFilters, 'sort' | 'direction'>) => void;
}): ReactNode {
  const { t } = useTranslation();
  const { numeric, sort } = column.columnDef.meta ?? {};
  // All ids come from STOCK_COLUMNS, which uses column names.
  const name = t(`inventory.table.${column.id as ColumnName}`);
  const sorted = column.getIsSorted();
  const Arrow = sorted === 'desc' ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      aria-sort={sorted === false ? undefined : sorted === 'desc' ? 'descending' : 'ascending'}
      className={cx(
        'sticky top-0 z-[1] h-[34px] border-b border-line bg-surface px-2.5 text-xs font-medium text-ink-3 first:pl-4 last:pr-4',
        numeric ? 'text-right' : 'text-left',
      )}
    >
      {sort === undefined ? (
        name
      ) : (
        <button
          type="button"
          onClick={() => onSort(nextSort(filters, sort))}
          aria-label={t('inventory.table.sortBy', { column: name })}
          className={cx(
            'inline-flex max-w-full items-center gap-1 rounded-sm hover:text-ink',
            sorted !== false && 'font-semibold text-ink',
          )}
        >
          <span className="truncate">{name}</span>
          {sorted !== false && <Arrow size={12} aria-hidden className="shrink-0" />}
        </button>
      )}
    </th>
  );
}

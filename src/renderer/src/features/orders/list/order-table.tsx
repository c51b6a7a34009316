import { Clock3, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrderSummary } from '#shared/bridge/orders.ts';
import { ORDER_SORTS } from '#shared/domain/order-list.ts';
import type { ViewColumn } from '#shared/domain/views.ts';
import { OrderStatusBadge } from '../../../components/order-status.tsx';
import { type RecordColumn, RecordTable } from '../../../components/record-table.tsx';
import { Money } from '../../../components/values.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import type { ListPages } from '../../../hooks/use-list-pages.ts';
import { useWidth } from '../../../hooks/use-width.ts';
import { useCan } from '../../../stores/session.ts';
import { type ColumnId, shownColumns } from './columns.ts';
import { nextSort, type OrderFilters } from './filters.ts';
import { useSelectColumn } from './select-column.tsx';
import { toggleOrder } from './selection.ts';

type Sorting = Pick<OrderFilters, 'sort' | 'direction'>;

/** Orders with the columns of a view. */
export function OrderTable({
  pages,
  filters,
  layout,
  onSort,
  onOpen,
  onRange,
}: {
  readonly pages: ListPages<OrderSummary>;
  readonly filters: Sorting;
  /** The columns that were chosen; null for the usual ones. */
  readonly layout: readonly ViewColumn[] | null;
  readonly onSort: (sorting: Sorting) => void;
  readonly onOpen: (order: OrderSummary) => void;
  readonly onRange: (from: number, to: number) => void;
}): ReactNode {
  const { t } = useTranslation();
  const [observe, width] = useWidth<HTMLDivElement>(1200);
  const { columns, minWidth } = shownColumns(layout, width);
  const cells = useCells();
  const canSelect = useCan('orders:write');
  const select = useSelectColumn();
  const column = ({ id, width: wide }: (typeof columns)[number]): RecordColumn<OrderSummary> => {
    const sort = ORDER_SORTS.find((one) => one === id);
    return {
      key: id,
      head: t(`orderEntry.views.columns.${id}`),
      ...(wide === null ? {} : { width: wide }),
      ...(id === 'total' || id === 'placed' ? { align: 'right' as const } : {}),
      ...(sort === undefined ? {} : { sorted: filters.sort === sort ? filters.direction : null }),
      cell: cells[id],
    };
  };
  return (
    <div ref={observe} className="h-full">
      <RecordTable
        idPrefix="order-row"
        label={t('orders.list.label')}
        columns={[...select, ...columns.map(column)]}
        minWidth={minWidth}
        pages={pages}
        onSort={(key) => {
          const sort = ORDER_SORTS.find((one) => one === key);
          if (sort !== undefined) onSort(nextSort(filters, sort));
        }}
        onOpen={onOpen}
        onToggle={canSelect ? toggleOrder : null}
        onRange={onRange}
      />
    </div>
  );
}

/** What the cells of each column show. */
function useCells(): Readonly<Record<ColumnId, (order: OrderSummary) => ReactNode>> {
  const { t } = useTranslation();
  const format = useFormat();
  return {
    number: ({ number }) => <span className="font-medium">{number}</span>,
    customer: ({ customer }) => (
      <span className="proportional-nums" dir="auto">
        {customer?.name ?? <span className="text-ink-3">{t('orders.guest')}</span>}
      </span>
    ),
    email: ({ customer }) => (
      <span className="text-ink-2" dir="auto">
        {customer?.email}
      </span>
    ),
    lines: ({ firstLine, lineCount }) => (
      <span className="text-ink-2 proportional-nums">
        <bdi>{firstLine}</bdi>{' '}
        <span className="text-ink-3">
          {lineCount > 1 ? t('orders.list.more', { count: lineCount - 1 }) : ''}
        </span>
      </span>
    ),
    location: ({ locationName }) => (
      <span className="text-ink-2 proportional-nums" dir="auto">
        {locationName}
      </span>
    ),
    status: ({ status, partly, pending, overdue }) => (
      <span className="inline-flex items-center gap-1">
        <OrderStatusBadge status={status} partly={partly} />
        {pending && <Clock3 size={12} aria-label={t('orders.pending')} className="text-warn" />}
        {overdue && (
          <span title={t('orderEntry.views.overdueMark')}>
            <TriangleAlert size={12} aria-label={t('orderEntry.views.overdueMark')} className="text-warn" />
          </span>
        )}
      </span>
    ),
    payment: ({ payment }) => (
      <span className="text-ink-2">{payment === null ? '–' : t(`orderEntry.views.payments.${payment}`)}</span>
    ),
    total: ({ total, currency }) => <Money amount={total} currency={currency} />,
    placed: ({ placedAt }) => (
      <time
        dateTime={new Date(placedAt).toISOString()}
        title={format.dateTime(placedAt)}
        className="text-ink-2"
      >
        {format.moment(placedAt)}
      </time>
    ),
  };
}

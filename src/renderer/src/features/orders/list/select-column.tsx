import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrderSummary } from '#shared/bridge/orders.ts';
import type { RecordColumn } from '../../../components/record-table.tsx';
import { useCan } from '../../../stores/session.ts';
import { toggleOrder, useOrderSelection } from './selection.ts';

/** The column by which orders are selected; none for those who cannot fulfil orders. Space selects the chosen row. */
export function useSelectColumn(): readonly RecordColumn<OrderSummary>[] {
  const can = useCan('orders:write');
  return can ? [{ key: 'select', head: '', width: 44, cell: (order) => <SelectBox order={order} /> }] : [];
}

function SelectBox({ order }: { readonly order: OrderSummary }): ReactNode {
  const { t } = useTranslation();
  const chosen = useOrderSelection((state) => state.chosen.has(order.id));
  return (
    <input
      type="checkbox"
      tabIndex={-1}
      checked={chosen}
      aria-label={t('orders.list.select', { number: order.number })}
      onClick={(event) => event.stopPropagation()}
      onChange={() => toggleOrder(order)}
      className="block"
    />
  );
}

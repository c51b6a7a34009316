import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProposedItem } from '#shared/bridge/reorder.ts';
import { Select } from '../../../components/field.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import { LEFT_OUT, optionsOf, type ProposedSupplier } from './order-form.ts';

/** Chooses whom a line is ordered from, or leaves it out. */
export function SupplierChoice({
  line,
  suppliers,
  value,
  onChange,
}: {
  readonly line: ProposedItem;
  readonly suppliers: readonly ProposedSupplier[];
  readonly value: string;
  readonly onChange: (supplierId: string) => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Select
      aria-label={t('reorder.order.supplierOf', { name: line.name })}
      value={value}
      onChange={onChange}
      className="w-full overflow-hidden text-ellipsis whitespace-nowrap"
      options={[
        { value: LEFT_OUT, label: t('reorder.order.leaveOut') },
        ...optionsOf(line, suppliers).map(({ supplierId, name, price, currency }) => ({
          value: supplierId,
          label: `${name} · ${format.money(price, currency)}`,
        })),
      ]}
    />
  );
}

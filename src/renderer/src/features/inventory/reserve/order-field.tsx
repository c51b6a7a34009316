import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Field, Input } from '../../../components/field.tsx';
import type { OrderChoice } from './use-order-choice.ts';

/** The number of the order that stock is held for; empty for none. Suggests open orders. */
export function OrderField({
  value,
  choice: { chosen, suggestions },
  onChange,
}: {
  readonly value: string;
  readonly choice: OrderChoice;
  readonly onChange: (value: string) => void;
}): ReactNode {
  const { t } = useTranslation();
  const list = useId();
  return (
    <Field
      label={t('inventory.reserve.order')}
      hint={t('inventory.reserve.orderHint')}
      error={
        chosen.state === 'unknown'
          ? t('inventory.reserve.errors.orderUnknown')
          : chosen.state === 'closed'
            ? t('inventory.reserve.errors.orderClosed', { status: t(`orders.statuses.${chosen.status}`) })
            : null
      }
    >
      {(props) => (
        <>
          <Input
            {...props}
            list={list}
            autoComplete="off"
            spellCheck={false}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
          <datalist id={list}>
            {suggestions.map(({ id, number, customer, firstLine }) => (
              <option key={id} value={number}>
                {[customer?.name, firstLine].filter(Boolean).join(' · ')}
              </option>
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}

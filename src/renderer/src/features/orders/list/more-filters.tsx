import { ListFilter } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ALL_ORDERS, PAYMENT_FILTERS } from '#shared/domain/order-list.ts';
import { Button } from '../../../components/button.tsx';
import { Field, Input, Select } from '../../../components/field.tsx';
import { Popover } from '../../../components/overlay.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import { useLocations } from '../../../hooks/use-locations.ts';
import { amountText, parseAmount } from '../../../lib/number-field.ts';
import { useCurrency } from '../../../stores/session.ts';
import { hiddenFilters, type OrderFilters } from './filters.ts';

interface Props {
  readonly filters: OrderFilters;
  readonly onFilters: (change: Partial<OrderFilters>) => void;
}

const NO_FILTERS: Partial<OrderFilters> = {
  locationId: ALL_ORDERS.locationId,
  payment: ALL_ORDERS.payment,
  overdue: ALL_ORDERS.overdue,
  partly: ALL_ORDERS.partly,
  amount: ALL_ORDERS.amount,
};

/** The filters that are not always in view: location, payment, amount, what is overdue and what has left in part. */
export function MoreFilters({
  filters,
  overdue,
  onFilters,
}: Props & {
  /** How many orders are overdue; null until they are counted. */
  readonly overdue: number | null;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const active = hiddenFilters(filters);
  return (
    <Popover
      label={t('orderEntry.views.filters')}
      align="start"
      className="w-[320px]"
      trigger={
        <Button icon={ListFilter}>
          {active === 0
            ? t('orderEntry.views.filters')
            : t('orderEntry.views.active', { formatted: format.integer(active) })}
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <LocationFilter filters={filters} onFilters={onFilters} />
        <Field label={t('orderEntry.views.payment')}>
          {(props) => (
            <Select
              {...props}
              value={filters.payment}
              onChange={(payment) => onFilters({ payment })}
              options={PAYMENT_FILTERS.map((value) => ({
                value,
                label: t(`orderEntry.views.payments.${value}`),
              }))}
            />
          )}
        </Field>
        <AmountFilter filters={filters} onFilters={onFilters} />
        <div>
          <Check
            label={
              overdue === null
                ? t('orderEntry.views.overdue')
                : t('orderEntry.views.overdueCount', { formatted: format.integer(overdue) })
            }
            checked={filters.overdue}
            onChange={(checked) => onFilters({ overdue: checked })}
          />
          <p className="mt-1 text-xs text-ink-3">{t('orderEntry.views.overdueHint')}</p>
        </div>
        <Check
          label={t('orderEntry.views.partly')}
          checked={filters.partly}
          onChange={(checked) => onFilters({ partly: checked })}
        />
        <div>
          <Button size="sm" disabled={active === 0} onClick={() => onFilters(NO_FILTERS)}>
            {t('orderEntry.views.clear')}
          </Button>
        </div>
      </div>
    </Popover>
  );
}

function Check({
  label,
  checked,
  onChange,
}: {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}): ReactNode {
  return (
    <label className="flex items-center gap-2">
      <input
        type="checkbox"
        checked={checked}
        onChange={({ target }) => onChange(target.checked)}
        className="size-3.5 accent-accent"
      />
      {label}
    </label>
  );
}

/** A location that is gone stays named, so that it can be taken out. */
function LocationFilter({ filters: { locationId }, onFilters }: Props): ReactNode {
  const { t } = useTranslation();
  const locations = useLocations();
  const unknown = locationId !== null && !locations.some(({ id }) => id === locationId);
  return (
    <Field label={t('orderEntry.views.location')}>
      {(props) => (
        <Select
          {...props}
          value={locationId ?? ''}
          onChange={(value) => onFilters({ locationId: value || null })}
          options={[
            { value: '', label: t('orderEntry.views.allLocations') },
            ...(unknown ? [{ value: locationId, label: t('orderEntry.views.unknownLocation') }] : []),
            ...locations.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      )}
    </Field>
  );
}

/** The least and the greatest total. They are taken as soon as they are amounts. */
function AmountFilter({ filters: { amount }, onFilters }: Props): ReactNode {
  const { t } = useTranslation();
  const own = useCurrency();
  const currency = amount?.currency ?? own;
  const field = (limit: 'least' | 'most'): ReactNode => (
    <AmountField
      label={t(`orderEntry.views.${limit}`, { currency })}
      amount={amount?.[limit] ?? null}
      currency={currency}
      onAmount={(value) => {
        const next = { currency, least: amount?.least ?? null, most: amount?.most ?? null, [limit]: value };
        onFilters({ amount: next.least === null && next.most === null ? null : next });
      }}
    />
  );
  return (
    <div className="grid grid-cols-2 gap-2">
      {field('least')}
      {field('most')}
    </div>
  );
}

function AmountField({
  label,
  amount,
  currency,
  onAmount,
}: {
  readonly label: string;
  readonly amount: number | null;
  readonly currency: string;
  readonly onAmount: (amount: number | null) => void;
}): ReactNode {
  const shown = amount === null ? '' : amountText(amount, currency);
  const [typed, type] = useState<string | null>(null);
  const wrong = typed !== null && typed.trim() !== '' && parseAmount(typed, currency) === null;
  return (
    <Field label={label}>
      {(props) => (
        <Input
          {...props}
          aria-invalid={wrong}
          inputMode="decimal"
          autoComplete="off"
          maxLength={16}
          className="text-right"
          value={typed ?? shown}
          onChange={({ target }) => {
            type(target.value);
            const value = parseAmount(target.value, currency);
            if (value !== null || target.value.trim() === '') onAmount(value);
          }}
          onBlur={() => type(null)}
        />
      )}
    </Field>
  );
}

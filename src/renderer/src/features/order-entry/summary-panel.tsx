import { CloudOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Location } from '#shared/domain/inventory.ts';
import { type LocationFit, MANUAL_METHODS, suggestLocation } from '#shared/domain/manual-orders.ts';
import { Button } from '../../components/button.tsx';
import { Field, Select, TextArea } from '../../components/field.tsx';
import { DetailRow, Panel } from '../../components/panel.tsx';
import { Money } from '../../components/values.tsx';
import { useIsLive } from '../../stores/connection.ts';
import { CustomerField } from './customer-field.tsx';
import { type OrderForm, sumsOf } from './order-form.ts';

/** Who orders, where from, how it is paid, and what it comes to. `actions` are the order's buttons. */
export function SummaryPanel({
  form,
  fits,
  locationId,
  locations,
  checked,
  problem,
  actions,
  onChange,
}: {
  readonly form: OrderForm;
  readonly fits: readonly LocationFit[];
  readonly locationId: string | null;
  readonly locations: readonly Location[];
  readonly checked: boolean;
  readonly problem: string | null;
  readonly actions: ReactNode;
  readonly onChange: (change: Partial<OrderForm>) => void;
}): ReactNode {
  const { t } = useTranslation();
  const live = useIsLive();
  const { before, total } = sumsOf(form);
  const off = before === null || total === null ? 0 : before - total;
  const sum = (amount: number | null): number | null => (form.lines.length === 0 ? null : amount);
  return (
    <Panel title={t('orderEntry.details')} bodyClassName="flex flex-col gap-3 p-4">
      <CustomerField
        customer={form.customer}
        checked={checked}
        onChange={(customer) => onChange({ customer })}
      />
      <LocationField
        chosen={form.locationId}
        empty={form.lines.length === 0}
        fits={fits}
        locationId={locationId}
        locations={locations}
        error={checked && locationId === null ? t('orderEntry.errors.location') : null}
        onChange={(next) => onChange({ locationId: next })}
      />
      <Field label={t('orderEntry.payment')}>
        {(props) => (
          <Select
            {...props}
            value={form.method}
            onChange={(method) => onChange({ method })}
            options={[
              { value: '', label: t('orderEntry.notPaid') },
              ...MANUAL_METHODS.map((value) => ({ value, label: t(`orderEntry.methods.${value}`) })),
            ]}
          />
        )}
      </Field>
      <Field label={t('orderEntry.note')} hint={t('orderEntry.noteHint')}>
        {(props) => (
          <TextArea
            {...props}
            rows={2}
            maxLength={1000}
            value={form.note}
            onChange={({ target }) => onChange({ note: target.value })}
          />
        )}
      </Field>
      <dl className="border-t border-line pt-2">
        {off > 0 && (
          <>
            <DetailRow label={t('orderEntry.before')}>
              <Money amount={before} currency={form.currency} />
            </DetailRow>
            <DetailRow label={t('orderEntry.discounts')}>
              <Money amount={-off} currency={form.currency} />
            </DetailRow>
          </>
        )}
        <DetailRow label={t('orderEntry.total')}>
          <strong className="text-md font-semibold" data-total>
            <Money amount={sum(total)} currency={form.currency} />
          </strong>
        </DetailRow>
      </dl>
      {checked && form.lines.length === 0 && (
        <p role="alert" className="text-xs text-crit">
          {t('orderEntry.errors.lines')}
        </p>
      )}
      {problem !== null && (
        <p role="alert" className="rounded-md bg-crit-soft px-3 py-2 text-crit proportional-nums">
          {problem}
        </p>
      )}
      {!live && (
        <p role="status" className="flex items-start gap-1.5 text-xs text-ink-2">
          <CloudOff size={13} aria-hidden className="mt-0.5 shrink-0" />
          {t('orderEntry.offline')}
        </p>
      )}
      <div className="flex flex-wrap gap-2">{actions}</div>
    </Panel>
  );
}

/** Where the goods come from: the location that has everything is suggested. */
function LocationField({
  chosen,
  empty,
  fits,
  locationId,
  locations,
  error,
  onChange,
}: {
  /** The location that the user chose; null for the suggestion. */
  readonly chosen: string | null;
  readonly empty: boolean;
  readonly fits: readonly LocationFit[];
  readonly locationId: string | null;
  readonly locations: readonly Location[];
  readonly error: string | null;
  readonly onChange: (locationId: string) => void;
}): ReactNode {
  const { t } = useTranslation();
  const best = suggestLocation(fits);
  const nameOf = (id: string): string => locations.find((one) => one.id === id)?.name ?? id;
  const labelOf = ({ locationId: id, short }: LocationFit): string => {
    const location = nameOf(id);
    if (empty) return location;
    return short.length === 0
      ? t('orderEntry.allHere', { location })
      : t('orderEntry.shortHere', { location, count: short.length });
  };
  const here = fits.find((fit) => fit.locationId === locationId);
  const isBetter = chosen !== null && best?.missing === 0 && (here?.missing ?? 0) > 0;
  const hint = (): string | undefined => {
    if (empty || chosen !== null || best === null) return undefined;
    return t(best.missing === 0 ? 'orderEntry.suggested' : 'orderEntry.suggestedShort');
  };
  return (
    <Field label={t('orderEntry.location')} hint={hint()} error={error}>
      {(props) => (
        <>
          <Select
            {...props}
            value={locationId ?? ''}
            onChange={onChange}
            options={fits.map((fit) => ({ value: fit.locationId, label: labelOf(fit) }))}
          />
          {isBetter && !empty && (
            <span role="status" className="mt-1 flex items-center gap-2 text-xs text-ink-2">
              <span className="min-w-0 flex-1 truncate" dir="auto">
                {t('orderEntry.better', { location: nameOf(best.locationId) })}
              </span>
              <Button size="sm" onClick={() => onChange(best.locationId)}>
                {t('orderEntry.useBetter')}
              </Button>
            </span>
          )}
        </>
      )}
    </Field>
  );
}

import type { ReactNode, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { isReasonCode, type ReasonCode } from '#shared/domain/reasons.ts';
import { Button } from '../../../components/button.tsx';
import { Field, Input } from '../../../components/field.tsx';
import { Segmented } from '../../../components/segmented.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import { reasonText } from '../../../lib/reasons.ts';
import type { AdjustForm } from './adjust-form.ts';
import { Outcome } from './outcome.tsx';
import type { Adjustment } from './use-adjustment.ts';

/** The usual reasons, which are stored as codes so that everybody reads them in their own language. */
const REASONS = [
  'stock.recount',
  'stock.damaged',
  'stock.returned',
  'stock.found',
  'stock.lost',
  'stock.corrected',
] as const satisfies readonly ReasonCode[];

/** A difference or a new value. */
export function ModeField({ adjustment }: { readonly adjustment: Adjustment }): ReactNode {
  const { t } = useTranslation();
  return (
    <div className="flex">
      <Segmented<AdjustForm['mode']>
        value={adjustment.form.mode}
        label={t('inventory.adjust.mode')}
        segments={[
          { value: 'delta', label: t('inventory.adjust.delta') },
          { value: 'set', label: t('inventory.adjust.set') },
        ]}
        onChange={(mode) => adjustment.change({ mode })}
      />
    </div>
  );
}

/** Returns what is wrong with the quantity, for people. */
export function useQuantityError({ base, result, errors }: Adjustment): string | undefined {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    errors.quantity &&
    t(`inventory.adjust.errors.${errors.quantity}`, {
      available: format.integer(base.available),
      taken: format.integer(Math.abs(result?.delta ?? 0)),
    })
  );
}

/** The quantity, beside what it leads to. */
export function QuantityField({
  adjustment,
  input,
}: {
  readonly adjustment: Adjustment;
  readonly input: RefObject<HTMLInputElement | null>;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { form, base, expected, result, change } = adjustment;
  const quantityError = useQuantityError(adjustment);
  const isDelta = form.mode === 'delta';
  return (
    <div className="flex items-start gap-4">
      <Field
        className="w-44"
        label={isDelta ? t('inventory.adjust.quantity') : t('inventory.adjust.setTo')}
        hint={
          isDelta
            ? t('inventory.adjust.quantityHint')
            : t('inventory.adjust.setHint', { expected: format.integer(expected) })
        }
        error={quantityError}
      >
        {(props) => (
          <Input
            {...props}
            ref={input}
            inputMode="numeric"
            autoComplete="off"
            value={form.quantity}
            onChange={(event) => change({ quantity: event.target.value })}
            className="text-md font-semibold"
          />
        )}
      </Field>
      <dl className="mt-5 flex-1 rounded-md bg-sunken px-3 py-1.5" aria-live="polite">
        <Outcome label={t('inventory.adjust.onHand')} before={base.onHand} after={result?.onHand ?? null} />
        <Outcome
          label={t('inventory.adjust.available')}
          before={base.available}
          after={result?.available ?? null}
        />
      </dl>
    </div>
  );
}

/** The reason, typed or picked from the usual ones. */
export function ReasonField({
  adjustment: { form, errors, change },
}: {
  readonly adjustment: Adjustment;
}): ReactNode {
  const { t, i18n } = useTranslation();
  return (
    <>
      <Field
        label={t('inventory.adjust.reason')}
        error={errors.reason && t(`inventory.adjust.errors.${errors.reason}`)}
      >
        {(props) => (
          <Input
            {...props}
            required
            autoComplete="off"
            value={isReasonCode(form.reason) ? reasonText(i18n, form.reason) : form.reason}
            onChange={(event) => change({ reason: event.target.value })}
          />
        )}
      </Field>
      <div className="-mt-1.5 flex flex-wrap gap-1.5">
        {REASONS.map((reason) => {
          const chosen = form.reason === reason;
          return (
            <Button
              key={reason}
              size="sm"
              variant={chosen ? 'primary' : 'secondary'}
              aria-pressed={chosen}
              onClick={() => change({ reason })}
            >
              {reasonText(i18n, reason)}
            </Button>
          );
        })}
      </div>
    </>
  );
}

/** A document the adjustment refers to. */
export function ReferenceField({
  adjustment: { form, errors, change },
}: {
  readonly adjustment: Adjustment;
}): ReactNode {
  const { t } = useTranslation();
  return (
    <Field
      label={`${t('inventory.adjust.reference')} (${t('inventory.adjust.optional')})`}
      error={errors.reference && t(`inventory.adjust.errors.${errors.reference}`)}
    >
      {(props) => (
        <Input
          {...props}
          autoComplete="off"
          placeholder={t('inventory.adjust.referencePlaceholder')}
          value={form.reference}
          onChange={(event) => change({ reference: event.target.value })}
        />
      )}
    </Field>
  );
}

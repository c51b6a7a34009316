import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OfferRow } from '#shared/bridge/suppliers.ts';
import { type Supplier, SupplierItem } from '#shared/domain/suppliers.ts';
import { ConflictNote } from '../../components/conflict-note.tsx';
import { Field, FieldError, Input, Switch } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { ItemPicker } from '../../components/item-picker.tsx';
import { useDecision } from '../../hooks/use-decision.ts';
import { formKind, useForm } from '../../hooks/use-form.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { amountText } from '../../lib/number-field.ts';
import { EMPTY_OFFER, offerTerms } from './offer-form.ts';

/** Items of suppliers that were begun and not sent, by supplier and item. */
const OFFERS = formKind(
  'suppliers.set_item',
  EMPTY_OFFER,
  ({ itemId, price, supplierSku }) => itemId === null && price === '' && supplierSku === '',
);

/** Adds an item to a supplier, or changes its terms (`offer`). */
export function OfferDialog({
  supplier,
  offer,
  onClose,
}: {
  readonly supplier: Supplier;
  readonly offer: OfferRow | null;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { currency } = supplier;
  const [checked, setChecked] = useState(false);
  const [start] = useState(() =>
    offer === null
      ? EMPTY_OFFER
      : {
          itemId: offer.itemId,
          supplierSku: offer.supplierSku ?? '',
          packSize: String(offer.packSize),
          price: amountText(offer.price, currency),
          preferred: offer.preferred,
          expected: offer.version,
        },
  );
  const key = `${supplier.id}:${offer?.itemId ?? 'new'}`;
  const kept = useForm(OFFERS, key, (form) => ({ ...form, supplierId: supplier.id }));
  const form = OFFERS.isEmpty(kept.value) ? start : kept.value;
  const terms = offerTerms(supplier, form);
  const decision = useDecision('suppliers.set_item', () => {
    kept.clear();
    onClose();
  });
  const conflict = decision.refusal?.code === 'conflict';
  const current = SupplierItem.safeParse(decision.refusal?.current).data ?? null;
  const errors = checked && !terms.ok ? terms.errors : {};
  const send = (expected: number | null): void => {
    setChecked(true);
    if (terms.ok) void decision.send({ ...terms.offer, expected });
  };
  const change = (part: Partial<typeof form>): void => kept.change({ ...form, ...part });
  return (
    <FormDialog
      title={offer === null ? t('suppliers.offer.addTitle', { name: supplier.name }) : offer.name}
      action={offer === null ? t('suppliers.offer.add') : t('common.save')}
      busy={decision.busy}
      disabled={false}
      problem={conflict ? null : decision.problem}
      onSubmit={() => send(form.expected)}
      onClose={onClose}
    >
      {conflict && (
        <ConflictNote
          title={t('suppliers.offer.conflict')}
          fields={
            current === null
              ? []
              : [
                  {
                    label: t('suppliers.offer.supplierSku'),
                    mine: form.supplierSku,
                    theirs: current.supplierSku ?? '',
                  },
                  {
                    label: t('suppliers.offer.packSize'),
                    mine: form.packSize,
                    theirs: String(current.packSize),
                  },
                  {
                    label: t('suppliers.offer.priceShort'),
                    mine: form.price,
                    theirs: amountText(current.price, currency),
                  },
                ].filter(({ mine, theirs }) => mine !== theirs)
          }
          onMine={() => send(current?.version ?? null)}
          onTheirs={() => {
            kept.clear();
            onClose();
          }}
        />
      )}
      {offer === null && (
        <div>
          <ItemPicker
            supplierId={supplier.id}
            label={t('suppliers.offer.item')}
            chosenId={form.itemId}
            onPick={({ itemId }) => change({ itemId })}
          />
          <FieldError>{errors.itemId && t('suppliers.offer.errors.item')}</FieldError>
        </div>
      )}
      <div className="grid grid-cols-2 gap-3">
        <Field label={t('suppliers.offer.supplierSku')}>
          {(props) => (
            <Input
              {...props}
              autoComplete="off"
              maxLength={64}
              value={form.supplierSku}
              onChange={(event) => change({ supplierSku: event.target.value })}
            />
          )}
        </Field>
        <Field
          label={t('suppliers.offer.packSize')}
          error={errors.packSize && t('suppliers.offer.errors.packSize')}
        >
          {(props) => (
            <Input
              {...props}
              inputMode="numeric"
              autoComplete="off"
              value={form.packSize}
              onChange={(event) => change({ packSize: event.target.value })}
            />
          )}
        </Field>
      </div>
      <Field
        label={t('suppliers.offer.price', { currency })}
        error={errors.price && t('suppliers.offer.errors.price', { example: format.money(450, currency) })}
      >
        {(props) => (
          <Input
            {...props}
            inputMode="decimal"
            autoComplete="off"
            value={form.price}
            onChange={(event) => change({ price: event.target.value })}
          />
        )}
      </Field>
      <div className="flex items-center justify-between gap-3">
        <span>
          {t('suppliers.offer.preferred')}
          <span className="block text-xs text-ink-3">{t('suppliers.offer.preferredHint')}</span>
        </span>
        <Switch
          checked={form.preferred}
          label={t('suppliers.offer.preferred')}
          onChange={(preferred) => change({ preferred })}
        />
      </div>
    </FormDialog>
  );
}

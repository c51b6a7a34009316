import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Item } from '#shared/domain/inventory.ts';
import { MAX_BULK } from '#shared/domain/items.ts';
import { bridge } from '../../../bridge/client.ts';
import { Field, Input, Select } from '../../../components/field.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import { useIsLive } from '../../../stores/connection.ts';
import { BulkDialog } from './bulk-dialog.tsx';
import { BulkField } from './bulk-field.tsx';
import {
  type BulkForm,
  bulkChanges,
  bulkExpected,
  bulkForm,
  needsCurrency,
  PRICE_MODES,
} from './bulk-form.ts';
import { useBulkEdit } from './bulk-kept.ts';
import { Offline } from './new-item-dialog.tsx';
import { useItems } from './use-items.ts';

/** Edits many items, in steps. Empty fields stay as they are. */
export function BulkEditDialog({
  itemIds,
  selection,
  onClose,
}: {
  readonly itemIds: readonly string[];
  /** Which items they are: what was typed is kept for them. */
  readonly selection: string;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  // The first ones say which currency amounts are in; items of another one are left out of a change of amounts.
  const { items, error } = useItems(itemIds.slice(0, MAX_BULK));
  if (items === null)
    return (
      <FormDialog
        title={t('inventory.items.bulkTitle', {
          count: itemIds.length,
          formatted: format.integer(itemIds.length),
        })}
        action={t('inventory.items.save')}
        busy={error === null}
        disabled
        problem={error && t('inventory.items.unread')}
        onSubmit={() => undefined}
        onClose={onClose}
      >
        {null}
      </FormDialog>
    );
  return <Loaded items={items} itemIds={itemIds} selection={selection} onClose={onClose} />;
}

function Loaded({
  items,
  itemIds,
  selection,
  onClose,
}: {
  readonly items: readonly Item[];
  readonly itemIds: readonly string[];
  readonly selection: string;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const live = useIsLive();
  const kept = useBulkEdit(selection);
  const form = bulkForm(kept.text);
  const currencies = new Set(items.map(({ currency }) => currency));
  const currency = currencies.size === 1 ? (items[0]?.currency ?? null) : null;
  const changes = bulkChanges(form, currency);
  const text = (field: 'category' | 'unit' | 'cost', label: string): ReactNode => (
    <BulkField label={label} value={form[field]} onChange={(value) => kept.change(field, value)} />
  );
  return (
    <BulkDialog
      type="inventory.edit_items"
      itemIds={itemIds}
      title={t('inventory.items.bulkTitle', {
        count: itemIds.length,
        formatted: format.integer(itemIds.length),
      })}
      action={t('inventory.items.save')}
      ready={changes !== null && Object.keys(changes).length > 0}
      problem={null}
      run={kept.run}
      build={async (ids) => {
        if (changes === null) return null;
        const read = await bridge.call('inventory.items', { itemIds: [...ids] });
        const fit = read.items.filter((item) => !needsCurrency(changes) || item.currency === currency);
        if (fit.length === 0) return null;
        const lines = fit.map((item) => ({ itemId: item.id, expected: bulkExpected(item, changes) }));
        return { data: { changes, items: lines }, itemIds: fit.map(({ id }) => id) };
      }}
      keep={kept.keep}
      forget={kept.clear}
      mine={(field) => mineOf(form, field)}
      onClose={onClose}
    >
      <div className="flex gap-3">
        {text('category', t('inventory.items.fields.category'))}
        {text('unit', t('inventory.items.fields.unit'))}
      </div>
      <div className="flex gap-3">
        <Field className="flex-1" label={t('inventory.items.priceChange')}>
          {(props) => (
            <Select<BulkForm['priceMode']>
              {...props}
              value={form.priceMode}
              options={PRICE_MODES.map((value) => ({
                value,
                label: t(`inventory.items.priceModes.${value}`),
              }))}
              onChange={(priceMode) => kept.change('priceMode', priceMode)}
            />
          )}
        </Field>
        {form.priceMode !== 'none' && (
          <Field
            className="flex-1"
            label={form.priceMode === 'percent' ? '%' : (currency ?? '')}
            hint={currency === null ? t('inventory.items.mixedCurrencies') : null}
            error={changes === null && form.price !== '' ? t('inventory.items.errors.amount') : null}
          >
            {(props) => (
              <Input
                {...props}
                autoComplete="off"
                inputMode="decimal"
                value={form.price}
                onChange={(event) => kept.change('price', event.target.value)}
              />
            )}
          </Field>
        )}
      </div>
      <div className="flex gap-3">
        {text('cost', t('inventory.items.fields.cost', { currency: currency ?? '' }))}
        <Field className="flex-1" label={t('inventory.items.fields.status')}>
          {(props) => (
            <Select<BulkForm['status']>
              {...props}
              value={form.status}
              options={(['', 'active', 'archived'] as const).map((value) => ({
                value,
                label: value === '' ? t('inventory.items.unchanged') : t(`inventory.items.status.${value}`),
              }))}
              onChange={(status) => kept.change('status', status)}
            />
          )}
        </Field>
      </div>
      {!live && <Offline />}
    </BulkDialog>
  );
}

/** Returns what was typed for a field; a change of the price with its sign or as a percentage. */
function mineOf(form: BulkForm, field: string): string {
  if (field === 'price') return form.priceMode === 'percent' ? `${form.price} %` : form.price;
  return field === 'category' || field === 'unit' || field === 'cost' || field === 'status'
    ? form[field]
    : '';
}

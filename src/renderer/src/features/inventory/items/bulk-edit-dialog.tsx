import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Item } from '#shared/domain/inventory.ts';
import { type ItemChanges, MAX_BULK } from '#shared/domain/items.ts';
import { Field, Input, Select } from '../../../components/field.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { useAnswer } from '../../../hooks/use-answer.ts';
import { useCommand } from '../../../hooks/use-command.ts';
import { useSaid } from '../../../hooks/use-say.ts';
import { refusalSentence } from '../../../i18n/errors.ts';
import { useIsLive } from '../../../stores/connection.ts';
import { type BulkForm, bulkChanges, bulkExpected, EMPTY_BULK, PRICE_MODES } from './bulk-form.ts';
import { Offline } from './new-item-dialog.tsx';
import { useItems } from './use-items.ts';

/** Edits many items at once: at most MAX_BULK, all or nothing. Empty fields stay as they are. */
export function BulkEditDialog({
  itemIds,
  onClose,
}: {
  readonly itemIds: readonly string[];
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const { items, error } = useItems(itemIds);
  if (items === null || itemIds.length > MAX_BULK)
    return (
      <FormDialog
        title={t('inventory.items.bulkTitle', { count: itemIds.length })}
        action={t('inventory.items.save')}
        busy={error === null && itemIds.length <= MAX_BULK}
        disabled
        problem={
          itemIds.length > MAX_BULK
            ? t('inventory.items.tooMany', { max: MAX_BULK })
            : error && t('inventory.items.unread')
        }
        onSubmit={() => undefined}
        onClose={onClose}
      >
        {null}
      </FormDialog>
    );
  return <Loaded items={items} onClose={onClose} />;
}

function Loaded({
  items,
  onClose,
}: {
  readonly items: readonly Item[];
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const live = useIsLive();
  const { submit, entry, submitting } = useCommand('inventory.edit_items');
  // What the user saw when the dialog opened; a refused edit is shown against what is there now.
  const [seen, setSeen] = useState(items);
  const [form, setForm] = useState<BulkForm>(EMPTY_BULK);
  const [problem, say] = useSaid();
  const currencies = new Set(seen.map(({ currency }) => currency));
  const currency = currencies.size === 1 ? (seen[0]?.currency ?? null) : null;
  const changes = bulkChanges(form, currency);
  const [waiting, wait] = useAnswer(entry, {
    onAccepted: onClose,
    onRefused: (refusal) => {
      setSeen(items);
      say((context) => refusalSentence(context, refusal));
    },
    onSilence: onClose,
  });
  const send = async (edited: ItemChanges): Promise<void> => {
    const sent = await submit(
      {
        changes: edited,
        items: seen.map((item) => ({ itemId: item.id, expected: bulkExpected(item, edited) })),
      },
      { quiet: true },
    );
    if (!sent.ok) say((context) => refusalSentence(context, sent.error));
    else if (live) wait(sent.entry.id);
    else onClose();
  };
  const text = (field: 'category' | 'unit' | 'cost', label: string): ReactNode => (
    <Field className="min-w-28 flex-1" label={label}>
      {(props) => (
        <Input
          {...props}
          autoComplete="off"
          placeholder={t('inventory.items.unchanged')}
          value={form[field]}
          onChange={(event) => setForm({ ...form, [field]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <FormDialog
      title={t('inventory.items.bulkTitle', { count: seen.length })}
      description={t('inventory.items.bulkAbout')}
      action={t('inventory.items.save')}
      busy={submitting || waiting}
      disabled={changes === null || Object.keys(changes).length === 0}
      problem={problem}
      onSubmit={() => changes && void send(changes)}
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
              onChange={(priceMode) => setForm({ ...form, priceMode })}
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
                onChange={(event) => setForm({ ...form, price: event.target.value })}
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
              onChange={(status) => setForm({ ...form, status })}
            />
          )}
        </Field>
      </div>
      {!live && <Offline />}
    </FormDialog>
  );
}

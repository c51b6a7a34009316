import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field, Input } from '../../../components/field.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { useCommand } from '../../../hooks/use-command.ts';
import { useForm } from '../../../hooks/use-form.ts';
import { useSent } from '../../../hooks/use-sent.ts';
import { newId } from '../../../lib/new-id.ts';
import { useIsLive } from '../../../stores/connection.ts';
import { ItemFields } from './item-fields.tsx';
import { type ItemErrors, NEW_ITEMS, newItem, validateItem } from './item-form.ts';

/** What a new item begins with. */
const EMPTY = {
  name: '',
  sku: '',
  barcode: '',
  category: '',
  unit: '',
  price: '',
  cost: '',
  backorderLimit: '0',
};

/** Creates an item. */
export function NewItemDialog({
  currency: usual,
  barcode = '',
  onClose,
  onCreated,
}: {
  /** The currency to begin with. */
  readonly currency: string;
  /** A scanned barcode to begin with, in place of one that was typed before. */
  readonly barcode?: string;
  readonly onClose: () => void;
  readonly onCreated: (itemId: string) => void;
}): ReactNode {
  const { t } = useTranslation();
  const live = useIsLive();
  const { submit, entry, submitting } = useCommand('inventory.create_item');
  const kept = useForm(NEW_ITEMS, 'new', ({ fields }) => ({ item: fields }));
  const [id] = useState(newId);
  const [edited, setEdited] = useState(false);
  const [checked, setChecked] = useState(false);
  const text = { ...EMPTY, ...kept.value.fields, ...(barcode !== '' && !edited && { barcode }) };
  const currency = kept.value.currency === '' ? usual : kept.value.currency;
  const errors = validateItem(text, currency);
  const finish = (): void => {
    kept.clear();
    onCreated(id);
  };
  const sent = useSent(entry, { onDone: finish });
  const send = async (): Promise<void> => {
    setChecked(true);
    const item = newItem(id, text, currency);
    if (item === null || Object.keys(errors).length > 0) return;
    sent.follow(await submit({ item }, { quiet: true }));
  };
  const shown: ItemErrors = checked ? errors : {};
  return (
    <FormDialog
      title={t('inventory.items.newItem')}
      action={t('inventory.items.create')}
      busy={submitting || sent.waiting}
      disabled={false}
      problem={sent.problem}
      onSubmit={() => void send()}
      onClose={onClose}
    >
      <ItemFields
        text={text}
        currency={currency}
        errors={shown}
        onChange={(field, value) => {
          setEdited(true);
          kept.change({ ...kept.value, fields: { ...text, [field]: value } });
        }}
      />
      <Field
        className="w-28"
        label={t('inventory.items.fields.currency')}
        error={shown.currency && t('inventory.items.errors.currency')}
      >
        {(props) => (
          <Input
            {...props}
            autoComplete="off"
            maxLength={3}
            value={currency}
            onChange={(event) => kept.change({ ...kept.value, currency: event.target.value.toUpperCase() })}
          />
        )}
      </Field>
      {!live && <Offline />}
    </FormDialog>
  );
}

/** Says that the change will be sent later. */
export function Offline(): ReactNode {
  const { t } = useTranslation();
  return (
    <p role="status" className="text-xs text-ink-2">
      {t('inventory.items.offline')}
    </p>
  );
}

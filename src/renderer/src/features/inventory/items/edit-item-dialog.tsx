import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Item } from '#shared/domain/inventory.ts';
import type { ItemField } from '#shared/domain/items.ts';
import { Button } from '../../../components/button.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { useCommand } from '../../../hooks/use-command.ts';
import { useForm } from '../../../hooks/use-form.ts';
import { useSent } from '../../../hooks/use-sent.ts';
import { useIsLive } from '../../../stores/connection.ts';
import { ItemFields } from './item-fields.tsx';
import { changedFields, EDITS, textOfItem, toEdit, typed, validateItem } from './item-form.ts';
import { Offline } from './new-item-dialog.tsx';
import { PictureField } from './picture.tsx';

/** Edits an item. Only edited fields are sent; what somebody else has changed meanwhile is shown beside them. */
export function EditItemDialog({
  item,
  image,
  onClose,
}: {
  /** The item as it stands now. */
  readonly item: Item;
  readonly image: string | null;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const live = useIsLive();
  const { submit, entry, submitting } = useCommand('inventory.edit_items');
  const kept = useForm(EDITS, item.id, (fields) => toEdit(fields, item));
  const form = kept.value;
  const now = textOfItem(item);
  const [checked, setChecked] = useState(false);
  const errors = validateItem(form.edited, item.currency);
  const changed = changedFields(form, item);
  const finish = (): void => {
    kept.clear();
    onClose();
  };
  const sent = useSent(entry, { onDone: finish });
  const send = async (): Promise<void> => {
    setChecked(true);
    if (Object.keys(errors).length > 0) return;
    if (Object.keys(form.edited).length === 0) return finish();
    sent.follow(await submit(toEdit(form, item), { quiet: true }));
  };
  const choose = (field: ItemField, mine: boolean): void => {
    sent.clearProblem();
    const text = form.edited[field] ?? '';
    // Mine is an edit of what is there now; theirs is no edit.
    const { [field]: _seen, ...seen } = form.seen;
    const { [field]: _edited, ...edited } = form.edited;
    kept.change(
      mine
        ? { edited: { ...edited, [field]: text }, seen: { ...seen, [field]: now[field] } }
        : { edited, seen },
    );
  };
  return (
    <FormDialog
      title={t('inventory.items.editItem')}
      description={item.name}
      action={t('inventory.items.save')}
      busy={submitting || sent.waiting}
      disabled={changed.length > 0}
      problem={sent.problem}
      onSubmit={() => void send()}
      onClose={onClose}
    >
      <PictureField itemId={item.id} name={item.name} image={image} />
      <ItemFields
        text={{ ...now, ...form.edited }}
        currency={item.currency}
        errors={checked ? errors : {}}
        onChange={(field, text) => {
          sent.clearProblem();
          kept.change(typed(form, item, field, text));
        }}
        note={(field) =>
          changed.includes(field) && (
            <div
              role="alert"
              data-conflict={field}
              className="mt-1 rounded-md bg-warn-soft px-2 py-1.5 text-xs"
            >
              <p>{t('inventory.items.changed', { now: now[field] === '' ? '–' : now[field] })}</p>
              <span className="mt-1 flex gap-1.5">
                <Button size="sm" onClick={() => choose(field, false)}>
                  {t('inventory.items.takeTheirs')}
                </Button>
                <Button size="sm" onClick={() => choose(field, true)}>
                  {t('inventory.items.keepMine')}
                </Button>
              </span>
            </div>
          )
        }
      />
      {!live && <Offline />}
    </FormDialog>
  );
}

import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Location } from '#shared/domain/inventory.ts';
import { Field, Input, Select } from '../../../components/field.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { useCommand } from '../../../hooks/use-command.ts';
import { formKind, useForm } from '../../../hooks/use-form.ts';
import { useSaid } from '../../../hooks/use-say.ts';
import { refusalSentence } from '../../../i18n/errors.ts';
import { newId } from '../../../lib/new-id.ts';
import { useIsLive } from '../../../stores/connection.ts';
import { Offline } from './new-item-dialog.tsx';

/** Locations that were begun. */
const NEW_LOCATIONS = formKind(
  'inventory.create_location',
  { name: '', kind: 'store', region: '' },
  ({ name }) => name.trim() === '',
);

/** Creates a location. */
export function NewLocationDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation();
  const live = useIsLive();
  const { submit, submitting } = useCommand('inventory.create_location');
  const [id] = useState(newId);
  const kept = useForm(NEW_LOCATIONS, 'new', (fields) => ({ location: { id, ...fields } }));
  const { name, kind, region = '' } = kept.value;
  const [problem, say] = useSaid();
  const valid = name.trim() !== '' && name.trim().length <= 120;
  const send = async (): Promise<void> => {
    const sent = await submit(
      { location: { id, name: name.trim(), kind, region: region.trim() === '' ? null : region.trim() } },
      { quiet: true },
    );
    if (!sent.ok) return say((context) => refusalSentence(context, sent.error));
    kept.clear();
    onClose();
  };
  return (
    <FormDialog
      title={t('inventory.items.newLocation')}
      action={t('inventory.items.createLocation')}
      busy={submitting}
      disabled={!valid}
      problem={problem}
      onSubmit={() => void send()}
      onClose={onClose}
    >
      <Field label={t('inventory.items.fields.name')}>
        {(props) => (
          <Input
            {...props}
            autoComplete="off"
            maxLength={120}
            value={name}
            onChange={(event) => kept.change({ ...kept.value, name: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('inventory.items.locationKind')}>
        {(props) => (
          <Select<Location['kind']>
            {...props}
            value={kind}
            options={(['store', 'warehouse'] as const).map((value) => ({
              value,
              label: t(`inventory.items.kinds.${value}`),
            }))}
            onChange={(next) => kept.change({ ...kept.value, kind: next })}
          />
        )}
      </Field>
      <Field label={t('inventory.items.region')} hint={t('inventory.items.regionHint')}>
        {(props) => (
          <Input
            {...props}
            autoComplete="off"
            maxLength={80}
            value={region}
            onChange={(event) => kept.change({ ...kept.value, region: event.target.value })}
          />
        )}
      </Field>
      {!live && <Offline />}
    </FormDialog>
  );
}

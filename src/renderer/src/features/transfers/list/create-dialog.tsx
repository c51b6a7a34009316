import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { FormFields } from '#shared/bridge/forms.ts';
import { Field, Input, Select } from '../../../components/field.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { useDecision } from '../../../hooks/use-decision.ts';
import { formKind, useForm } from '../../../hooks/use-form.ts';
import { usePlaces } from '../../../hooks/use-places.ts';
import { newId } from '../../../lib/new-id.ts';

type Create = FormFields<'transfers.create'>;

const CREATIONS = formKind(
  'transfers.create',
  { fromLocationId: null, toLocationId: null, note: '' },
  ({ fromLocationId, toLocationId, note }) =>
    fromLocationId === null && toLocationId === null && note.trim() === '',
);

/** Plans a transfer: from where to where. Its items are added on its page. */
export function CreateDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const places = usePlaces().data?.locations ?? [];
  const [transferId] = useState(newId);
  const kept = useForm(CREATIONS, 'new', (fields) => fields);
  const form = kept.value;
  const change = (part: Partial<Create>): void => kept.change({ ...form, ...part });
  const decision = useDecision('transfers.create', () => {
    kept.clear();
    onClose();
    void navigate(`/transfers/${transferId}`);
  });
  const { fromLocationId, toLocationId, note } = form;
  const same = fromLocationId !== null && fromLocationId === toLocationId;
  const submit = (): void => {
    if (fromLocationId === null || toLocationId === null) return;
    void decision.send({ transferId, fromLocationId, toLocationId, lines: [], note: note.trim() });
  };
  const place = (name: 'fromLocationId' | 'toLocationId', label: string, error: string | null): ReactNode => (
    <Field label={label} error={error}>
      {(props) => (
        <Select
          {...props}
          value={form[name] ?? ''}
          onChange={(value) => change({ [name]: value === '' ? null : value })}
          options={[
            { value: '', label: t('transfers.create.choose') },
            ...places.map((one) => ({ value: one.id, label: one.name })),
          ]}
        />
      )}
    </Field>
  );
  return (
    <FormDialog
      title={t('transfers.create.title')}
      description={t('transfers.create.description')}
      action={t('transfers.create.action')}
      busy={decision.busy}
      disabled={fromLocationId === null || toLocationId === null || same}
      problem={decision.problem}
      onSubmit={submit}
      onClose={onClose}
    >
      {place('fromLocationId', t('transfers.create.from'), null)}
      {place('toLocationId', t('transfers.create.to'), same ? t('transfers.create.same') : null)}
      <Field label={t('transfers.create.note')}>
        {(props) => (
          <Input
            {...props}
            maxLength={300}
            autoComplete="off"
            value={note}
            onChange={(event) => change({ note: event.target.value })}
          />
        )}
      </Field>
    </FormDialog>
  );
}

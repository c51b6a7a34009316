import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Field, Input, Select } from '../../../components/field.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { useAnswer } from '../../../hooks/use-answer.ts';
import { useCommand } from '../../../hooks/use-command.ts';
import { useForm } from '../../../hooks/use-form.ts';
import type { ItemData } from '../../../hooks/use-item.ts';
import { useSaid } from '../../../hooks/use-say.ts';
import { refusalSentence } from '../../../i18n/errors.ts';
import { useIsLive } from '../../../stores/connection.ts';
import { useTimeZone } from '../../../stores/session.ts';
import { RECEIPTS, type ReceiveForm, toReceipt, validateReceipt } from './receive-form.ts';

/** Receives some of an item, with its lot and expiry if it has them. */
export function ReceiveDialog({
  data: { item, levels },
  locationId: first,
  onClose,
}: {
  readonly data: ItemData;
  /** The location to begin with. */
  readonly locationId: string;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const live = useIsLive();
  const timeZone = useTimeZone();
  const { submit, entry, submitting } = useCommand('inventory.receive');
  const kept = useForm(RECEIPTS, item.id, (fields) =>
    toReceipt(fields, { itemId: item.id, locationId: fields.locationId ?? first, timeZone }),
  );
  const form = kept.value;
  const [problem, say] = useSaid();
  const finish = (): void => {
    kept.clear();
    onClose();
  };
  const [waiting, wait] = useAnswer(entry, {
    onAccepted: finish,
    onRefused: (refusal) => say((context) => refusalSentence(context, refusal)),
    onSilence: finish,
  });
  const locationId = form.locationId ?? first;
  const errors = validateReceipt(form);
  const change = (part: Partial<ReceiveForm>): void => kept.change({ ...form, ...part });
  const send = async (): Promise<void> => {
    const sent = await submit(toReceipt(form, { itemId: item.id, locationId, timeZone }), { quiet: true });
    if (!sent.ok) say((context) => refusalSentence(context, sent.error));
    else if (live) wait(sent.entry.id);
    else finish();
  };
  const error = (name: keyof typeof errors): string | null => {
    const why = errors[name];
    if (why === undefined || (name === 'quantity' && form.quantity === '')) return null;
    return t(`inventory.lots.errors.${why}`);
  };
  const optional = t('inventory.lots.optional');
  return (
    <FormDialog
      title={t('inventory.lots.receiveTitle')}
      description={item.name}
      action={t('inventory.lots.receive')}
      busy={submitting || waiting}
      disabled={Object.keys(errors).length > 0}
      problem={problem}
      onSubmit={() => void send()}
      onClose={onClose}
    >
      <div className="flex gap-3">
        {levels.length > 1 && (
          <Field className="flex-1" label={t('inventory.lots.location')}>
            {(props) => (
              <Select
                {...props}
                value={locationId}
                options={levels.map((one) => ({ value: one.locationId, label: one.locationName }))}
                onChange={(at) => change({ locationId: at })}
              />
            )}
          </Field>
        )}
        <Field className="flex-1" label={t('inventory.lots.quantity')} error={error('quantity')}>
          {(props) => (
            <Input
              {...props}
              inputMode="numeric"
              autoComplete="off"
              value={form.quantity}
              onChange={(event) => change({ quantity: event.target.value })}
            />
          )}
        </Field>
      </div>
      <div className="flex gap-3">
        <Field
          className="flex-1"
          label={`${t('inventory.lots.code')} (${optional})`}
          hint={t('inventory.lots.codeHint')}
          error={error('code')}
        >
          {(props) => (
            <Input
              {...props}
              autoComplete="off"
              value={form.code}
              onChange={(event) => change({ code: event.target.value })}
            />
          )}
        </Field>
        <Field
          className="flex-1"
          label={`${t('inventory.lots.expires')} (${optional})`}
          hint={t('inventory.lots.expiresHint')}
          error={error('expires')}
        >
          {(props) => (
            <Input
              {...props}
              type="date"
              value={form.expires}
              onChange={(event) => change({ expires: event.target.value })}
            />
          )}
        </Field>
      </div>
      <Field label={`${t('inventory.lots.reference')} (${optional})`} error={error('reference')}>
        {(props) => (
          <Input
            {...props}
            autoComplete="off"
            value={form.reference}
            onChange={(event) => change({ reference: event.target.value })}
          />
        )}
      </Field>
      {!live && (
        <p role="status" className="text-xs text-ink-2">
          {t('inventory.lots.offline')}
        </p>
      )}
    </FormDialog>
  );
}

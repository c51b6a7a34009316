import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CurrentLot, currentLot } from '#shared/domain/conflicts.ts';
import { dayOf } from '#shared/domain/time.ts';
import { Button } from '../../../components/button.tsx';
import { Field, Input, Select } from '../../../components/field.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { useCommand } from '../../../hooks/use-command.ts';
import { useForm } from '../../../hooks/use-form.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import type { ItemData } from '../../../hooks/use-item.ts';
import { useSent } from '../../../hooks/use-sent.ts';
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
  // The lot that is there with another expiry, as the server has found it.
  const [found, setFound] = useState<CurrentLot | null>(null);
  const finish = (): void => {
    kept.clear();
    onClose();
  };
  const sent = useSent(entry, {
    onDone: finish,
    onRefused: (refusal) => setFound(refusal.code === 'conflict' ? currentLot(refusal.current) : null),
  });
  const locationId = form.locationId ?? first;
  const errors = validateReceipt(form);
  const change = (part: Partial<ReceiveForm>): void => {
    setFound(null);
    sent.clearProblem();
    kept.change({ ...form, ...part });
  };
  const send = async (): Promise<void> => {
    sent.follow(await submit(toReceipt(form, { itemId: item.id, locationId, timeZone }), { quiet: true }));
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
      busy={submitting || sent.waiting}
      disabled={Object.keys(errors).length > 0}
      problem={sent.problem}
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
      {found !== null && <OtherExpiry found={found} mine={form.expires} onChange={change} />}
      {!live && (
        <p role="status" className="text-xs text-ink-2">
          {t('inventory.lots.offline')}
        </p>
      )}
    </FormDialog>
  );
}

/** Both expiries of a lot: that of the lot which is there, and the one that was typed. */
function OtherExpiry({
  found,
  mine,
  onChange,
}: {
  readonly found: CurrentLot;
  readonly mine: string;
  readonly onChange: (part: Partial<ReceiveForm>) => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const timeZone = useTimeZone();
  // A lot is sold through the day of its expiry.
  const there = found.expiresAt === null ? '' : dayOf(found.expiresAt - 1, timeZone);
  const day = (text: string): string => (text === '' ? '–' : format.isoDay(text));
  return (
    <div
      data-conflict="expires"
      className="flex flex-wrap items-center gap-2 rounded-md bg-warn-soft px-3 py-2"
    >
      <p className="min-w-0 flex-1">
        {t('inventory.lots.otherExpiry', { code: found.code, now: day(there), mine: day(mine) })}
      </p>
      <Button size="sm" onClick={() => onChange({ expires: there })}>
        {t('inventory.lots.takeExpiry', { now: day(there) })}
      </Button>
      <Button size="sm" onClick={() => onChange({ code: '' })}>
        {t('inventory.lots.otherCode')}
      </Button>
    </div>
  );
}

import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Item, UNAVAILABLE_REASONS, type UnavailableReason } from '#shared/domain/inventory.ts';
import { Field, Input, Select } from '../../../components/field.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { Segmented } from '../../../components/segmented.tsx';
import { useCommand } from '../../../hooks/use-command.ts';
import { useForm } from '../../../hooks/use-form.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import type { ItemLevel } from '../../../hooks/use-item.ts';
import { useNow } from '../../../hooks/use-now.ts';
import { useSent } from '../../../hooks/use-sent.ts';
import { useIsLive } from '../../../stores/connection.ts';
import { Outcome } from '../adjust/outcome.tsx';
import { useLots } from '../lots/use-lots.ts';
import {
  KINDS,
  type Kind,
  mostOf,
  SET_ASIDES,
  type SetAsideForm,
  toSetAside,
  validateSetAside,
} from './set-aside-form.ts';

/** Sends the command of each kind, and follows the last one. */
function useSending() {
  const commands = {
    set_aside: useCommand('inventory.set_aside'),
    put_back: useCommand('inventory.put_back'),
    write_off: useCommand('inventory.write_off'),
  };
  return commands;
}

/** Sets stock of an item at a location aside, puts it back, or writes it off. Mount it with a key per item and location. */
export function SetAsideDialog({
  item,
  level,
  onClose,
}: {
  readonly item: Pick<Item, 'id' | 'name'>;
  readonly level: ItemLevel;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const live = useIsLive();
  const now = useNow();
  const lots = (useLots(item.id).data?.lots ?? []).filter(
    ({ locationId }) => locationId === level.locationId,
  );
  const kept = useForm(SET_ASIDES, `${item.id}:${level.locationId}`, (fields) => toSetAside(fields, level));
  const form = kept.value;
  const change = (part: Partial<SetAsideForm>): void => kept.change({ ...form, ...part });
  const commands = useSending();
  const { submit, entry, submitting } = commands[form.kind];
  const finish = (): void => {
    kept.clear();
    onClose();
  };
  const sent = useSent(entry, { onDone: finish });
  const most = mostOf(form, { level, lots }, now);
  const errors = validateSetAside(form, most);
  const quantity = errors.quantity === 'number' ? 0 : Number(form.quantity);
  const delta = form.kind === 'set_aside' ? quantity : -quantity;
  const send = async (): Promise<void> => {
    sent.follow(await submit(toSetAside(form, level), { quiet: true }));
  };
  return (
    <FormDialog
      title={t('inventory.setAside.title')}
      description={t('inventory.adjust.subject', { name: item.name, location: level.locationName })}
      action={t(`inventory.setAside.submit.${form.kind}`)}
      busy={submitting || sent.waiting}
      disabled={Object.keys(errors).length > 0}
      problem={sent.problem}
      onSubmit={() => void send()}
      onClose={onClose}
    >
      <div>
        <Segmented<Kind>
          value={form.kind}
          label={t('inventory.setAside.kind')}
          segments={KINDS.map((value) => ({ value, label: t(`inventory.setAside.kinds.${value}`) }))}
          onChange={(kind) => change({ kind })}
        />
        <p className="mt-1.5 text-xs text-ink-3">{t(`inventory.setAside.about.${form.kind}`)}</p>
      </div>
      <div className="flex gap-3">
        <Field className="flex-1" label={t('inventory.setAside.reason')}>
          {(props) => (
            <Select<UnavailableReason>
              {...props}
              value={form.reason}
              options={UNAVAILABLE_REASONS.map((value) => ({
                value,
                label: t(`inventory.setAside.reasons.${value}`),
              }))}
              onChange={(reason) => change({ reason })}
            />
          )}
        </Field>
        <Field
          className="w-36"
          label={t('inventory.setAside.quantity')}
          hint={t('inventory.setAside.most', { most: format.integer(most) })}
          error={
            form.quantity === '' || errors.quantity === undefined
              ? null
              : t(`inventory.setAside.errors.${errors.quantity}`, { most: format.integer(most) })
          }
        >
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
      {lots.length > 0 && (
        <Field label={t('inventory.setAside.lot')}>
          {(props) => (
            <Select
              {...props}
              value={form.lotId ?? ''}
              options={[
                { value: '', label: t('inventory.setAside.anyLot') },
                ...lots.map((lot) => ({
                  value: lot.id,
                  label:
                    lot.expiresAt === null
                      ? t('inventory.setAside.lotOption', {
                          code: lot.code,
                          quantity: format.integer(lot.onHand),
                        })
                      : t('inventory.setAside.lotExpires', {
                          code: lot.code,
                          quantity: format.integer(lot.onHand),
                          date: format.day(lot.expiresAt),
                        }),
                })),
              ]}
              onChange={(lotId) => change({ lotId: lotId === '' ? null : lotId })}
            />
          )}
        </Field>
      )}
      <dl className="rounded-md bg-sunken px-3 py-1.5" aria-live="polite">
        <Outcome
          label={t('inventory.setAside.unavailable')}
          before={level.unavailable}
          after={quantity === 0 ? null : level.unavailable + delta}
        />
        <Outcome
          label={t('inventory.adjust.onHand')}
          before={level.onHand}
          after={quantity === 0 ? null : level.onHand - (form.kind === 'write_off' ? quantity : 0)}
        />
      </dl>
      <Field
        label={`${t('inventory.setAside.note')} (${t('inventory.adjust.optional')})`}
        error={errors.note && t(`inventory.setAside.errors.${errors.note}`)}
      >
        {(props) => (
          <Input
            {...props}
            autoComplete="off"
            value={form.note}
            onChange={(event) => change({ note: event.target.value })}
          />
        )}
      </Field>
      {!live && (
        <p role="status" className="text-xs text-ink-2">
          {t('inventory.setAside.offline')}
        </p>
      )}
    </FormDialog>
  );
}

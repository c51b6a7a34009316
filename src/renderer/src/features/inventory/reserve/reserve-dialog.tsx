import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { available } from '#shared/domain/inventory.ts';
import { gatewayNow } from '../../../bridge/gateway-time.ts';
import { Field, Input, Select } from '../../../components/field.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { useCommand } from '../../../hooks/use-command.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import type { ItemData } from '../../../hooks/use-item.ts';
import { newId } from '../../../lib/new-id.ts';
import { useIsLive } from '../../../stores/connection.ts';
import { HOLD_NAMES, HOLDS, type Hold, parseReserved } from './reserve-form.ts';

/** Holds some of an item at a location for a time. */
export function ReserveDialog({
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
  const format = useFormat();
  const live = useIsLive();
  const { submit, submitting } = useCommand('inventory.reserve');
  const [locationId, setLocationId] = useState(first);
  const [text, setText] = useState('1');
  const [hold, setHold] = useState<Hold>('hour');
  const [problem, setProblem] = useState<string | null>(null);
  const level = levels.find((one) => one.locationId === locationId);
  if (level === undefined) return null;
  const parsed = parseReserved(text, level, item.backorderLimit);
  const left = format.integer(available(level));
  const send = async (): Promise<void> => {
    if (!('quantity' in parsed)) return;
    const sent = await submit(
      {
        reservationId: newId(),
        itemId: item.id,
        locationId,
        quantity: parsed.quantity,
        orderId: null,
        expiresAt: gatewayNow() + HOLDS[hold],
      },
      { quiet: true },
    );
    if (sent.ok) onClose();
    else setProblem(sent.error.message);
  };
  return (
    <FormDialog
      title={t('inventory.reserve.title')}
      description={item.name}
      action={t('inventory.reserve.submit')}
      busy={submitting}
      disabled={!('quantity' in parsed)}
      problem={problem}
      onSubmit={() => void send()}
      onClose={onClose}
    >
      {levels.length > 1 && (
        <Field label={t('inventory.table.location')}>
          {(props) => (
            <Select
              {...props}
              value={locationId}
              options={levels.map((one) => ({ value: one.locationId, label: one.locationName }))}
              onChange={setLocationId}
            />
          )}
        </Field>
      )}
      <div className="flex gap-3">
        <Field
          className="flex-1"
          label={t('inventory.reserve.quantity')}
          hint={t('inventory.reserve.left', { available: left })}
          error={
            'error' in parsed && text !== ''
              ? t(`inventory.reserve.errors.${parsed.error}`, { available: left })
              : null
          }
        >
          {(props) => (
            <Input
              {...props}
              inputMode="numeric"
              autoComplete="off"
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        <Field className="flex-1" label={t('inventory.reserve.hold')} hint={t('inventory.reserve.holdHint')}>
          {(props) => (
            <Select<Hold>
              {...props}
              value={hold}
              options={HOLD_NAMES.map((value) => ({ value, label: t(`inventory.reserve.holds.${value}`) }))}
              onChange={setHold}
            />
          )}
        </Field>
      </div>
      {!live && (
        <p role="status" className="text-xs text-ink-2">
          {t('inventory.reserve.offline')}
        </p>
      )}
    </FormDialog>
  );
}

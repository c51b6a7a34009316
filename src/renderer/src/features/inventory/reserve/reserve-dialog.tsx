import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { available } from '#shared/domain/inventory.ts';
import { gatewayNow } from '../../../bridge/gateway-time.ts';
import { Field, Input, Select } from '../../../components/field.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { useCommand } from '../../../hooks/use-command.ts';
import { useForm } from '../../../hooks/use-form.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import type { ItemData } from '../../../hooks/use-item.ts';
import { useSaid } from '../../../hooks/use-say.ts';
import { refusalSentence } from '../../../i18n/errors.ts';
import { newId } from '../../../lib/new-id.ts';
import { useIsLive } from '../../../stores/connection.ts';
import { useCan } from '../../../stores/session.ts';
import { OrderField } from './order-field.tsx';
import { HOLD_NAMES, HOLDS, type Hold, holdOf, parseReserved, RESERVATIONS } from './reserve-form.ts';
import { useOrderChoice } from './use-order-choice.ts';

/** Holds some of an item at a location for a time. */
export function ReserveDialog({
  data: { item, levels },
  locationId: first,
  conversationId = null,
  onClose,
}: {
  readonly data: ItemData;
  /** The location to begin with. */
  readonly locationId: string;
  /** The conversation that it is for. */
  readonly conversationId?: string | null;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const live = useIsLive();
  const { submit, submitting } = useCommand('inventory.reserve');
  const canName = useCan('orders:read');
  const form = useForm(RESERVATIONS, item.id, ({ locationId: at, quantity }) => ({
    itemId: item.id,
    locationId: at ?? first,
    quantity: Number(quantity),
  }));
  const { quantity: text, order } = form.value;
  const hold = holdOf(form.value.hold);
  const change = (part: Partial<typeof form.value>): void => form.change({ ...form.value, ...part });
  const choice = useOrderChoice(canName ? order : '');
  const { chosen } = choice;
  const [problem, say] = useSaid();
  const level =
    levels.find((one) => one.locationId === form.value.locationId) ??
    levels.find((one) => one.locationId === first);
  if (level === undefined) return null;
  const { locationId } = level;
  const parsed = parseReserved(text, level, item.backorderLimit);
  const left = format.integer(available(level));
  const ready = chosen.state === 'none' || chosen.state === 'open';
  const send = async (): Promise<void> => {
    if (!('quantity' in parsed) || !ready) return;
    const sent = await submit(
      {
        reservationId: newId(),
        itemId: item.id,
        locationId,
        quantity: parsed.quantity,
        orderId: chosen.state === 'open' ? chosen.id : null,
        expiresAt: gatewayNow() + HOLDS[hold],
        ...(conversationId === null ? {} : { conversationId }),
      },
      { quiet: true },
    );
    if (sent.ok) {
      form.clear();
      onClose();
    } else say((context) => refusalSentence(context, sent.error));
  };
  return (
    <FormDialog
      title={t('inventory.reserve.title')}
      description={item.name}
      action={t('inventory.reserve.submit')}
      busy={submitting}
      disabled={!('quantity' in parsed) || !ready}
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
              onChange={(at) => change({ locationId: at })}
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
              onChange={(event) => change({ quantity: event.target.value })}
            />
          )}
        </Field>
        <Field className="flex-1" label={t('inventory.reserve.hold')} hint={t('inventory.reserve.holdHint')}>
          {(props) => (
            <Select<Hold>
              {...props}
              value={hold}
              options={HOLD_NAMES.map((value) => ({ value, label: t(`inventory.reserve.holds.${value}`) }))}
              onChange={(name) => change({ hold: name })}
            />
          )}
        </Field>
      </div>
      {canName && (
        <OrderField value={order} choice={choice} onChange={(number) => change({ order: number })} />
      )}
      {!live && (
        <p role="status" className="text-xs text-ink-2">
          {t('inventory.reserve.offline')}
        </p>
      )}
    </FormDialog>
  );
}

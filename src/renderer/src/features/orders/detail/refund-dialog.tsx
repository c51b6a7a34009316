import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { currencyExponent } from '#shared/domain/money.ts';
import { refundable } from '#shared/domain/order-account.ts';
import type { Order } from '#shared/domain/orders.ts';
import { REFUND_REASONS } from '#shared/domain/refund-reasons.ts';
import { shippedCounts } from '#shared/domain/shipments.ts';
import { Button } from '../../../components/button.tsx';
import { Field, Input, Select } from '../../../components/field.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { Segmented } from '../../../components/segmented.tsx';
import { useDecision } from '../../../hooks/use-decision.ts';
import { formKind, useForm } from '../../../hooks/use-form.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { usePlaces } from '../../../hooks/use-places.ts';
import { newId } from '../../../lib/new-id.ts';
import { parseAmount } from '../../../lib/number-field.ts';
import {
  amountOfChosen,
  canReturn,
  chosenLines,
  EMPTY_REFUND,
  isEmptyRefund,
  partsOf,
  type RefundBase,
  type RefundErrors,
  type RefundForm,
  refundItems,
  toRefund,
  validateRefund,
} from './refund-form.ts';
import { RefundLines } from './refund-lines.tsx';
import type { OrderData } from './use-order.ts';

/** Refunds that were begun, by order. */
const REFUNDS = formKind('payments.refund', EMPTY_REFUND, isEmptyRefund);

interface PartProps {
  readonly form: RefundForm;
  readonly base: RefundBase;
  readonly errors: RefundErrors;
  readonly change: (part: Partial<RefundForm>) => void;
}

/** Refunds lines of an order, or an amount, and takes goods that come back into stock. */
export function RefundDialog({
  order,
  data,
  onClose,
}: {
  readonly order: Order;
  readonly data: OrderData;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const kept = useForm(REFUNDS, order.id, ({ amount, reason }) => ({
    orderId: order.id,
    amount: amount === null ? null : parseAmount(amount, order.currency),
    currency: order.currency,
    reason,
  }));
  const decision = useDecision('payments.refund', () => {
    kept.clear();
    onClose();
  });
  const [checked, setChecked] = useState(false);
  const [opened] = useState(data.refunded);
  // What it is measured against stays as it was when it was sent: the refund's own effect must not speak against it.
  const current: RefundBase = {
    lines: order.lines,
    refundedLines: data.refundedLines,
    returned: data.returned,
    refundable: refundable(data),
    currency: order.currency,
    shipped: shippedCounts(order),
  };
  const [sent, setSent] = useState<RefundBase | null>(null);
  const base = decision.busy && sent !== null ? sent : current;
  // Goods that never left cannot come back.
  const modes = (['refund', 'return'] as const).filter((mode) =>
    mode === 'return' ? canReturn(base) : base.refundable > 0 || !canReturn(base),
  );
  const form: RefundForm = {
    ...kept.value,
    mode: modes.find((mode) => mode === kept.value.mode) ?? modes[0] ?? 'refund',
  };
  const errors = checked && !decision.busy ? validateRefund(form, base) : {};
  const change = (part: Partial<RefundForm>): void => kept.change({ ...form, ...part });
  const money = (amount: number): string => format.money(amount, order.currency);
  const submit = (): void => {
    setChecked(true);
    if (Object.keys(validateRefund(form, base)).length > 0) return;
    setSent(base);
    void decision.send(toRefund(form, base, order, newId()));
  };
  const meanwhile = decision.problem !== null && data.refunded !== opened;
  const parts = { form, base, errors, change };
  return (
    <FormDialog
      title={t('orders.refund.title', { number: order.number })}
      description={t('orders.refund.left', { amount: money(base.refundable) })}
      action={form.mode === 'refund' ? t('orders.refund.action') : t('orders.refund.returnAction')}
      width="md"
      busy={decision.busy}
      disabled={false}
      problem={meanwhile ? `${decision.problem} ${t('orders.refund.meanwhile')}` : decision.problem}
      onSubmit={submit}
      onClose={onClose}
    >
      {modes.length > 1 && (
        <Segmented<RefundForm['mode']>
          value={form.mode}
          label={t('orders.refund.mode')}
          segments={modes.map((value) => ({
            value,
            label: t(`orders.refund.modes.${value}`),
          }))}
          onChange={(mode) => change({ mode })}
          className="self-start"
        />
      )}
      <RefundLines form={form} base={base} onChange={change} />
      {chosenLines(form, base).some(({ line, quantity }) => quantity > (base.shipped[line] ?? 0)) && (
        <p className="rounded-md bg-warn-soft px-3 py-2 text-xs text-warn">{t('orders.refund.notSent')}</p>
      )}
      {data.disputed > 0 && (
        <p className="text-xs text-warn">
          {t('orders.refund.disputed', { amount: money(Math.min(data.disputed, data.paid)) })}
        </p>
      )}
      {form.mode === 'refund' ? (
        <Amount {...parts} />
      ) : (
        errors.amount && (
          <p role="alert" className="text-xs text-crit">
            {t(`orders.refund.errors.${errors.amount}`, { amount: money(base.refundable) })}
          </p>
        )
      )}
      {canReturn(base) && <RestockPlace {...parts} />}
      <Reason {...parts} />
    </FormDialog>
  );
}

/** The amount, which follows the chosen lines until it is typed. */
function Amount({ form, base, errors, change }: PartProps): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const digits = currencyExponent(base.currency);
  const plain = (amount: number): string => (amount / 10 ** digits).toFixed(digits);
  const { other } = partsOf(form, base);
  const all = (): void =>
    change({
      chosen: Object.fromEntries(refundItems(base, 'refund').map(({ line, left }) => [line, left])),
      amount: plain(base.refundable),
    });
  return (
    <div className="flex items-start gap-2">
      <Field
        className="flex-1"
        label={t('orders.refund.amount', { currency: base.currency })}
        hint={
          other > 0 ? t('orders.refund.other', { amount: format.money(other, base.currency) }) : undefined
        }
        error={
          errors.amount &&
          t(`orders.refund.errors.${errors.amount}`, {
            amount: format.money(base.refundable, base.currency),
          })
        }
      >
        {(props) => (
          <Input
            {...props}
            inputMode="decimal"
            autoComplete="off"
            value={form.amount ?? plain(amountOfChosen(form, base))}
            onChange={(event) => change({ amount: event.target.value })}
          />
        )}
      </Field>
      <Button onClick={all} className="mt-[22px]">
        {t('orders.refund.all')}
      </Button>
    </div>
  );
}

/** Where goods go that come back. */
function RestockPlace({ form, base, change }: PartProps): ReactNode {
  const { t } = useTranslation();
  const places = usePlaces().data?.locations ?? [];
  const stays = form.mode === 'refund' ? form.stays : [];
  if (!chosenLines(form, base).some(({ line }) => !stays.includes(String(line)))) return null;
  return (
    <Field label={t('orders.refund.place')}>
      {(props) => (
        <Select
          {...props}
          value={form.locationId ?? ''}
          onChange={(value) => change({ locationId: value === '' ? null : value })}
          options={[
            { value: '', label: t('orders.refund.orderPlace') },
            ...places.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      )}
    </Field>
  );
}

/** Why: one of the usual reasons, or own words. */
function Reason({ form, errors, change }: PartProps): ReactNode {
  const { t } = useTranslation();
  const code = REFUND_REASONS.find((one) => one === form.code) ?? '';
  return (
    <>
      <Field label={t('orders.refund.why')}>
        {(props) => (
          <Select
            {...props}
            value={code}
            onChange={(value) => change({ code: value })}
            options={[
              { value: '' as const, label: t('orders.refund.ownWords') },
              ...REFUND_REASONS.map((value) => ({ value, label: t(`reasons.${value}`) })),
            ]}
          />
        )}
      </Field>
      {code === '' && (
        <Field label={t('orders.reason')} error={errors.reason && t(`orders.refund.errors.${errors.reason}`)}>
          {(props) => (
            <Input
              {...props}
              required
              autoComplete="off"
              value={form.reason}
              onChange={(event) => change({ reason: event.target.value })}
            />
          )}
        </Field>
      )}
    </>
  );
}

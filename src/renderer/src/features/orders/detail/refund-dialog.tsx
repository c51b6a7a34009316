import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { currencyExponent } from '#shared/domain/money.ts';
import { refundable } from '#shared/domain/order-account.ts';
import type { Order } from '#shared/domain/orders.ts';
import { Button } from '../../../components/button.tsx';
import { Field, Input } from '../../../components/field.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { useDecision } from '../../../hooks/use-decision.ts';
import { formKind, useForm } from '../../../hooks/use-form.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { newId } from '../../../lib/new-id.ts';
import {
  amountOfChosen,
  EMPTY_REFUND,
  parseAmount,
  type RefundBase,
  type RefundForm,
  refundItems,
  toRefund,
  validateRefund,
} from './refund-form.ts';
import type { OrderData } from './use-order.ts';

/** Refunds that were begun, by order. */
const REFUNDS = formKind(
  'payments.refund',
  EMPTY_REFUND,
  ({ chosen, amount, reason }) =>
    amount === null && reason.trim() === '' && Object.values(chosen).every((quantity) => quantity === 0),
);

/** Refunds goods of an order, or an amount, and takes goods that come back into stock. */
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
  const form = kept.value;
  const decision = useDecision('payments.refund', () => {
    kept.clear();
    onClose();
  });
  const [checked, setChecked] = useState(false);
  // What it is measured against stays as it was when it was sent: the refund's own effect must not speak against it.
  const current: RefundBase = {
    items: refundItems(order.lines, data.returned),
    refundable: refundable(data),
    currency: order.currency,
    fulfilled: data.fulfilled,
  };
  const [sent, setSent] = useState<RefundBase | null>(null);
  const base = decision.busy && sent !== null ? sent : current;
  const errors = checked && !decision.busy ? validateRefund(form, base) : {};
  const change = (part: Partial<RefundForm>): void => kept.change({ ...form, ...part });
  const money = (amount: number): string => format.money(amount, order.currency);
  const plain = (amount: number): string =>
    (amount / 10 ** currencyExponent(order.currency)).toFixed(currencyExponent(order.currency));
  const submit = (): void => {
    setChecked(true);
    if (Object.keys(validateRefund(form, base)).length > 0) return;
    setSent(base);
    void decision.send(toRefund(form, base, order, newId()));
  };
  return (
    <FormDialog
      title={t('orders.refund.title', { number: order.number })}
      description={t('orders.refund.left', { amount: money(base.refundable) })}
      action={t('orders.refund.action')}
      busy={decision.busy}
      disabled={false}
      problem={decision.problem}
      onSubmit={submit}
      onClose={onClose}
    >
      <fieldset className="max-h-56 min-w-0 overflow-auto rounded-md border border-line">
        <legend className="sr-only">{t('orders.lines')}</legend>
        {base.items.map((item) => (
          <div
            key={item.itemId}
            className="flex items-center gap-3 border-b border-line px-2.5 py-1.5 last:border-0"
          >
            <span className="min-w-0 flex-1 truncate proportional-nums" title={item.name}>
              <bdi>{item.name}</bdi> <span className="text-xs text-ink-3">{item.sku}</span>
            </span>
            <span className="text-xs whitespace-nowrap text-ink-3">
              {t('orders.refund.of', { count: item.left })}
            </span>
            <Input
              type="number"
              min={0}
              max={item.left}
              step={1}
              disabled={item.left === 0}
              value={form.chosen[item.itemId] ?? 0}
              aria-label={t('orders.refund.quantity', { name: item.name })}
              onChange={(event) => {
                const quantity = Math.trunc(Number(event.target.value)) || 0;
                const bounded = Math.min(item.left, Math.max(0, quantity));
                change({ chosen: { ...form.chosen, [item.itemId]: bounded } });
              }}
              className="w-16 text-right"
            />
          </div>
        ))}
      </fieldset>
      <div className="flex items-end gap-2">
        <Field
          className="flex-1"
          label={t('orders.refund.amount', { currency: order.currency })}
          error={
            errors.amount && t(`orders.refund.errors.${errors.amount}`, { amount: money(base.refundable) })
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
        <Button
          onClick={() =>
            change({
              chosen: Object.fromEntries(base.items.map(({ itemId, left }) => [itemId, left])),
              amount: plain(base.refundable),
            })
          }
        >
          {t('orders.refund.all')}
        </Button>
      </div>
      {base.fulfilled && (
        <label className="flex items-center gap-2">
          <input
            type="checkbox"
            checked={form.restock}
            onChange={(event) => change({ restock: event.target.checked })}
          />
          {t('orders.refund.restock')}
        </label>
      )}
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
    </FormDialog>
  );
}

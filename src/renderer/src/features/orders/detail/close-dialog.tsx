import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { refundable } from '#shared/domain/order-account.ts';
import type { Order } from '#shared/domain/orders.ts';
import { refundOfRest } from '#shared/domain/shipments.ts';
import { Field, Input } from '../../../components/field.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { useDecision } from '../../../hooks/use-decision.ts';
import { formKind, useForm } from '../../../hooks/use-form.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import type { OrderData } from './use-order.ts';

/** Rests that were being closed, by order. */
const CLOSINGS = formKind('orders.close_rest', { reason: '' }, ({ reason }) => reason.trim() === '');

/** Closes the rest of a partly fulfilled order: it is released, and its share refunded. */
export function CloseDialog({
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
  const form = useForm(CLOSINGS, order.id, (fields) => ({ orderId: order.id, ...fields }));
  const { reason } = form.value;
  const decision = useDecision('orders.close_rest', () => {
    form.clear();
    onClose();
  });
  // As it was when the dialog opened: the command's own effect closes it.
  const [owed] = useState(() =>
    refundOfRest(order, data.refundedLines, data.returned, refundable(data)).reduce(
      (sum, { amount }) => sum + amount,
      0,
    ),
  );
  return (
    <FormDialog
      title={t('orders.close.title', { number: order.number })}
      description={t(owed > 0 ? 'orders.close.refunds' : 'orders.close.body', {
        amount: format.money(owed, order.currency),
      })}
      action={t('orders.close.action')}
      danger
      busy={decision.busy}
      disabled={reason.trim() === ''}
      problem={decision.problem}
      onSubmit={() => void decision.send({ orderId: order.id, reason: reason.trim() })}
      onClose={onClose}
    >
      <Field label={t('orders.reason')}>
        {(props) => (
          <Input
            {...props}
            required
            maxLength={300}
            autoComplete="off"
            value={reason}
            onChange={(event) => form.change({ reason: event.target.value })}
          />
        )}
      </Field>
    </FormDialog>
  );
}

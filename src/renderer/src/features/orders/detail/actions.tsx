import { Ban, PackageCheck, Undo2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { refundable } from '#shared/domain/order-account.ts';
import { type Order, orderCanBecome } from '#shared/domain/orders.ts';
import { canComeBack, isPartlyFulfilled } from '#shared/domain/shipments.ts';
import { Button } from '../../../components/button.tsx';
import { Field, Input } from '../../../components/field.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { useDecision } from '../../../hooks/use-decision.ts';
import { formKind, useForm } from '../../../hooks/use-form.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { useHotkeys } from '../../../hooks/use-hotkeys.ts';
import { useCan } from '../../../stores/session.ts';
import { CloseDialog } from './close-dialog.tsx';
import { FulfilDialog } from './fulfil-dialog.tsx';
import { RefundDialog } from './refund-dialog.tsx';
import type { OrderData } from './use-order.ts';

/** Cancellations that were begun, by order. */
const CANCELLATIONS = formKind('orders.cancel', { reason: '' }, ({ reason }) => reason.trim() === '');

type Open = 'fulfil' | 'cancel' | 'close' | 'refund' | null;

/** What can be done with an order: fulfil, cancel and refund it. Shows what the user's role and the order allow. */
export function OrderActions({
  order,
  data,
}: {
  readonly order: Order;
  readonly data: OrderData;
}): ReactNode {
  const { t } = useTranslation();
  const canWrite = useCan('orders:write');
  const canRefund = useCan('payments:refund');
  const [open, setOpen] = useState<Open>(null);
  const close = (): void => setOpen(null);
  const partly = isPartlyFulfilled(order);
  // Goods may come back of an order that is refunded, or was charged back.
  const nothingBack = refundable(data) <= 0 && !canComeBack(order, data.returned);
  const canFulfil = canWrite && orderCanBecome(order.status, 'fulfilled');
  useHotkeys({ 'shortcuts.fulfilOrder': () => canFulfil && open === null && setOpen('fulfil') });
  if (!canWrite && !canRefund) return null;
  return (
    <>
      {canRefund && (
        <Button
          icon={Undo2}
          disabled={nothingBack}
          title={nothingBack ? t('orders.actions.nothingToRefund') : undefined}
          onClick={() => setOpen('refund')}
        >
          {t('orders.actions.refund')}
        </Button>
      )}
      {canWrite && (
        <Button
          icon={Ban}
          variant="danger"
          disabled={!orderCanBecome(order.status, 'cancelled')}
          onClick={() => setOpen(partly ? 'close' : 'cancel')}
        >
          {partly ? t('orders.close.action') : t('orders.actions.cancel')}
        </Button>
      )}
      {canWrite && (
        <Button icon={PackageCheck} variant="primary" disabled={!canFulfil} onClick={() => setOpen('fulfil')}>
          {t('orders.actions.fulfil')}
        </Button>
      )}
      {open === 'refund' && <RefundDialog order={order} data={data} onClose={close} />}
      {open === 'cancel' && <CancelDialog order={order} data={data} onClose={close} />}
      {open === 'close' && <CloseDialog order={order} data={data} onClose={close} />}
      {open === 'fulfil' && <FulfilDialog order={order} data={data} onClose={close} />}
    </>
  );
}

interface DialogProps {
  readonly order: Order;
  readonly data: OrderData;
  readonly onClose: () => void;
}

function CancelDialog({ order, data, onClose }: DialogProps): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const form = useForm(CANCELLATIONS, order.id, (fields) => ({ orderId: order.id, ...fields }));
  const { reason } = form.value;
  const decision = useDecision('orders.cancel', () => {
    form.clear();
    onClose();
  });
  // As it was when the dialog opened: the command's own effect refunds it.
  const [owed] = useState(() => refundable(data));
  return (
    <FormDialog
      title={t('orders.actions.cancelTitle', { number: order.number })}
      description={
        owed > 0
          ? t('orders.actions.cancelRefunds', { amount: format.money(owed, order.currency) })
          : t('orders.actions.cancelBody')
      }
      action={t('orders.actions.cancelOrder')}
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

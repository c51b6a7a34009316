import { refundable } from '#shared/domain/order-account.ts';
import { soldGoods } from '#shared/domain/orders.ts';
import { hasShipped } from '#shared/domain/shipments.ts';
import { endOrderReservations } from '../inventory/index.ts';
import type { GatewayModule } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { placeOrder } from './create.ts';
import {
  accountOf,
  assertCanBecome,
  assertPaymentIsNew,
  existing,
  LEDGER_REASON,
  refundPayment,
  statusChange,
} from './handling.ts';
import { outstanding } from './rules.ts';

export const orderHandlers: GatewayModule['commands'] = {
  'orders.create': (context, { number = null, ...asked }) => {
    const order = placeOrder(context, { ...asked, number });
    return { orderId: order.id, number: order.number, total: order.total };
  },

  'orders.cancel': (context, { orderId, reason }) => {
    const stored = existing(context, orderId);
    const { order } = stored;
    assertCanBecome(order, 'cancelled');
    // What has left cannot be taken back by cancelling: the rest is closed, or goods come back with a refund.
    if (hasShipped(order)) refuse('order_partly_shipped', {}, { current: order.status });
    endOrderReservations(context, orderId, 'released', {
      reason: reason.slice(0, LEDGER_REASON),
      reference: order.number,
    });
    const refunded = refundable(stored);
    if (refunded > 0)
      context.emit('payments.refunded', {
        payment: refundPayment(context, stored, context.newId(), refunded, reason),
        returned: [],
        lines: [],
      });
    context.emit('orders.cancelled', statusChange(order, 'cancelled', reason));
    return { status: 'cancelled', refunded };
  },

  'orders.note': (context, { orderId, body }) => {
    const { order } = existing(context, orderId);
    context.emit('orders.note_added', { orderId, number: order.number, body });
    return {};
  },

  'payments.receive': (context, { paymentId, orderId, amount, currency, method }) => {
    assertPaymentIsNew(context, paymentId);
    const stored = existing(context, orderId);
    const { order } = stored;
    if (order.status === 'cancelled' || order.status === 'refunded')
      refuse('order_status', { status: order.status }, { current: order.status });
    if (currency !== order.currency)
      refuse('order_currency', { currency: order.currency }, { field: 'currency' });
    const owed = outstanding(accountOf(stored));
    if (amount > owed) refuse('payment_above', { owed: { amount: owed, currency } }, { field: 'amount' });
    const settlesOrder = amount === owed;
    context.emit('payments.received', {
      payment: {
        id: paymentId,
        orderId,
        orderNumber: order.number,
        kind: 'payment',
        status: 'succeeded',
        amount,
        currency,
        method,
        reason: null,
        at: context.now,
        settlesOrder,
        locationId: order.locationId,
      },
      sold: settlesOrder ? soldGoods(order.lines) : [],
    });
    if (settlesOrder) context.emit('orders.updated', statusChange(order, 'paid', null));
    return { paymentId, status: settlesOrder ? 'paid' : order.status };
  },
};

import { refundable, statusAfterRefund } from '#shared/domain/order-account.ts';
import { excessReturn, type ReturnedGoods } from '#shared/domain/orders.ts';
import { allotted, excessRefund, type LineQuantity } from '#shared/domain/refunds.ts';
import { hasShipped, shippedLines } from '#shared/domain/shipments.ts';
import { endOrderReservations, readLocation, returnFromOrder } from '../inventory/index.ts';
import type { CommandContext, GatewayModule } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import {
  assertPaymentIsNew,
  demandOf,
  existing,
  LEDGER_REASON,
  refundPayment,
  statusChange,
} from './handling.ts';
import { failedAttempts, refundedLinesOf, type StoredOrder } from './queries.ts';

/**
 * Returns an order's goods to stock, at the order's location or another. Refuses goods that never left, and more than did.
 */
function returnGoods(
  context: CommandContext,
  { order, returned: before }: StoredOrder,
  returned: readonly ReturnedGoods[],
  reason: string,
  asked: string | undefined,
): void {
  if (!hasShipped(order)) refuse('return_before_fulfilment', {}, { field: 'returned' });
  if (asked !== undefined && !readLocation(context.sql, asked))
    refuse('unknown_location', {}, { field: 'restockLocationId' });
  const locationId =
    asked ?? order.locationId ?? refuse('return_without_location', {}, { field: 'returned' });
  const excess = excessReturn(shippedLines(order), before, returned);
  if (excess) {
    const item = order.lines.find(({ itemId }) => itemId === excess.itemId)?.name ?? excess.itemId;
    refuse('return_above', { left: excess.left, item }, { field: 'returned' });
  }
  returnFromOrder(context, {
    locationId,
    demand: demandOf(returned),
    reason: reason.slice(0, LEDGER_REASON),
    reference: order.number,
  });
}

/** Refuses lines that the order does not have, and more of a line than is left to refund. */
function assertLines(
  { order }: StoredOrder,
  before: readonly LineQuantity[],
  lines: readonly LineQuantity[],
): void {
  const unknown = lines.findIndex(({ line }) => order.lines[line] === undefined);
  if (unknown >= 0) refuse('refund_line_unknown', {}, { field: `lines.${unknown}.line` });
  const excess = excessRefund(order.lines, before, lines);
  if (!excess) return;
  const item = order.lines[excess.line]?.name ?? '';
  refuse('refund_line_above', { left: excess.left, item }, { field: 'lines', current: before });
}

/** The most failed attempts that are kept of an order; nobody needs more to see that it cannot be paid. */
const MAX_ATTEMPTS = 100;

/** Commands on failed payments and refunds. */
export const refundHandlers: GatewayModule['commands'] = {
  'payments.fail': (context, { paymentId, orderId, amount, currency, method, reason }) => {
    assertPaymentIsNew(context, paymentId);
    const { order } = existing(context, orderId);
    if (currency !== order.currency)
      refuse('order_currency', { currency: order.currency }, { field: 'currency' });
    if (failedAttempts(context.sql, orderId) >= MAX_ATTEMPTS)
      refuse('payment_attempts', { max: MAX_ATTEMPTS }, { field: 'orderId' });
    context.emit('payments.failed', {
      payment: {
        ...{ id: paymentId, orderId, orderNumber: order.number, kind: 'payment', status: 'failed' },
        ...{ amount, currency, method, reason, at: context.now, settlesOrder: false },
        locationId: order.locationId,
      },
    });
    return { paymentId };
  },

  'payments.refund': (context, data) => {
    const { paymentId, orderId, amount, currency, reason, returned, lines = [], restockLocationId } = data;
    assertPaymentIsNew(context, paymentId);
    const stored = existing(context, orderId);
    const { order } = stored;
    if (currency !== order.currency)
      refuse('order_currency', { currency: order.currency }, { field: 'currency' });
    if (amount === 0 && (returned.length === 0 || lines.length > 0))
      refuse('refund_nothing', {}, { field: 'amount' });
    const left = refundable(stored);
    if (amount > left)
      refuse('refund_above', { left: { amount: left, currency } }, { field: 'amount', current: left });
    const before = refundedLinesOf(context.sql, orderId);
    assertLines(stored, before, lines);
    const status = statusAfterRefund(order.status, stored, amount);
    const ends = status !== order.status;
    if (returned.length > 0) returnGoods(context, stored, returned, reason, restockLocationId);
    // What has not left of an order that ends never will, whatever comes back with the refund.
    if (ends)
      endOrderReservations(context, order.id, 'released', {
        reason: reason.slice(0, LEDGER_REASON),
        reference: order.number,
      });
    context.emit('payments.refunded', {
      payment: refundPayment(context, stored, paymentId, amount, reason),
      returned,
      lines: allotted(order.lines, before, lines, amount),
    });
    if (ends) context.emit('orders.updated', statusChange(order, status, reason));
    return { paymentId, status };
  },
};

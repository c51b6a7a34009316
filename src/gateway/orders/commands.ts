import { refundable } from '#shared/domain/order-account.ts';
import { type OrderLine, soldGoods } from '#shared/domain/orders.ts';
import type { ReasonCode } from '#shared/domain/reasons.ts';
import { hasShipped } from '#shared/domain/shipments.ts';
import type { CommandData } from '#shared/protocol/commands/index.ts';
import { commitToOrder, endOrderReservations, readItem, readLocation } from '../inventory/index.ts';
import { type CommandContext, type GatewayModule, MAX_EVENT_BYTES } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import {
  accountOf,
  assertCanBecome,
  assertPaymentIsNew,
  demandOf,
  existing,
  LEDGER_REASON,
  refundPayment,
  statusChange,
} from './handling.ts';
import { readOrder, readOrderByNumber } from './queries.ts';
import { orderTotal, outstanding } from './rules.ts';

/** Largest size of an order's lines as JSON, bytes: that of an event, minus room for the order's other fields. */
const MAX_LINES_BYTES = MAX_EVENT_BYTES - 16 * 1024;

/** Returns the lines with SKU and name. Refuses unknown items, and more lines than one event can carry. */
function describedLines(context: CommandContext, lines: CommandData<'orders.create'>['lines']): OrderLine[] {
  let bytes = 0;
  return lines.map((line, n) => {
    const item =
      readItem(context.sql, line.itemId) ?? refuse('unknown_item', {}, { field: `lines.${n}.itemId` });
    const { itemId, quantity, unitPrice, total } = line;
    const described = { itemId, sku: item.sku, name: item.name, quantity, unitPrice, total };
    bytes += Buffer.byteLength(JSON.stringify(described)) + 1;
    if (bytes > MAX_LINES_BYTES) refuse('order_lines_size', { max: MAX_LINES_BYTES }, { field: 'lines' });
    return described;
  });
}

function totalOf(lines: readonly OrderLine[], currency: string): number {
  try {
    return orderTotal(lines, currency);
  } catch (error) {
    if (error instanceof RangeError) return refuse('order_total', {}, { field: 'lines' });
    throw error;
  }
}

export const orderHandlers: GatewayModule['commands'] = {
  'orders.create': (context, { orderId, number, customer, currency, locationId, lines: asked }) => {
    const present = readOrder(context.sql, orderId);
    if (present)
      refuse(
        'duplicate_id',
        {},
        {
          field: 'orderId',
          current: present.order,
        },
      );
    const namesake = readOrderByNumber(context.sql, number);
    if (namesake)
      refuse(
        'order_number_taken',
        { number },
        {
          field: 'number',
          current: namesake,
        },
      );
    if (!readLocation(context.sql, locationId)) refuse('unknown_location', {}, { field: 'locationId' });
    const lines = describedLines(context, asked);
    const total = totalOf(lines, currency);
    // An order without a total needs no payment.
    const status = total === 0 ? 'paid' : 'placed';
    context.emit('orders.created', {
      order: {
        id: orderId,
        number,
        customer,
        lines,
        total,
        currency,
        status,
        locationId,
        placedAt: context.now,
        shipped: [],
      },
    });
    commitToOrder(context, {
      orderId,
      locationId,
      demand: demandOf(lines),
      reason: 'order.placed' satisfies ReasonCode,
      reference: number,
    });
    return { orderId, total };
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

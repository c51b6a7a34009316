import { sumDemand } from '#shared/domain/inventory.ts';
import { refundable, statusAfterRefund } from '#shared/domain/order-account.ts';
import {
  excessReturn,
  type Order,
  type OrderLine,
  type OrderStatus,
  orderCanBecome,
  type Payment,
  type ReturnedGoods,
  soldGoods,
} from '#shared/domain/orders.ts';
import type { ReasonCode } from '#shared/domain/reasons.ts';
import type { CommandData } from '#shared/protocol/commands/index.ts';
import {
  commitToOrder,
  endOrderReservations,
  readItem,
  readLocation,
  returnFromOrder,
} from '../inventory/index.ts';
import { type CommandContext, type GatewayModule, MAX_EVENT_BYTES } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { paymentsOfOrder, readOrder, readOrderByNumber, readPayment, type StoredOrder } from './queries.ts';
import { type OrderAccount, orderTotal, outstanding } from './rules.ts';

/** Longest reason in the ledger; an order's can be longer. */
const LEDGER_REASON = 200;

function existing(context: CommandContext, orderId: string): StoredOrder {
  return readOrder(context.sql, orderId) ?? refuse('unknown_order', {}, { field: 'orderId' });
}

function accountOf({ order, paid, refunded }: StoredOrder): OrderAccount {
  return { status: order.status, total: order.total, paid, refunded };
}

function assertCanBecome(order: Order, status: OrderStatus): void {
  if (!orderCanBecome(order.status, status))
    refuse('order_status', { status: order.status }, { current: order.status });
}

function assertPaymentIsNew(context: CommandContext, paymentId: string): void {
  const payment = readPayment(context.sql, paymentId);
  if (payment) refuse('duplicate_id', {}, { field: 'paymentId', current: payment });
}

function statusChange(order: Order, status: OrderStatus, reason: string | null) {
  return { orderId: order.id, number: order.number, status, reason };
}

function demandOf(lines: readonly Pick<OrderLine, 'itemId' | 'quantity'>[]): Map<string, number> {
  return sumDemand(
    lines,
    (line) => line.itemId,
    (line) => line.quantity,
  );
}

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

function refundPayment(
  context: CommandContext,
  { order }: StoredOrder,
  id: string,
  amount: number,
  reason: string,
): Payment {
  const paidWith = paymentsOfOrder(context.sql, order.id).findLast((payment) => payment.kind === 'payment');
  return {
    id,
    orderId: order.id,
    orderNumber: order.number,
    kind: 'refund',
    status: 'succeeded',
    amount,
    currency: order.currency,
    method: paidWith?.method ?? 'manual',
    reason,
    at: context.now,
    settlesOrder: false,
    locationId: order.locationId,
  };
}

/** Returns a fulfilled order's goods to stock. Refuses more than were sold, and goods that never left. */
function returnGoods(
  context: CommandContext,
  { order, returned: before }: StoredOrder,
  returned: readonly ReturnedGoods[],
  reason: string,
): void {
  if (order.status !== 'fulfilled') refuse('return_before_fulfilment', {}, { field: 'returned' });
  const locationId = order.locationId ?? refuse('return_without_location', {}, { field: 'returned' });
  const excess = excessReturn(order.lines, before, returned);
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

  'orders.fulfil': (context, { orderId }) => {
    const { order } = existing(context, orderId);
    assertCanBecome(order, 'fulfilled');
    endOrderReservations(context, orderId, 'fulfilled', {
      reason: 'order.fulfilled' satisfies ReasonCode,
      reference: order.number,
    });
    context.emit('orders.fulfilled', statusChange(order, 'fulfilled', null));
    return { status: 'fulfilled' };
  },

  'orders.cancel': (context, { orderId, reason }) => {
    const stored = existing(context, orderId);
    const { order } = stored;
    assertCanBecome(order, 'cancelled');
    endOrderReservations(context, orderId, 'released', {
      reason: reason.slice(0, LEDGER_REASON),
      reference: order.number,
    });
    const refunded = refundable(stored);
    if (refunded > 0)
      context.emit('payments.refunded', {
        payment: refundPayment(context, stored, context.newId(), refunded, reason),
        returned: [],
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

  'payments.refund': (context, { paymentId, orderId, amount, currency, reason, returned }) => {
    assertPaymentIsNew(context, paymentId);
    const stored = existing(context, orderId);
    const { order } = stored;
    if (currency !== order.currency)
      refuse('order_currency', { currency: order.currency }, { field: 'currency' });
    const left = refundable(stored);
    if (amount > left) refuse('refund_above', { left: { amount: left, currency } }, { field: 'amount' });
    const status = statusAfterRefund(order.status, stored, amount);
    const ends = status !== order.status;
    if (returned.length > 0) returnGoods(context, stored, returned, reason);
    else if (ends && order.status !== 'fulfilled')
      endOrderReservations(context, order.id, 'released', {
        reason: reason.slice(0, LEDGER_REASON),
        reference: order.number,
      });
    context.emit('payments.refunded', {
      payment: refundPayment(context, stored, paymentId, amount, reason),
      returned,
    });
    if (ends) context.emit('orders.updated', statusChange(order, status, reason));
    return { paymentId, status };
  },
};

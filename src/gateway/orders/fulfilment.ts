import { refundable } from '#shared/domain/order-account.ts';
import type { Order } from '#shared/domain/orders.ts';
import type { ReasonCode } from '#shared/domain/reasons.ts';
import { addLines, type LineQuantity } from '#shared/domain/refunds.ts';
import {
  afterShipment,
  excessShipment,
  hasShipped,
  isEmptyShipment,
  refundOfRest,
  toShip,
} from '#shared/domain/shipments.ts';
import type { CommandData } from '#shared/protocol/commands/index.ts';
import { endOrderReservations, readLocation, shipForOrder } from '../inventory/index.ts';
import type { CommandContext, GatewayModule } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import {
  assertCanBecome,
  demandOf,
  existing,
  LEDGER_REASON,
  refundPayment,
  statusChange,
} from './handling.ts';
import { refundedLinesOf, type StoredOrder } from './queries.ts';

/** Returns the lines that leave, one entry a line. Refuses lines that the order does not have, and more than is left of one. */
function linesToShip(
  order: Order,
  asked: CommandData<'orders.fulfil'>['lines'],
  stillToShip: (order: Order) => LineQuantity[],
): LineQuantity[] {
  if (asked === undefined) return stillToShip(order);
  const unknown = asked.findIndex(({ line }) => order.lines[line] === undefined);
  if (unknown >= 0) refuse('shipment_line_unknown', {}, { field: `lines.${unknown}.line` });
  const excess = excessShipment(order, asked);
  if (excess) {
    const item = order.lines[excess.line]?.name ?? '';
    refuse('shipment_above', { left: excess.left, item }, { field: 'lines', current: order.shipped });
  }
  return addLines(asked);
}

/** Returns the quantities of lines with their items. */
function goodsOf(order: Order, lines: readonly LineQuantity[]): { itemId: string; quantity: number }[] {
  return lines.flatMap(({ line, quantity }) => {
    const { itemId } = order.lines[line] ?? {};
    return itemId === undefined ? [] : [{ itemId, quantity }];
  });
}

/** Refunds the share of what will not leave. Returns the amount, minor units. */
function refundRest(context: CommandContext, stored: StoredOrder, reason: string): number {
  const { order, returned } = stored;
  const before = refundedLinesOf(context.sql, order.id);
  const lines = refundOfRest(order, before, returned, refundable(stored));
  const amount = lines.reduce((sum, line) => sum + line.amount, 0);
  if (amount > 0)
    context.emit('payments.refunded', {
      payment: refundPayment(context, stored, context.newId(), amount, reason),
      returned: [],
      lines,
    });
  return amount;
}

/** Commands by which goods of an order leave, or never will. */
export const fulfilmentHandlers: GatewayModule['commands'] = {
  'orders.fulfil': (context, { orderId, lines: asked, locationId, carrier, tracking }) => {
    const { order, returned } = existing(context, orderId);
    const refunded = refundedLinesOf(context.sql, orderId);
    const stillToShip = (of: Order): LineQuantity[] => toShip(of, refunded, returned);
    assertCanBecome(order, 'fulfilled');
    if (locationId !== undefined && !readLocation(context.sql, locationId))
      refuse('unknown_location', {}, { field: 'locationId' });
    const lines = linesToShip(order, asked, stillToShip);
    if (isEmptyShipment(order, lines)) refuse('order_nothing_to_ship', {}, { current: order.status });
    const shipped = afterShipment(order, lines);
    const isAll = stillToShip({ ...order, shipped }).length === 0;
    const cause = { reason: 'order.fulfilled' satisfies ReasonCode, reference: order.number };
    const from = locationId ?? order.locationId;
    shipForOrder(context, { orderId, locationId: from, demand: demandOf(goodsOf(order, lines)), ...cause });
    // What is held for the order besides what it needed.
    if (isAll) endOrderReservations(context, orderId, 'released', cause);
    if (lines.length > 0)
      context.emit('orders.shipped', {
        shipment: {
          ...{ id: context.newId(), orderId, lines, locationId: from },
          ...{ carrier: carrier ?? null, tracking: tracking ?? null },
        },
        number: order.number,
        shipped,
      });
    if (!isAll) return { status: order.status };
    context.emit('orders.fulfilled', statusChange(order, 'fulfilled', null));
    return { status: 'fulfilled' };
  },

  'orders.close_rest': (context, { orderId, reason }) => {
    const stored = existing(context, orderId);
    const { order } = stored;
    assertCanBecome(order, 'fulfilled');
    if (!hasShipped(order)) refuse('order_nothing_shipped', {}, { current: order.status });
    endOrderReservations(context, orderId, 'released', {
      reason: reason.slice(0, LEDGER_REASON),
      reference: order.number,
    });
    const refunded = refundRest(context, stored, reason);
    context.emit('orders.fulfilled', statusChange(order, 'fulfilled', reason));
    return { status: 'fulfilled', refunded };
  },
};

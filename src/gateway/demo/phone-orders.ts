import { HOUR_MS, MINUTE_MS } from '#shared/domain/time.ts';
import { availableAt, readItem } from '../inventory/index.ts';
import type { CommandContext } from '../kernel.ts';
import { listOrders, readOrder } from '../orders/index.ts';
import { asMember, colleague } from './personas.ts';
import { WAREHOUSE } from './plan.ts';
import type { Due } from './simulation.ts';

/** The colleague who takes orders by phone. */
const MANAGER = colleague(2);
/** After a start, ms: while somebody looks. */
const FIRST_AFTER_MS = 75_000;
/** Until its money has come, until the goods leave, and until the next call, ms. */
const PAID_AFTER_MS = 90_000;
const SENT_AFTER_MS = MINUTE_MS;
const EVERY_MS = 3 * HOUR_MS;
const START = { at: Number.MAX_SAFE_INTEGER, id: '' } as const;

/** Returns the orders that a colleague enters by hand from a moment on. */
export function phoneOrdersDue(now: number): Due[] {
  return [phoneOrderDue(now + FIRST_AFTER_MS)];
}

function phoneOrderDue(at: number): Due {
  return {
    at,
    key: 'phone-orders',
    happen: ({ at: now, speed, run }) => {
      const orderId = run(asMember(MANAGER), now, enter);
      const next = phoneOrderDue(now + Math.max(MINUTE_MS, Math.ceil(EVERY_MS / speed)));
      return orderId === null ? [next] : [paymentDue(orderId, now + PAID_AFTER_MS), next];
    },
  };
}

/** A customer of an earlier order calls and orders two of the same again, one of them with a dented box. Returns the order's id. */
function enter(context: CommandContext): string | null {
  const { sql } = context;
  const orders = listOrders(sql, START, 50);
  for (const { customer, lines } of orders) {
    const item = lines[0] && readItem(sql, lines[0].itemId);
    if (customer === null || !item || item.status === 'archived') continue;
    if (item.price < 100 || availableAt(sql, item.id, WAREHOUSE) < 2) continue;
    const orderId = context.newId();
    const unitPrice = item.price - Math.floor(item.price / 10);
    const line = { itemId: item.id, quantity: 2, unitPrice, discount: 0, priceReason: 'Dented box' };
    context.dispatch('orders.enter', {
      ...{ orderId, customer, currency: item.currency, locationId: WAREHOUSE, lines: [line] },
      ...{ note: 'Ordered by phone. Pays by bank transfer.', payment: null },
    });
    return orderId;
  }
  return null;
}

function paymentDue(orderId: string, at: number): Due {
  return {
    at,
    key: `phone-orders:${orderId}`,
    happen: ({ at: now, run }) => {
      run(asMember(MANAGER), now, (context) => pay(context, orderId));
      return [{ at: now + SENT_AFTER_MS, key: `phone-orders:${orderId}`, happen: send(orderId) }];
    },
  };
}

/** Records the payment, unless the team has seen to it. */
function pay(context: CommandContext, orderId: string): void {
  const order = readOrder(context.sql, orderId)?.order;
  if (order?.status !== 'placed') return;
  const paid = { orderId, amount: order.total, currency: order.currency };
  context.dispatch('payments.receive', { ...paid, paymentId: context.newId(), method: 'bank_transfer' });
}

/** Sends the goods, unless the team has seen to it. */
const send =
  (orderId: string): Due['happen'] =>
  ({ at, run }) => {
    run(asMember(MANAGER), at, (context) => {
      const status = readOrder(context.sql, orderId)?.order.status;
      if (status === 'paid') context.dispatch('orders.fulfil', { orderId });
    });
    return [];
  };

import { paymentFigures } from '#shared/domain/figures.ts';
import { addGoods, type OrderEntry, type RecordedPayment } from '#shared/domain/order-account.ts';
import type { EventOf } from '#shared/protocol/events/index.ts';
import { perConnection, tableOn } from '../db/tables.ts';
import type { Applying, Projection } from '../kernel.ts';
import { enqueuePayment, paymentsProjection } from './payment-events.ts';
import { readOrder } from './queries.ts';
import { orderEntriesTable, ordersTable, paymentsTable, shipmentsTable } from './tables.ts';

const writes = perConnection((sql) => {
  const orders = tableOn(sql, ordersTable);
  return {
    orders,
    entries: tableOn(sql, orderEntriesTable),
    payments: tableOn(sql, paymentsTable),
    shipments: tableOn(sql, shipmentsTable),
    setStatus: orders.updater(['status']),
    setShipped: orders.updater(['shipped']),
    setReturned: orders.updater(['returned']),
    addToAccount: orders.updater(['paid', 'refunded'], { sums: ['paid', 'refunded'] }),
  };
});

function recordStatus({ sql }: Applying, { data }: EventOf<'orders.updated'>): void {
  writes(sql).setStatus(data.status, data.orderId);
}

/** Records an event on the order's timeline. */
function recordEntry(
  { sql }: Applying,
  { seq, at, actor }: Pick<EventOf<'orders.note_added'>, 'seq' | 'at' | 'actor'>,
  entry: Pick<OrderEntry, 'orderId' | 'kind' | 'text'>,
): void {
  writes(sql).entries.insert({ ...entry, seq, at, actor }, {});
}

function recordShipment({ sql }: Applying, { at, actor, data }: EventOf<'orders.shipped'>): void {
  const { shipments, setShipped } = writes(sql);
  shipments.upsert({ ...data.shipment, actor, at }, {});
  setShipped(JSON.stringify(data.shipped), data.shipment.orderId);
}

/** Before shipments were recorded, all goods of an order left when it was fulfilled. */
function recordFulfilled(on: Applying, event: EventOf<'orders.fulfilled'>): void {
  const { orderId } = event.data;
  const order = readOrder(on.sql, orderId)?.order;
  if (order?.shipped.length === 0)
    writes(on.sql).setShipped(JSON.stringify(order.lines.map(({ quantity }) => quantity)), orderId);
  recordEnd(on, event, 'fulfilled');
}

function recordEnd(
  on: Applying,
  event: EventOf<'orders.fulfilled' | 'orders.cancelled'>,
  kind: 'fulfilled' | 'cancelled',
): void {
  const { orderId, status, reason } = event.data;
  writes(on.sql).setStatus(status, orderId);
  recordEntry(on, event, { orderId, kind, text: reason });
}

/** Writes a payment or refund and adds it to its order's account. */
function recordPayment(on: Applying, payment: RecordedPayment): void {
  const { sql } = on;
  const { payments, addToAccount } = writes(sql);
  const { paid, refunded } = paymentFigures(payment);
  payments.upsert(payment, {});
  addToAccount(paid, refunded, payment.orderId);
  enqueuePayment(on, payment);
}

/** Writes a refund, and adds the goods that came back with it to those of its order. */
function recordRefund(
  on: Applying,
  { data: { payment, returned, lines } }: EventOf<'payments.refunded'>,
): void {
  recordPayment(on, { ...payment, returned, lines, sold: [] });
  if (returned.length === 0) return;
  const before = readOrder(on.sql, payment.orderId)?.returned ?? [];
  writes(on.sql).setReturned(JSON.stringify(addGoods(before, returned)), payment.orderId);
}

/** Updates the tables of orders and payments from their events. */
export const ordersProjection: Projection = {
  'orders.created': ({ sql }, { data }) =>
    void writes(sql).orders.insert(data.order, { paid: 0, refunded: 0, returned: '[]' }),
  'orders.updated': recordStatus,
  'orders.shipped': recordShipment,
  'orders.fulfilled': recordFulfilled,
  'orders.cancelled': (on, event) => recordEnd(on, event, 'cancelled'),
  'orders.note_added': (on, event) =>
    recordEntry(on, event, { orderId: event.data.orderId, kind: 'note', text: event.data.body }),
  'payments.received': (on, { data }) =>
    recordPayment(on, { ...data.payment, returned: [], lines: [], sold: data.sold }),
  'payments.refunded': recordRefund,
  ...paymentsProjection,
};

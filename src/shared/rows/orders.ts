import { Dispute } from '../domain/disputes.ts';
import type { Actor } from '../domain/ids.ts';
import { OrderEntry, RecordedPayment } from '../domain/order-account.ts';
import { type Customer, Order } from '../domain/orders.ts';
import { Payout } from '../domain/payouts.ts';
import { Shipment } from '../domain/shipments.ts';
import { bool, defineRow, type GroupCodec, json, nullableJson } from './define.ts';

/** Stores a customer in three columns, all NULL for a guest. */
const guestOrCustomer: GroupCodec<Customer | null> = {
  parts: {
    id: (customer) => customer?.id ?? null,
    name: (customer) => customer?.name ?? null,
    email: (customer) => customer?.email ?? null,
  },
  join: ({ id, name, email }) =>
    id === null || name === null
      ? null
      : { id: String(id), name: String(name), email: email === null ? null : String(email) },
};

/** Orders. */
export const orderRow = defineRow({
  kind: 'order',
  schema: Order,
  key: ['id'],
  codecs: { customer: guestOrCustomer, lines: json<Order['lines']>(), shipped: json<Order['shipped']>() },
});
/** What happened to orders besides payments. */
export const orderEntryRow = defineRow({
  kind: 'order_entry',
  schema: OrderEntry,
  key: ['seq'],
  codecs: { actor: nullableJson<Actor>() },
});
/** Goods of orders that left together. */
export const shipmentRow = defineRow({
  kind: 'shipment',
  schema: Shipment,
  key: ['id'],
  codecs: { lines: json<Shipment['lines']>(), actor: nullableJson<Actor>() },
});
/** Payments and refunds. */
export const paymentRow = defineRow({
  kind: 'payment',
  schema: RecordedPayment,
  key: ['id'],
  codecs: {
    settlesOrder: bool,
    returned: json<RecordedPayment['returned']>(),
    lines: json<RecordedPayment['lines']>(),
    sold: json<RecordedPayment['sold']>(),
  },
});
/** Disputes of payments. */
export const disputeRow = defineRow({ kind: 'dispute', schema: Dispute, key: ['id'] });
/** Payouts. Their lines are never read without them. */
export const payoutRow = defineRow({
  kind: 'payout',
  schema: Payout,
  key: ['id'],
  codecs: { lines: json<Payout['lines']>() },
});

import {
  disputeRow,
  orderEntryRow,
  orderRow,
  paymentRow,
  payoutRow,
  shipmentRow,
} from '#shared/rows/orders.ts';
import { defineOwnTable, defineTable, own } from '#shared/rows/table.ts';

/** Orders. `paid` and `refunded` are sums of payments; `returned` lists the goods that came back, as JSON. */
export const ordersTable = defineTable(orderRow, {
  name: 'orders',
  identity: ['id'],
  own: { paid: own<number>(), refunded: own<number>(), returned: own<string>() },
});

/** What happened to orders besides payments. */
export const orderEntriesTable = defineTable(orderEntryRow, { name: 'order_entries', identity: ['seq'] });

/** Goods of orders that left together. */
export const shipmentsTable = defineTable(shipmentRow, { name: 'shipments', identity: ['id'] });

/** Payments and refunds. */
export const paymentsTable = defineTable(paymentRow, { name: 'payments', identity: ['id'] });

/** Disputes of payments. */
export const disputesTable = defineTable(disputeRow, { name: 'disputes', identity: ['id'] });

/** What was paid out. */
export const payoutsTable = defineTable(payoutRow, { name: 'payouts', identity: ['id'] });

/** Money that waits for its payout: each line until a payout has it. */
export const payoutQueueTable = defineOwnTable('payout_queue', ['id'], {
  id: own<string>(),
  kind: own<string>(),
  paymentId: own<string>(),
  orderId: own<string>(),
  orderNumber: own<string>(),
  currency: own<string>(),
  amount: own<number>(),
  at: own<number>(),
});

import {
  disputeRow,
  orderEntryRow,
  orderRow,
  paymentRow,
  payoutRow,
  shipmentRow,
} from '#shared/rows/orders.ts';
import { defineOwnTable, defineTable, own } from '#shared/rows/table.ts';

/** Orders. `seq` is that of the last change; `words` are the searchable words, folded as in the text index. */
export const ordersTable = defineTable(orderRow, {
  name: 'orders',
  identity: ['k'],
  own: { seq: own<number>(), words: own<string>() },
});

/** Goods of orders that left together. */
export const shipmentsTable = defineTable(shipmentRow, { name: 'shipments', identity: ['id'] });

/** Payments and refunds. */
export const paymentsTable = defineTable(paymentRow, { name: 'payments', identity: ['k'] });

/** Disputes of payments. */
export const disputesTable = defineTable(disputeRow, { name: 'disputes', identity: ['id'] });

/** What was paid out. */
export const payoutsTable = defineTable(payoutRow, { name: 'payouts', identity: ['id'] });

/** What happened to orders besides payments. */
export const orderEntriesTable = defineTable(orderEntryRow, { name: 'order_entries', identity: ['seq'] });

/** The customers of orders, as their newest order names them. */
export const customersTable = defineOwnTable('customers', ['id'], {
  id: own<string>(),
  name: own<string>(),
  email: own<string | null>(),
  firstAt: own<number>(),
  lastAt: own<number>(),
  words: own<string>(),
});

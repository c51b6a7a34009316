import { orderEntryRow, orderRow, paymentRow } from '#shared/rows/orders.ts';
import { defineTable, own } from '#shared/rows/table.ts';

/** Orders. `paid` and `refunded` are sums of payments; `returned` lists the goods that came back, as JSON. */
export const ordersTable = defineTable(orderRow, {
  name: 'orders',
  identity: ['id'],
  own: { paid: own<number>(), refunded: own<number>(), returned: own<string>() },
});

/** What happened to orders besides payments. */
export const orderEntriesTable = defineTable(orderEntryRow, { name: 'order_entries', identity: ['seq'] });

/** Payments and refunds. */
export const paymentsTable = defineTable(paymentRow, { name: 'payments', identity: ['id'] });

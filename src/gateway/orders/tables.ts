import { orderRow, paymentRow } from '#shared/rows/orders.ts';
import { defineTable, own } from '#shared/rows/table.ts';

/** Orders. `paid` and `refunded` are sums of payments; `restocked` is 1 once the goods have been returned to stock. */
export const ordersTable = defineTable(orderRow, {
  name: 'orders',
  identity: ['id'],
  own: { paid: own<number>(), refunded: own<number>(), restocked: own<number>() },
});

/** Payments and refunds. */
export const paymentsTable = defineTable(paymentRow, { name: 'payments', identity: ['id'] });

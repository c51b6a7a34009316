import { orderRow, paymentRow } from '#shared/rows/orders.ts';
import { defineTable, own } from '#shared/rows/table.ts';

/** `paid` and `refunded` sum up the order's payments; `restocked` is 1 once its goods have been returned to stock. */
export const ordersTable = defineTable(orderRow, {
  name: 'orders',
  identity: ['id'],
  own: { paid: own<number>(), refunded: own<number>(), restocked: own<number>() },
});

export const paymentsTable = defineTable(paymentRow, { name: 'payments', identity: ['id'] });

import { orderRow, paymentRow } from '#shared/rows/orders.ts';
import { defineTable, own } from '#shared/rows/table.ts';

/** Orders. `seq` is that of the last change; `words` are the searchable words, folded as in the text index. */
export const ordersTable = defineTable(orderRow, {
  name: 'orders',
  identity: ['k'],
  own: { seq: own<number>(), words: own<string>() },
});

/** Payments and refunds. */
export const paymentsTable = defineTable(paymentRow, { name: 'payments', identity: ['k'] });

import { orderRow, paymentRow } from '#shared/rows/orders.ts';
import { defineTable, own } from '#shared/rows/table.ts';

/** `seq` is the order's last change, `words` its searchable words, folded as the text index folds them. */
export const ordersTable = defineTable(orderRow, {
  name: 'orders',
  identity: ['k'],
  own: { seq: own<number>(), words: own<string>() },
});

export const paymentsTable = defineTable(paymentRow, { name: 'payments', identity: ['k'] });

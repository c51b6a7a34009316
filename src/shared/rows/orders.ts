import { type Customer, Order, Payment } from '../domain/orders.ts';
import { bool, defineRow, type GroupCodec, json } from './define.ts';

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
  codecs: { customer: guestOrCustomer, lines: json<Order['lines']>() },
});
/** Payments and refunds. */
export const paymentRow = defineRow({
  kind: 'payment',
  schema: Payment,
  key: ['id'],
  codecs: { settlesOrder: bool },
});

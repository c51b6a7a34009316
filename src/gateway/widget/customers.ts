import { z } from 'zod';
import { Id } from '#shared/domain/ids.ts';
import { defineOwnTable, own } from '#shared/rows/table.ts';
import { tableOn } from '../db/tables.ts';
import { newId } from '../ids.ts';
import { type CommandContext, defineWrite } from '../kernel.ts';
import { customerOfEmail } from '../orders/index.ts';

const customersTable = defineOwnTable('widget_customers', ['email'], {
  email: own<string>(),
  customerId: own<string>(),
});

/** Remembers who a verified e-mail address belongs to. */
export const saveWidgetCustomer = defineWrite(
  'widget.customer_saved',
  z.object({ email: z.string().max(200), customerId: Id }),
  ({ sql }, customer) => {
    tableOn(sql, customersTable).upsert({}, customer);
  },
);

/**
 * Returns the id of the customer whom a verified e-mail address belongs to: the one it always had here, or else that of their
 * orders, or else a new one, which it keeps.
 */
export function identify(context: CommandContext, email: string): string {
  const key = email.toLowerCase();
  const known = context.sql
    .prepare<[string], { id: string }>('SELECT customer_id AS id FROM widget_customers WHERE email = ?')
    .get(key);
  if (known) return known.id;
  const customerId = customerOfEmail(context.sql, email) ?? newId();
  context.write(saveWidgetCustomer, { email: key, customerId });
  return customerId;
}

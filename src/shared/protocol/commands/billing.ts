import { z } from 'zod';
import { NewCredit, PLAN_CHANGES, PlanKey } from '../../domain/billing.ts';
import { Id, Timestamp } from '../../domain/ids.ts';
import { command } from './define.ts';

/** Commands on plans, credits and invoices. */
export const billingCommands = {
  /**
   * Changes the plan, at once or when the month ends; it replaces a change that was to come. `seen` is the start of the latest plan that
   * the change was made on, null for none.
   */
  'billing.change_plan': command({
    input: z.strictObject({ plan: PlanKey, when: z.enum(PLAN_CHANGES), seen: Timestamp.nullable() }),
    output: z.object({ from: Timestamp }),
    permission: 'billing:write',
    subject: () => 'plan',
  }),
  'billing.add_credit': command({
    input: NewCredit,
    output: z.object({}),
    permission: 'billing:write',
    subject: ({ creditId }) => `credit:${creditId}`,
  }),
  'billing.settle_invoice': command({
    input: z.strictObject({ invoiceId: Id, state: z.enum(['paid', 'void']) }),
    output: z.object({}),
    permission: 'billing:write',
    subject: ({ invoiceId }) => `invoice:${invoiceId}`,
  }),
} as const;

import { z } from 'zod';
import { BillingCredit, Invoice, PlanTerm } from '../../domain/billing.ts';
import { Timestamp } from '../../domain/ids.ts';
import { billingCreditRow, invoiceRow, planTermRow } from '../../rows/billing.ts';
import { channel } from './define.ts';

/** What the workspace pays. Events carry whole rows, which replace those with the same key. */
export const billing = channel({
  name: 'billing',
  permissions: { 'billing:read': 'manager', 'billing:write': 'admin' },
  readPermission: 'billing:read',
  rows: [planTermRow, billingCreditRow, invoiceRow],
  events: {
    /** `term` null: the plan in force goes on. `replaces`: the start of the plan that was to come, and does not. */
    'billing.plan_changed': z.object({ term: PlanTerm.nullable(), replaces: Timestamp.nullable() }),
    'billing.credited': z.object({ credit: BillingCredit }),
    /** A month has ended. `credits`: those that its invoice uses, with what is left of them. */
    'billing.invoiced': z.object({ invoice: Invoice, credits: z.array(BillingCredit).max(100) }),
    /** An invoice is paid, or void; a void one gives its credits back. */
    'billing.invoice_settled': z.object({ invoice: Invoice, credits: z.array(BillingCredit).max(100) }),
  },
});

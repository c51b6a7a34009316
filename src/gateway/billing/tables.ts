import { billingCreditRow, invoiceRow, planTermRow } from '#shared/rows/billing.ts';
import { defineTable } from '#shared/rows/table.ts';

/** Plans, by when they come into force. */
export const planTermsTable = defineTable(planTermRow, { name: 'plan_terms', identity: ['starts_at'] });
/** Credits. */
export const creditsTable = defineTable(billingCreditRow, { name: 'billing_credits', identity: ['id'] });
/** Invoices. */
export const invoicesTable = defineTable(invoiceRow, { name: 'invoices', identity: ['id'] });

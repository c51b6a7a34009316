import { BillingCredit, Invoice, type InvoiceLine, PlanTerm } from '../domain/billing.ts';
import { defineRow, json } from './define.ts';

/** Plans, by when they come into force. */
export const planTermRow = defineRow({ kind: 'plan_term', schema: PlanTerm, key: ['startsAt'] });
/** Credits. */
export const billingCreditRow = defineRow({ kind: 'billing_credit', schema: BillingCredit, key: ['id'] });
/** Invoices. */
export const invoiceRow = defineRow({
  kind: 'invoice',
  schema: Invoice,
  key: ['id'],
  codecs: { lines: json<InvoiceLine[]>() },
});

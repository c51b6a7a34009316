import type { BillingCredit, Invoice, PlanTerm } from '#shared/domain/billing.ts';
import { usedOf } from '#shared/domain/usage.ts';
import { rowQuery } from '../db/tables.ts';
import type { Sql } from '../kernel.ts';
import { readDays, readMeter } from '../usage/index.ts';
import { creditsTable, invoicesTable, planTermsTable } from './tables.ts';

const terms = rowQuery(planTermsTable, 'ORDER BY starts_at');
const open = rowQuery(creditsTable, 'WHERE remaining > 0 ORDER BY at, id LIMIT 100');
const creditById = rowQuery(creditsTable, 'WHERE id = ?');
const invoiceById = rowQuery(invoicesTable, 'WHERE id = ?');
const newest = rowQuery(invoicesTable, 'ORDER BY number DESC LIMIT ?');

/** Returns the plans by when they come into force, oldest first: one for each change that was made. */
export const listTerms = (sql: Sql): PlanTerm[] => terms.all(sql);

/** Returns the credits of which something is left, oldest first. */
export const openCredits = (sql: Sql): BillingCredit[] => open.all(sql);

export const readCredit = (sql: Sql, id: string): BillingCredit | undefined => creditById.get(sql, id);

export const readInvoice = (sql: Sql, id: string): Invoice | undefined => invoiceById.get(sql, id);

/** Returns the newest invoices, newest first. */
export const listInvoices = (sql: Sql, limit: number): Invoice[] => newest.all(sql, limit);

/** Returns what was used of a meter on some days; 0 of one that there is not. */
export function usedIn(sql: Sql, meter: string, days: readonly string[]): number {
  const found = readMeter(sql, meter);
  if (!found) return 0;
  return usedOf(found.aggregation, readDays(sql, meter, days[0] ?? '', days.at(-1) ?? ''));
}

import { z } from 'zod';
import { BillingCredit, Invoice, PLAN_CHANGES, Plan, PlanKey, PlanTerm } from '../domain/billing.ts';
import { Id, Timestamp } from '../domain/ids.ts';
import { Provenance, read } from './contract.ts';

/** What a month costs. Amounts are in minor units of the plan's currency. */
const Cost = z.object({
  plan: PlanKey,
  currency: z.string().length(3),
  lines: Invoice.shape.lines,
  total: z.int(),
});
export type Cost = z.infer<typeof Cost>;

/** What the month is expected to cost with a range, or why nothing is expected. */
const CostProjection = z.discriminatedUnion('known', [
  z.object({ known: z.literal(true), cost: Cost, low: z.int(), high: z.int() }),
  z.object({ known: z.literal(false), reason: z.enum(['too_early', 'over', 'no_plan']) }),
]);
export type CostProjection = z.infer<typeof CostProjection>;

/** Reads of billing. They work offline. */
export const billingMethods = {
  /** The plan, and what this month has cost and is expected to cost, with credits. */
  'billing.state': read(
    'billing:read',
    z.strictObject({}),
    z.object({
      plans: z.array(Plan).max(50),
      current: PlanTerm.nullable(),
      next: PlanTerm.nullable(),
      /** The start of the latest plan, which a change names. */
      latest: Timestamp.nullable(),
      period: z.object({ key: z.string().length(7), from: Timestamp, to: Timestamp }),
      timeZone: z.string().max(64),
      /** Null without a plan. */
      toDate: Cost.nullable(),
      projection: CostProjection,
      /** Those of which something is left. */
      credits: z.array(BillingCredit).max(100),
      asOf: Provenance,
    }),
  ),
  /** The newest invoices, newest first. */
  'billing.invoices': read(
    'billing:read',
    z.strictObject({}),
    z.object({ invoices: z.array(Invoice).max(240), asOf: Provenance }),
  ),
  'billing.invoice': read(
    'billing:read',
    z.strictObject({ invoiceId: Id }),
    z.object({ invoice: Invoice.nullable(), asOf: Provenance }),
  ),
  /** What this month and the one after it are expected to cost, as it is and after a change of plan; null without a plan. */
  'billing.preview': read(
    'billing:read',
    z.strictObject({ plan: PlanKey, when: z.enum(PLAN_CHANGES) }),
    z.object({
      from: Timestamp,
      /** Whether usage is that of a whole month; otherwise it is what was used so far. */
      projected: z.boolean(),
      month: z.object({ before: Cost.nullable(), after: Cost.nullable() }),
      nextMonth: z.object({ before: Cost.nullable(), after: Cost.nullable() }),
      asOf: Provenance,
    }),
  ),
} as const;

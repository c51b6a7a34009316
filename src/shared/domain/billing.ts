import { z } from 'zod';
import { ClientUuid, Id, Timestamp } from './ids.ts';
import { Currency } from './money.ts';
import { DAY_MS, dayOf } from './time.ts';
import { MeterKey, type UsagePeriod, usagePeriod } from './usage.ts';

/*
 * What the workspace pays: plans, what a month costs, and its invoice. The one home of these rules. A period is a month of usage.
 * The fee of a plan is for a whole month, and divided by time where plans change; usage is priced by the plan at the end of the month.
 * Amounts are in minor units, each line rounded half up by itself.
 */

const Amount = z.int().min(0).max(1e12);

/** A step of a price: what `per` units cost up to a number of units beyond those included; null without an end. */
const Tier = z.object({ upTo: z.int().min(1).nullable(), price: Amount });
export type Tier = z.infer<typeof Tier>;

/** What is paid for a meter: some units are included, the others are priced in steps, each unit by the step that it falls into. */
const PricedMeter = z.object({
  meter: MeterKey,
  included: z.int().min(0),
  per: z.int().min(1),
  tiers: z
    .array(Tier)
    .min(1)
    .max(10)
    .refine(
      (all) =>
        all.every(({ upTo }, i) =>
          i === all.length - 1 ? upTo === null : upTo !== null && upTo > (all[i - 1]?.upTo ?? 0),
        ),
      'Steps must rise, and the last one must have no end.',
    ),
});
export type PricedMeter = z.infer<typeof PricedMeter>;

export const PlanKey = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);

/** A plan: its fee of a month, and what usage costs. */
export const Plan = z.object({
  key: PlanKey,
  name: z.string().min(1).max(80),
  currency: Currency,
  fee: Amount,
  meters: z.array(PricedMeter).max(20),
});
export type Plan = z.infer<typeof Plan>;

const GB = 1_000_000_000;
const flat = (meter: string, included: number, per: number, price: number): PricedMeter => ({
  meter,
  included,
  per,
  tiers: [{ upTo: null, price }],
});

/** The plans there are, the smallest first. */
export const PLANS: readonly Plan[] = [
  {
    key: 'starter',
    name: 'Starter',
    currency: 'USD',
    fee: 2_900,
    meters: [
      flat('seats', 3, 1, 1_200),
      flat('orders', 500, 100, 150),
      flat('messages', 5_000, 1_000, 200),
      flat('api_calls', 10_000, 1_000, 40),
      flat('storage', GB, GB, 100),
    ],
  },
  {
    key: 'growth',
    name: 'Growth',
    currency: 'USD',
    fee: 14_900,
    meters: [
      flat('seats', 5, 1, 1_000),
      {
        meter: 'orders',
        included: 2_000,
        per: 100,
        tiers: [
          { upTo: 5_000, price: 100 },
          { upTo: 20_000, price: 70 },
          { upTo: null, price: 50 },
        ],
      },
      flat('messages', 30_000, 1_000, 120),
      {
        meter: 'api_calls',
        included: 100_000,
        per: 1_000,
        tiers: [
          { upTo: 1_000_000, price: 25 },
          { upTo: null, price: 15 },
        ],
      },
      flat('storage', 10 * GB, GB, 80),
    ],
  },
  {
    key: 'scale',
    name: 'Scale',
    currency: 'USD',
    fee: 49_900,
    meters: [
      flat('seats', 40, 1, 800),
      {
        meter: 'orders',
        included: 20_000,
        per: 100,
        tiers: [
          { upTo: 50_000, price: 45 },
          { upTo: null, price: 30 },
        ],
      },
      flat('messages', 200_000, 1_000, 80),
      flat('api_calls', 1_000_000, 1_000, 10),
      flat('storage', 100 * GB, GB, 60),
    ],
  },
];

/** Returns a plan; undefined if there is none with this key. */
export function planOf(key: string): Plan | undefined {
  return PLANS.find((plan) => plan.key === key);
}

/** From when on a plan is in force, ms. The first begins the billing of the workspace. */
export const PlanTerm = z.object({ startsAt: Timestamp, plan: PlanKey });
export type PlanTerm = z.infer<typeof PlanTerm>;

/** The plan in force at a time, and the one that follows it; null where there is none. */
export function planAt(
  terms: readonly PlanTerm[],
  now: number,
): { readonly current: PlanTerm | null; readonly next: PlanTerm | null } {
  const ordered = terms.toSorted((a, b) => a.startsAt - b.startsAt);
  return {
    current: ordered.findLast(({ startsAt }) => startsAt <= now) ?? null,
    next: ordered.find(({ startsAt }) => startsAt > now) ?? null,
  };
}

/** When a change of plan takes effect. */
export const PLAN_CHANGES = ['now', 'month_end'] as const;
export type PlanChange = (typeof PLAN_CHANGES)[number];

/**
 * Returns what a change of plan does: the term that it adds (null: the plan in force simply goes on) and the start of the one that was to
 * come, which it replaces.
 */
export function changeOf(
  terms: readonly PlanTerm[],
  plan: string,
  startsAt: number,
  now: number,
): { readonly term: PlanTerm | null; readonly replaces: number | null } {
  const { current, next } = planAt(terms, now);
  return { term: current?.plan === plan ? null : { startsAt, plan }, replaces: next?.startsAt ?? null };
}

/** Returns the terms as they are after a change. */
export function termsAfter(
  terms: readonly PlanTerm[],
  { term, replaces }: ReturnType<typeof changeOf>,
): PlanTerm[] {
  const kept = terms.filter(({ startsAt }) => startsAt !== replaces && startsAt !== term?.startsAt);
  return term === null ? kept : [...kept, term];
}

/** An amount that lowers invoices to come. `remaining` is what no invoice has used yet. */
export const BillingCredit = z.object({
  id: Id,
  amount: Amount.min(1),
  remaining: Amount,
  currency: Currency,
  reason: z.string().trim().min(1).max(300),
  at: Timestamp,
});
export type BillingCredit = z.infer<typeof BillingCredit>;

/** The kinds of lines of an invoice: the fee of a plan, usage beyond what is included, a credit. */
export const INVOICE_LINES = ['fee', 'usage', 'credit'] as const;

/**
 * A line of an invoice. `name` is a plan's key, a meter's key, or a credit's reason; `quantity` is units beyond those included of a
 * usage, seconds of a fee; `from` and `to` are the time that a fee is for.
 */
const InvoiceLine = z.object({
  kind: z.enum(INVOICE_LINES),
  name: z.string().max(300),
  quantity: z.int().min(0),
  amount: z.int().min(-1e12).max(1e12),
  from: Timestamp,
  to: Timestamp,
  /** The credit that it uses. */
  creditId: Id.nullable(),
});
export type InvoiceLine = z.infer<typeof InvoiceLine>;

export const INVOICE_STATES = ['open', 'paid', 'void'] as const;
export type InvoiceState = (typeof INVOICE_STATES)[number];

/** The invoice of a month. It never changes but for its state. `number` counts up without a gap. */
export const Invoice = z.object({
  id: Id,
  number: z.int().min(1),
  /** `2026-11`. */
  period: z.string().regex(/^\d{4}-\d{2}$/),
  startsAt: Timestamp,
  endsAt: Timestamp,
  plan: PlanKey,
  currency: Currency,
  lines: z.array(InvoiceLine).max(200),
  total: Amount,
  state: z.enum(INVOICE_STATES),
  issuedAt: Timestamp,
  settledAt: Timestamp.nullable(),
});
export type Invoice = z.infer<typeof Invoice>;

/** The credits that one invoice uses at most; those that are left are for the next. */
const MAX_CREDIT_LINES = 100;
/** How often the plan can be changed in a month: each change is a line of its invoice. */
export const MAX_MONTH_TERMS = 60;

/**
 * Returns the month that follows one with an invoice. It begins where that one ended, also where the zone of the workspace was changed
 * since.
 */
export function monthAfter(last: Pick<Invoice, 'period' | 'endsAt'>, timeZone: string): UsagePeriod {
  return { ...usagePeriod(Date.parse(`${last.period}-15T12:00:00Z`), timeZone, 1), from: last.endsAt };
}

/** Returns the month of a time, which begins where the one before ended if that has an invoice. */
export function billingMonth(
  now: number,
  last: Pick<Invoice, 'period' | 'endsAt'> | undefined,
  timeZone: string,
): UsagePeriod {
  const period = usagePeriod(now, timeZone);
  return last?.period === usagePeriod(now, timeZone, -1).key ? monthAfter(last, timeZone) : period;
}

/** Returns the first day whose usage is paid for: that of the first plan; '' without one. */
export function firstBilledDay(terms: readonly PlanTerm[], timeZone: string): string {
  return terms.length === 0 ? '' : dayOf(Math.min(...terms.map(({ startsAt }) => startsAt)), timeZone);
}

/**
 * Returns the start of a term that begins when a month ends, once the zone of the workspace is another: the end of that month is an
 * instant, and it moves.
 */
export function movedToMonthEnd({ startsAt, plan }: PlanTerm, timeZone: string): PlanTerm {
  // Zones are at most 26 hours apart: two days before, it is that month in all of them.
  return { startsAt: usagePeriod(startsAt - 2 * DAY_MS, timeZone).to, plan };
}

/** A credit as somebody gives it. */
export const NewCredit = z.strictObject({
  creditId: ClientUuid,
  amount: BillingCredit.shape.amount,
  currency: Currency,
  reason: BillingCredit.shape.reason,
});

/** Divides exactly and rounds half up. All are whole and not negative. */
function halfUp(amount: bigint, by: bigint): number {
  return Number((2n * amount + by) / (2n * by));
}

/** Returns what some units of a meter cost beyond those included, and how many those are. */
export function priceOf(
  { included, per, tiers }: PricedMeter,
  used: number,
): { billed: number; amount: number } {
  const billed = Math.max(0, used - included);
  let [cost, below] = [0n, 0];
  for (const { upTo, price } of tiers) {
    const end = Math.min(billed, upTo ?? billed);
    if (end > below) cost += BigInt(end - below) * BigInt(price);
    below = Math.max(below, end);
  }
  return { billed, amount: halfUp(cost, BigInt(per)) };
}

/** A stretch of a period with one plan. */
export interface PlanStretch {
  readonly plan: Plan;
  readonly from: number;
  readonly to: number;
}

/** Returns the stretches of a period, oldest first: from the first term on, each to the next. Plans that no longer exist are left out. */
export function stretchesOf(
  terms: readonly PlanTerm[],
  { from, to }: { readonly from: number; readonly to: number },
): PlanStretch[] {
  const ordered = terms.toSorted((a, b) => a.startsAt - b.startsAt);
  return ordered.flatMap((term, i) => {
    const plan = planOf(term.plan);
    const [start, end] = [Math.max(from, term.startsAt), Math.min(to, ordered[i + 1]?.startsAt ?? to)];
    return plan === undefined || start >= end ? [] : [{ plan, from: start, to: end }];
  });
}

/** What a month costs: its lines without credits, and their sum. */
export interface MonthCost {
  readonly plan: Plan;
  readonly lines: readonly InvoiceLine[];
  readonly total: number;
}

/**
 * Returns what a month costs: each plan's fee for its share of the month, to the second, and usage by the plan at its end. Null if no
 * plan is in force. `used` gives the usage of a meter in the month.
 */
export function costOf(
  terms: readonly PlanTerm[],
  period: { readonly from: number; readonly to: number },
  used: (meter: string) => number,
): MonthCost | null {
  const stretches = stretchesOf(terms, period);
  const plan = stretches.at(-1)?.plan;
  if (plan === undefined) return null;
  const seconds = (ms: number): number => Math.round(ms / 1000);
  const whole = BigInt(seconds(period.to - period.from));
  const own = stretches.filter((stretch) => stretch.plan.currency === plan.currency);
  const fees = own.map((stretch): InvoiceLine => {
    const quantity = seconds(stretch.to) - seconds(stretch.from);
    const amount = halfUp(BigInt(stretch.plan.fee) * BigInt(quantity), whole);
    return {
      kind: 'fee',
      name: stretch.plan.key,
      quantity,
      amount,
      from: stretch.from,
      to: stretch.to,
      creditId: null,
    };
  });
  const usage = plan.meters.flatMap((priced): InvoiceLine[] => {
    const { billed, amount } = priceOf(priced, used(priced.meter));
    const line = { kind: 'usage' as const, name: priced.meter, quantity: billed, amount };
    return billed === 0 ? [] : [{ ...line, from: period.from, to: period.to, creditId: null }];
  });
  const lines = [...fees, ...usage];
  return { plan, lines, total: lines.reduce((sum, { amount }) => sum + amount, 0) };
}

/** Returns the lines of credits that lower a sum, oldest credit first and never below zero, and the credits that they change. */
export function withCredits(
  cost: MonthCost,
  credits: readonly BillingCredit[],
  at: number,
): {
  readonly lines: readonly InvoiceLine[];
  readonly total: number;
  readonly credits: readonly BillingCredit[];
} {
  let { total } = cost;
  const lines = [...cost.lines];
  const changed: BillingCredit[] = [];
  for (const credit of credits.toSorted((a, b) => a.at - b.at)) {
    const amount = credit.currency === cost.plan.currency ? Math.min(total, credit.remaining) : 0;
    if (amount === 0 || changed.length === MAX_CREDIT_LINES) continue;
    total -= amount;
    changed.push({ ...credit, remaining: credit.remaining - amount });
    lines.push({
      kind: 'credit',
      name: credit.reason,
      quantity: 0,
      amount: -amount,
      from: at,
      to: at,
      creditId: credit.id,
    });
  }
  return { lines, total, credits: changed };
}

/** Returns the credits of an invoice as they are once it is void: what it used is left again. */
export function withoutInvoice(
  { lines }: Pick<Invoice, 'lines'>,
  credits: readonly BillingCredit[],
): BillingCredit[] {
  return credits.flatMap((credit) => {
    const used = lines.filter(({ creditId }) => creditId === credit.id);
    const back = used.reduce((sum, { amount }) => sum - amount, 0);
    return back === 0 ? [] : [{ ...credit, remaining: credit.remaining + back }];
  });
}

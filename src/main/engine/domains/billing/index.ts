import type { Cost, CostProjection } from '#shared/bridge/billing.ts';
import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import {
  type BillingCredit,
  billingMonth,
  changeOf,
  costOf,
  firstBilledDay,
  type Invoice,
  type MonthCost,
  PLANS,
  type PlanTerm,
  planAt,
  stretchesOf,
  termsAfter,
  withCredits,
} from '#shared/domain/billing.ts';
import { type UsagePeriod, usagePeriod, usedOf } from '#shared/domain/usage.ts';
import { projectUsage, type UsageProjection } from '#shared/domain/usage-projection.ts';
import { billingCreditRow, invoiceRow, planTermRow } from '#shared/rows/billing.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import { defineTable } from '#shared/rows/table.ts';
import type { EngineDomain, NewsSource } from '../../store/domain.ts';
import { type ChannelProjection, dumpTables, type ProjectionContext } from '../../store/projection.ts';
import { asOf, meta, type Reader } from '../../store/reader.ts';
import { courseOf } from '../usage/index.ts';
import * as created from './migrations/0640-billing.ts';

const termsTable = defineTable(planTermRow, { name: 'plan_terms', identity: ['starts_at'] });
const creditsTable = defineTable(billingCreditRow, { name: 'billing_credits', identity: ['id'] });
const invoicesTable = defineTable(invoiceRow, { name: 'invoices', identity: ['id'] });

/** Projects the channel `billing`. */
function billingProjection(context: ProjectionContext): ChannelProjection<'billing'> {
  const terms = context.bind(termsTable);
  const credits = context.bind(creditsTable);
  const invoices = context.bind(invoicesTable);
  const removeTerm = terms.remover();
  const changed = (): true => {
    context.changes.touchAll('billing');
    return true;
  };
  const putCredits = (all: readonly BillingCredit[]): true => {
    for (const credit of all) credits.upsert(credit, {});
    return changed();
  };
  return {
    channel: 'billing',
    tallies: [],
    events: {
      'billing.plan_changed': ({ data: { term, replaces } }) => {
        if (replaces !== null) removeTerm(replaces);
        if (term !== null) terms.upsert(term, {});
        return changed();
      },
      'billing.credited': ({ data }) => putCredits([data.credit]),
      'billing.invoiced': ({ data }) => {
        invoices.upsert(data.invoice, {});
        return putCredits(data.credits);
      },
      'billing.invoice_settled': ({ data }) => {
        invoices.upsert(data.invoice, {});
        return putCredits(data.credits);
      },
    },
    rows: {
      plan_term: (row) => void terms.upsert(planTermRow.schema.parse(row), {}),
      billing_credit: (row) => void credits.upsert(billingCreditRow.schema.parse(row), {}),
      invoice: (row) => void invoices.upsert(invoiceRow.schema.parse(row), {}),
    },
    clear: () => {
      terms.clear();
      credits.clear();
      invoices.clear();
    },
  };
}

const termsOf = (reader: Reader): PlanTerm[] =>
  reader
    .all<StoredRow>(`SELECT ${termsTable.select()} FROM plan_terms ORDER BY starts_at`)
    .map(termsTable.decode);

const creditsOf = (reader: Reader): BillingCredit[] =>
  reader
    .all<StoredRow>(
      `SELECT ${creditsTable.select()} FROM billing_credits WHERE remaining > 0 ORDER BY at, id LIMIT 100`,
    )
    .map(creditsTable.decode);

const zoneOf = (reader: Reader): string => meta(reader, 'time_zone') ?? 'UTC';

/** Returns a cost with its credits as it is told. */
function told(cost: MonthCost | null, credits: readonly BillingCredit[], at: number): Cost | null {
  if (cost === null) return null;
  const { lines, total } = withCredits(cost, credits, at);
  return { plan: cost.plan.key, currency: cost.plan.currency, lines: [...lines], total };
}

/** What was used of each meter that the plan of a month prices, and what is expected at its end. */
function usageOf(
  reader: Reader,
  terms: readonly PlanTerm[],
  period: UsagePeriod,
  { since, now }: { readonly since: string; readonly now: number },
) {
  const meters = stretchesOf(terms, period).at(-1)?.plan.meters ?? [];
  return new Map(
    meters.map(({ meter }): [string, { used: number; expected: UsageProjection }] => {
      return [meter, usageFor(reader, meter, period, { since, now })];
    }),
  );
}

function projectionOf(
  terms: readonly PlanTerm[],
  period: UsagePeriod,
  usage: ReturnType<typeof usageOf>,
  credits: readonly BillingCredit[],
): CostProjection {
  const at = (which: 'value' | 'low' | 'high') =>
    costOf(terms, period, (meter) => {
      const expected = usage.get(meter)?.expected;
      return expected?.known ? expected[which] : 0;
    });
  const unknown = [...usage.values()].find(({ expected }) => !expected.known)?.expected;
  if (unknown && !unknown.known) return { known: false, reason: unknown.reason };
  const cost = told(at('value'), credits, period.to);
  if (cost === null) return { known: false, reason: 'no_plan' };
  const [low, high] = [told(at('low'), credits, period.to), told(at('high'), credits, period.to)];
  return { known: true, cost, low: low?.total ?? cost.total, high: high?.total ?? cost.total };
}

/** Returns the plan, and what the month has cost and is expected to cost. */
function billingState(reader: Reader, _input: object, now: number): MethodOutput<'billing.state'> {
  const timeZone = zoneOf(reader);
  const terms = termsOf(reader);
  const period = billingMonth(now, lastInvoice(reader), timeZone);
  const usage = usageOf(reader, terms, period, { since: firstBilledDay(terms, timeZone), now });
  const credits = creditsOf(reader);
  const { key, from, to } = period;
  return {
    plans: [...PLANS],
    ...planAt(terms, now),
    latest: terms.at(-1)?.startsAt ?? null,
    period: { key, from, to },
    timeZone,
    toDate: told(
      costOf(terms, period, (meter) => usage.get(meter)?.used ?? 0),
      credits,
      to,
    ),
    projection: projectionOf(terms, period, usage, credits),
    credits,
    asOf: asOf(reader, ['billing', 'usage']),
  };
}

/** Returns what this month and the next are expected to cost before and after a change of plan; credits are left out. */
function preview(
  reader: Reader,
  { plan, when }: MethodInput<'billing.preview'>,
  now: number,
): MethodOutput<'billing.preview'> {
  const timeZone = zoneOf(reader);
  const terms = termsOf(reader);
  const period = billingMonth(now, lastInvoice(reader), timeZone);
  const next = usagePeriod(now, timeZone, 1);
  const { current } = planAt(terms, now);
  const from = when === 'now' || current === null ? now : period.to;
  const after = termsAfter(terms, changeOf(terms, plan, from, now));
  const all = usageOf(reader, after, period, { since: '', now });
  const projected = [...all.values()].every(({ expected }) => expected.known);
  const of = (which: readonly PlanTerm[], month: UsagePeriod): Cost | null => {
    // The next month is expected to be as this one is, with the days before there was a plan.
    const days = { since: month === next ? '' : firstBilledDay(which, timeZone), now };
    const usage = usageOf(reader, which, period, days);
    const used = (meter: string): number => {
      const found = usage.get(meter) ?? usageFor(reader, meter, period, days);
      return found.expected.known ? found.expected.value : found.used;
    };
    return told(costOf(which, month, used), [], month.to);
  };
  return {
    from,
    projected,
    month: { before: of(terms, period), after: of(after, period) },
    nextMonth: { before: of(terms, next), after: of(after, next) },
    asOf: asOf(reader, ['billing', 'usage']),
  };
}

/** What was used of a meter in a period from a day on, and what is expected at its end. */
function usageFor(
  reader: Reader,
  meter: string,
  period: UsagePeriod,
  { since, now }: { readonly since: string; readonly now: number },
): { readonly used: number; readonly expected: UsageProjection } {
  const whole = courseOf(reader, meter, period, now);
  if (whole === null) return { used: 0, expected: { known: true, value: 0, low: 0, high: 0 } };
  const course = {
    ...whole,
    days: whole.days.filter(({ day }) => day >= since),
    since: whole.since === null || whole.since < since ? since || whole.since : whole.since,
  };
  return { used: usedOf(course.aggregation, course.days), expected: projectUsage(course) };
}

const lastInvoice = (reader: Reader): Invoice | undefined =>
  reader
    .all<StoredRow>(`SELECT ${invoicesTable.select()} FROM invoices ORDER BY number DESC LIMIT 1`)
    .map(invoicesTable.decode)[0];

function invoices(reader: Reader): MethodOutput<'billing.invoices'> {
  const rows = reader.all<StoredRow>(
    `SELECT ${invoicesTable.select()} FROM invoices ORDER BY number DESC LIMIT 240`,
  );
  return { invoices: rows.map(invoicesTable.decode), asOf: asOf(reader, ['billing']) };
}

function invoice(
  reader: Reader,
  { invoiceId }: MethodInput<'billing.invoice'>,
): MethodOutput<'billing.invoice'> {
  const row = reader.get<StoredRow>(`SELECT ${invoicesTable.select()} FROM invoices WHERE id = ?`, invoiceId);
  return { invoice: row ? invoicesTable.decode(row) : null, asOf: asOf(reader, ['billing']) };
}

const invoicedNews: NewsSource<'billing.invoiced'> = {
  kind: 'told',
  isNews: () => true,
  toast: ({ id, data: { invoice: made } }) => ({
    id,
    category: 'billing',
    severity: 'info',
    message: 'toast.invoiced',
    values: { period: made.period },
    subject: { kind: 'invoice', id: made.id },
    about: 'team',
  }),
};

/** The domain of billing. */
export const billingDomain: EngineDomain = {
  name: 'billing',
  migrations: [{ version: 640, ...created }],
  projections: { billing: billingProjection },
  dumps: { billing: dumpTables(termsTable, creditsTable, invoicesTable) },
  reads: {
    'billing.state': billingState,
    'billing.preview': preview,
    'billing.invoices': invoices,
    'billing.invoice': invoice,
  },
  activity: {
    'billing.plan_changed': ({ term }) => ({ values: { plan: term?.plan ?? null }, subject: null }),
    'billing.credited': ({ credit }) => ({
      values: { amount: credit.amount, currency: credit.currency, reason: credit.reason },
      subject: null,
    }),
    'billing.invoiced': ({ invoice: made }) => ({
      values: { period: made.period, amount: made.total, currency: made.currency },
      subject: { kind: 'invoice', id: made.id },
    }),
    'billing.invoice_settled': ({ invoice: settled }) => ({
      values: { period: settled.period, state: settled.state },
      subject: { kind: 'invoice', id: settled.id },
    }),
  },
  news: { 'billing.invoiced': invoicedNews },
};

import { z } from 'zod';
import { csvLine, moneyCell } from './csv.ts';
import { CalendarDay, DAY_MS, dayOf, dayStart, localTime } from './time.ts';

/** How often a summary is written. A week begins on Monday. */
export const SUMMARY_KINDS = ['daily', 'weekly'] as const;
export type SummaryKind = (typeof SUMMARY_KINDS)[number];
const DAYS: Readonly<Record<SummaryKind, number>> = { daily: 1, weekly: 7 };
/** How many periods that a console slept through are made up for; nobody reads more. */
const MADE_UP: Readonly<Record<SummaryKind, number>> = { daily: 7, weekly: 4 };
/** How many summaries of a kind stay on the computer. */
export const MAX_KEPT = 60;

/** What a user wants written, from which hour of the workspace's clock on, and since when (ms by the gateway's clock). */
export const SummaryChoice = z.strictObject({
  daily: z.boolean(),
  weekly: z.boolean(),
  hour: z.int().min(0).max(23),
  since: z.int().min(0),
});
export type SummaryChoice = z.infer<typeof SummaryChoice>;
/** The choice of a user who has made none. */
export const NO_SUMMARIES: SummaryChoice = { daily: false, weekly: false, hour: 6, since: 0 };

/** The name of a summary and of its files without their ending, `daily-2026-11-22`: its kind and first day. */
export const SummaryName = z.string().regex(/^(daily|weekly)-\d{4}-\d{2}-\d{2}$/);

/** The days of a summary, both included, and the first instant after them, ms. */
export interface SummaryPeriod {
  readonly kind: SummaryKind;
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly endsAt: number;
}

const dayPlus = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T12:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** The day on which a period begins that contains a day. */
function firstDay(kind: SummaryKind, day: string): string {
  const weekday = (new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7;
  return kind === 'daily' ? day : dayPlus(day, -weekday);
}

/** Returns the whole period that ended last before `now`, or `back` periods before that. */
export function summaryPeriod(kind: SummaryKind, now: number, timeZone: string, back = 0): SummaryPeriod {
  const from = dayPlus(firstDay(kind, dayOf(now, timeZone)), -DAYS[kind] * (back + 1));
  return {
    kind,
    name: `${kind}-${from}`,
    from,
    to: dayPlus(from, DAYS[kind] - 1),
    endsAt: dayStart(dayPlus(from, DAYS[kind]), timeZone),
  };
}

/**
 * Returns the periods whose summary is due and not written, oldest first: those that have ended since the user wanted them and the
 * one before, but no more than a week of days and four weeks.
 */
export function dueSummaries(
  choice: SummaryChoice,
  now: number,
  timeZone: string,
  written: ReadonlySet<string>,
): SummaryPeriod[] {
  const isTime = (endsAt: number): boolean =>
    now >= endsAt &&
    (dayOf(now, timeZone) !== dayOf(endsAt, timeZone) || localTime(now, timeZone).hour >= choice.hour);
  return SUMMARY_KINDS.filter((kind) => choice[kind]).flatMap((kind) => {
    const before = summaryPeriod(kind, Math.min(now, choice.since), timeZone).endsAt;
    return Array.from({ length: MADE_UP[kind] }, (_, back) => summaryPeriod(kind, now, timeZone, back))
      .filter(({ name, endsAt }) => endsAt >= before && isTime(endsAt) && !written.has(name))
      .reverse();
  });
}

/** A figure, and that of the period before; null where it is not known. Money is in minor units. */
interface SummaryFigure {
  readonly name: 'revenue' | 'orders' | 'aov' | 'refunds' | 'refundRate' | 'paymentSuccess';
  readonly unit: 'money' | 'count' | 'share';
  readonly value: number | null;
  readonly previous: number | null;
}

/** One line of a breakdown. */
interface SummaryLine {
  readonly key: string;
  readonly name: string;
  readonly revenue: number;
  readonly previous: number | null;
  /** Orders, units or payments. */
  readonly count: number;
}

/** What a summary tells. Amounts are in minor units of `currency`. */
export interface Summary {
  readonly period: SummaryPeriod;
  readonly currency: string;
  readonly timeZone: string;
  /** The newest event in it, ms. */
  readonly asOf: number | null;
  readonly figures: readonly SummaryFigure[];
  /** Revenue in other currencies, minor units by currency; never added to the rest. */
  readonly otherRevenue: Readonly<Record<string, number>>;
  readonly course: readonly { readonly at: number; readonly revenue: number; readonly orders: number }[];
  readonly products: readonly SummaryLine[];
  readonly locations: readonly SummaryLine[];
  readonly methods: readonly SummaryLine[];
}

const HEAD = ['section', 'key', 'name', 'value', 'previous', 'unit', 'count'] as const;

/** Returns a summary as CSV (RFC 4180): a line per figure, hour or day, product, location and method of payment. */
export function summaryCsv(summary: Summary): string {
  const { period, currency, timeZone, figures, otherRevenue, course, products, locations, methods } = summary;
  const lines = (section: string, of: readonly SummaryLine[]): string[] =>
    of.map(({ key, name, revenue, previous, count }) =>
      csvLine([
        section,
        key,
        name,
        moneyCell(revenue, currency),
        moneyCell(previous, currency),
        currency,
        count,
      ]),
    );
  return [
    csvLine([...HEAD]),
    csvLine(['period', period.kind, `${period.from}/${period.to}`, null, null, timeZone, null]),
    ...figures.map(({ name, unit, value, previous }) => {
      const cell = (of: number | null) => (unit === 'money' ? moneyCell(of, currency) : of);
      return csvLine([
        'figure',
        name,
        null,
        cell(value),
        cell(previous),
        unit === 'money' ? currency : unit,
        null,
      ]);
    }),
    ...Object.entries(otherRevenue).map(([other, amount]) =>
      csvLine(['figure', 'revenue', null, moneyCell(amount, other), null, other, null]),
    ),
    ...course.map(({ at, revenue, orders }) =>
      csvLine([
        'course',
        new Date(at).toISOString(),
        null,
        moneyCell(revenue, currency),
        null,
        currency,
        orders,
      ]),
    ),
    ...lines('product', products),
    ...lines('location', locations),
    ...lines('method', methods),
  ].join('');
}

/** A summary that is on this computer. `at`: when it was written, ms. */
export const WrittenSummary = z.object({
  name: SummaryName,
  kind: z.enum(SUMMARY_KINDS),
  from: CalendarDay,
  at: z.int().min(0),
});
export type WrittenSummary = z.infer<typeof WrittenSummary>;

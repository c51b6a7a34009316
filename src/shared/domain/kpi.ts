import { z } from 'zod';
import { ALERT_SEVERITIES, type AlertCondition } from './alerts.ts';
import { Id, Timestamp } from './ids.ts';
import { addsUp, METRIC_SPECS, METRICS, type Metric, metricValue } from './kpi-metrics.ts';
import { addMetricSums, type MetricSums, NO_SUMS, SUM_SCOPES } from './kpi-sums.ts';
import { daysIn, elapsedShare, KPI_WINDOWS, type Span } from './kpi-windows.ts';
import { CalendarDay, DAY_MS } from './time.ts';

/** KPIs of a workspace at most, archived ones included. */
export const MAX_KPIS = 100;
/** Results of closed windows that are kept of each KPI. */
export const KEPT_RESULTS = 60;
/** How many windows a trend has. */
export const TREND_WINDOWS = 12;
/** How long sums are kept, days: the windows of a trend of months, and the current one. */
export const KEPT_DAYS = 400;
/** The share of a window that has to pass before a pace says anything. */
export const EARLY_SHARE = 0.1;
/** The highest pace that is told: three times what was expected. */
export const MAX_PACE = 3;
/** How much a pace has to recover above the limit of its alert, percentage points. */
const RECOVERY_POINTS = 5;

/** Whether a total is looked at, or the mean of a day. Metrics that are quotients have a total only. */
export const AGGREGATIONS = ['total', 'daily'] as const;
/** Whether more or less is good. */
export const DIRECTIONS = ['at_least', 'at_most'] as const;

/** When a KPI raises an alert. */
export const KpiAlert = z.strictObject({
  /** `pace`: while it is behind what was expected by now. `end`: when a window has ended without its target. */
  when: z.enum(['pace', 'end']),
  /** `pace`: the percentage of the pace at or below which it fires. */
  below: z.int().min(10).max(95),
  /** `pace`: how long it must be behind, ms. */
  forMs: z
    .int()
    .min(0)
    .max(7 * DAY_MS),
  severity: z.enum(ALERT_SEVERITIES),
});
export type KpiAlert = z.infer<typeof KpiAlert>;

/** What a KPI measures: changing any of it, or the target, begins its window anew. */
const measure = {
  metric: z.enum(METRICS),
  aggregation: z.enum(AGGREGATIONS),
  by: z.enum(SUM_SCOPES),
  /** The id of the location or team; empty for all. */
  key: z.string().max(200),
  window: z.enum(KPI_WINDOWS),
};
const goal = {
  /** In the unit of the metric: minor units, a number, a fraction, ms, or points. */
  target: z.number().min(0).max(1e14),
  direction: z.enum(DIRECTIONS),
};
export const KpiMeasure = z.object(measure);
export type KpiMeasure = z.infer<typeof KpiMeasure>;

/** What a person enters of a KPI. */
export const KpiContent = z.strictObject({
  kpiId: Id,
  name: z.string().trim().min(1, 'Enter a name.').max(80),
  ...measure,
  ...goal,
  ownerId: Id.nullable(),
  alert: KpiAlert.nullable(),
  archived: z.boolean(),
});
export type KpiContent = z.infer<typeof KpiContent>;

/** A KPI, with the window that it is in. A change names the version that it was made on. */
export const Kpi = z.object({
  id: Id,
  name: z.string().min(1).max(80),
  ...measure,
  ...goal,
  ownerId: Id.nullable(),
  ownerName: z.string().max(200).nullable(),
  alert: KpiAlert.nullable(),
  archived: z.boolean(),
  version: z.int().min(1),
  changedBy: z.string().max(200),
  /** Since when it measures and is judged as it is, ms. */
  since: Timestamp,
  /** The first day of the current window. */
  first: CalendarDay,
  /** When the target of the current window was reached, ms. */
  reachedAt: Timestamp.nullable(),
});
export type Kpi = z.infer<typeof Kpi>;

/** How a window ended. It never changes; what came too late is beside it. */
export const KpiResult = z.object({
  kpiId: Id,
  ...measure,
  ...goal,
  first: CalendarDay,
  last: CalendarDay,
  timeZone: z.string().min(1).max(100),
  /** null where there was nothing to measure. */
  value: z.number().nullable(),
  closedAt: Timestamp,
  reachedAt: Timestamp.nullable(),
  /** What it is with what came or changed later, and since when; null while nothing did. */
  correctedValue: z.number().nullable().default(null),
  correctedAt: Timestamp.nullable().default(null),
});
export type KpiResult = z.infer<typeof KpiResult>;

type Measured = Pick<Kpi, 'metric' | 'aggregation' | 'window' | 'target' | 'direction'>;

/** What is wrong with a KPI's measure, as the field; null for nothing. */
export function wrongField(
  content: Pick<KpiContent, 'metric' | 'aggregation' | 'by' | 'key' | 'target' | 'direction'>,
): 'aggregation' | 'key' | 'by' | 'target' | null {
  const { scope } = METRIC_SPECS[content.metric];
  if (content.aggregation === 'daily' && !addsUp(content.metric)) return 'aggregation';
  if (content.by !== 'all' && content.by !== scope) return 'by';
  if ((content.by === 'all') !== (content.key === '')) return 'key';
  // Everything is at least nothing.
  return content.direction === 'at_least' && content.target === 0 ? 'target' : null;
}

/** Whether two definitions measure the same against the same target. */
export function sameGoal(
  a: KpiMeasure & Pick<Kpi, 'target' | 'direction'>,
  b: KpiMeasure & Pick<Kpi, 'target' | 'direction'>,
): boolean {
  return sameMeasure(a, b) && a.target === b.target && a.direction === b.direction;
}

/** Whether two definitions measure the same, so that their values can be compared. */
export function sameMeasure(a: KpiMeasure, b: KpiMeasure): boolean {
  return (
    a.metric === b.metric &&
    a.aggregation === b.aggregation &&
    a.by === b.by &&
    a.key === b.key &&
    a.window === b.window
  );
}

/** Returns a KPI's value over the days of a window, as far as it has come; null where there is nothing to measure. */
export function kpiValue(
  kpi: Pick<Kpi, 'metric' | 'aggregation' | 'window'>,
  days: Iterable<MetricSums>,
  span: Span,
  now: number,
): number | null {
  let sums = NO_SUMS;
  for (const day of days) sums = addMetricSums(sums, day);
  const value = metricValue(kpi.metric, sums);
  if (value === null || !isMean(kpi)) return value;
  // What has passed, from where the mean is judged on: before that, one order would be many a day.
  const mean = value / (Math.max(EARLY_SHARE, elapsedShare(span, now)) * daysIn(span));
  return METRIC_SPECS[kpi.metric].unit === 'money' ? Math.round(mean) : mean;
}

/** Whether a value is the mean of the days of its window. That of a single day is its total. */
function isMean({ aggregation, window }: Pick<Kpi, 'aggregation' | 'window'>): boolean {
  return aggregation === 'daily' && window !== 'day';
}

/** Whether a value grows towards its target in the course of the window; the others have to be right all the time. */
function growsToTarget(kpi: Pick<Kpi, 'metric' | 'aggregation' | 'window'>): boolean {
  return addsUp(kpi.metric) && !isMean(kpi);
}

/** Whether a value meets the target. */
export function meets({ direction, target }: Pick<Kpi, 'direction' | 'target'>, value: number): boolean {
  return direction === 'at_least' ? value >= target : value <= target;
}

/** Returns what a value should be when a share of the window has passed, at a linear pace. */
export function expectedBy(kpi: Measured, share: number): number {
  return growsToTarget(kpi) ? kpi.target * share : kpi.target;
}

/** How good a value is compared with what was expected: 1 is exactly that, more is better. At most MAX_PACE. */
export function paceOf(direction: Kpi['direction'], value: number, expected: number): number {
  if (direction === 'at_least') return Math.min(MAX_PACE, Math.max(0, value / expected));
  if (value <= 0) return expected === 0 ? 1 : MAX_PACE;
  return Math.min(MAX_PACE, expected / value);
}

/** How a KPI does in a window. `early`: it has just begun. `missed`: the target cannot be met any more. */
export const KPI_STATUSES = ['early', 'on_pace', 'behind', 'reached', 'missed', 'no_data'] as const;
export type KpiStatus = (typeof KPI_STATUSES)[number];

/** How a KPI does. */
export interface Standing {
  readonly status: KpiStatus;
  readonly value: number | null;
  /** What the value should be by now. */
  readonly expected: number;
  /** The value as a share of the target; null without one. */
  readonly share: number | null;
  /** How good the value is compared with what was expected; null while it is early, and without a value. */
  readonly pace: number | null;
  /** The share of the window that has passed. */
  readonly elapsed: number;
}

/** Returns how a KPI does at a moment of a window, with its value. */
export function standing(kpi: Measured, value: number | null, span: Span, now: number): Standing {
  const elapsed = elapsedShare(span, now);
  const expected = expectedBy(kpi, elapsed);
  const share = value === null || kpi.target === 0 ? null : value / kpi.target;
  const early = elapsed < EARLY_SHARE;
  const pace = value === null || early ? null : paceOf(kpi.direction, value, expected);
  return { status: statusOf(kpi, value, pace, elapsed), value, expected, share, pace, elapsed };
}

function statusOf(kpi: Measured, value: number | null, pace: number | null, elapsed: number): KpiStatus {
  if (value === null) return 'no_data';
  if (elapsed >= 1) return meets(kpi, value) ? 'reached' : 'missed';
  if (growsToTarget(kpi) && meets(kpi, value) === (kpi.direction === 'at_least'))
    return kpi.direction === 'at_least' ? 'reached' : 'missed';
  if (pace === null) return 'early';
  return pace >= 1 ? 'on_pace' : 'behind';
}

/**
 * Whether the target is reached for good, so that people can be told: a total that has grown to it, at once; anything else could still
 * change, and is reached when the window has ended.
 */
export function isReached(kpi: Measured, value: number | null, ended: boolean): boolean {
  if (value === null || !meets(kpi, value)) return false;
  return ended || (growsToTarget(kpi) && kpi.direction === 'at_least');
}

/** Returns how a window ended, of the value that stands now. */
export function resultStatus(result: KpiResult): 'reached' | 'missed' | 'no_data' {
  const value = resultValue(result);
  if (value === null) return 'no_data';
  return meets(result, value) ? 'reached' : 'missed';
}

/** Returns the value of a closed window, with what came later. */
export function resultValue({ value, correctedValue, correctedAt }: KpiResult): number | null {
  return correctedAt === null ? value : correctedValue;
}

/** Returns what the alert of a KPI compares with its pace or result, in percent. */
export function alertCondition({ when, below, forMs }: KpiAlert): AlertCondition {
  if (when === 'end')
    return { direction: 'down', firesAt: 99.9, recoversAt: 100, forMs: 0, keepFiringForMs: 0 };
  return {
    direction: 'down',
    firesAt: below,
    recoversAt: below + RECOVERY_POINTS,
    forMs,
    keepFiringForMs: 0,
  };
}

/** Returns a pace as alerts show it, percent with one decimal, never rounded up to a whole that it is not. */
export function paceInPercent(pace: number): number {
  return Math.floor(pace * 1000 + 1e-9) / 10;
}

/**
 * Returns when a KPI's pace falls to a percentage if its value stays as it is, ms; null for never in this window. Only a total that
 * should grow falls behind by time alone.
 */
export function behindAt(kpi: Measured, value: number | null, below: number, span: Span): number | null {
  if (value === null || !growsToTarget(kpi) || kpi.direction !== 'at_least' || kpi.target <= 0) return null;
  const share = value / (kpi.target * (below / 100));
  if (share >= 1) return null;
  const at = Math.ceil(span.startsAt + Math.max(share, EARLY_SHARE) * (span.endsAt - span.startsAt));
  return Math.min(at, span.endsAt);
}

/** What a KPI becomes when it is saved: its next version. What it measures decides whether its window begins anew. */
export function savedKpi(
  before: Kpi | undefined,
  { kpiId: id, ...content }: KpiContent,
  by: {
    readonly name: string;
    readonly ownerName: string | null;
    readonly now: number;
    readonly first: string;
  },
): Kpi {
  const same = before !== undefined && sameGoal(before, content) && before.archived === content.archived;
  const sameRule = same && JSON.stringify(before.alert) === JSON.stringify(content.alert);
  return {
    ...content,
    id,
    ownerName: by.ownerName,
    version: (before?.version ?? 0) + 1,
    changedBy: by.name,
    since: sameRule ? before.since : by.now,
    first: same ? before.first : by.first,
    reachedAt: same ? before.reachedAt : null,
  };
}

/** Returns the scope that the metric can be limited to; null for none. */
export function scopeOf(metric: Metric): 'location' | 'team' | null {
  return METRIC_SPECS[metric].scope;
}

import {
  alertCondition,
  behindAt,
  EARLY_SHARE,
  isReached,
  KEPT_DAYS,
  type Kpi,
  paceInPercent,
  paceOf,
  standing,
} from '#shared/domain/kpi.ts';
import { plusDays, type Span, spanOf } from '#shared/domain/kpi-windows.ts';
import { DAY_MS, dayOf } from '#shared/domain/time.ts';
import { workspaceTimeZone } from '../admin/index.ts';
import { firstAlert, judgeKpi } from '../alerts/index.ts';
import { AT_ONCE, type CommandContext } from '../kernel.ts';
import { firstTrade } from '../orders/index.ts';
import { firstFact } from '../reports/index.ts';
import { KPIS, oldestDay, PROGRESS, untold } from './queries.ts';
import { continueRecount } from './recount.ts';
import type { Progress, Recount } from './tables.ts';
import { correctResults, rollWindows, valueIn } from './windows.ts';
import { setProgress } from './writes.ts';

/** Consoles are told about sums at most this often, ms. */
const TELL_EVERY_MS = 2_000;
/** Sums told at a time. */
const PAGE = 200;
/** The longest time until KPIs are looked at again, ms: a change of the zone moves their windows. */
const LOOK_EVERY_MS = DAY_MS;

/** Returns a recount of all days that sums are kept of; null where nothing has happened yet. */
function recountFrom(context: CommandContext, cause: Recount['cause'], timeZone: string): Recount | null {
  const { sql, now } = context;
  const times = [firstTrade(sql), firstFact(sql), firstAlert(sql)].filter((at) => at !== null);
  if (times.length === 0) return null;
  const today = dayOf(now, timeZone);
  // A day more at each end: in another zone, it was another day.
  const first = plusDays(dayOf(Math.min(...times), timeZone), -1);
  const [, day = first] = [first, plusDays(today, -KEPT_DAYS)].sort();
  return { cause, day, last: plusDays(today, 1), days: 0, corrected: 0 };
}

/** Plans the first count of what happened before there were KPIs. Idempotent. */
export function planFirstCount(context: CommandContext): void {
  if (context.memo(PROGRESS) !== null) return;
  const timeZone = workspaceTimeZone(context.sql, context.config);
  context.write(setProgress, {
    timeZone,
    toldAt: 0,
    dueAt: 0,
    checkAt: context.now + DAY_MS,
    recount: recountFrom(context, 'start', timeZone),
  });
}

/** Tells consoles about sums, looks at the KPIs, and counts days again. Returns when there is more to do, ms. */
export function sweepKpis(context: CommandContext): number | null {
  const before = context.memo(PROGRESS);
  if (before === null) return null;
  const timeZone = workspaceTimeZone(context.sql, context.config);
  let progress = sinceClock(context, before);
  if (progress.timeZone !== timeZone)
    progress = { ...progress, timeZone, dueAt: 0, recount: recountFrom(context, 'zone', timeZone) };
  else if (progress.recount === null && progress.checkAt <= context.now)
    progress = {
      ...progress,
      checkAt: context.now + DAY_MS,
      recount: recountFrom(context, 'check', timeZone),
    };
  if (progress.recount !== null) progress = sweepRecount(context, progress, progress.recount);
  const { told, waits } = tell(context, progress);
  if (told > 0) progress = { ...progress, toldAt: context.now };
  // While all days are counted, windows must not be closed with what is counted so far.
  const counting = progress.recount !== null && progress.recount.cause !== 'check';
  if (!counting && (told > 0 || progress.dueAt <= context.now))
    progress = { ...progress, dueAt: lookAtAll(context, timeZone) };
  if (progress !== before) context.write(setProgress, progress);
  if (progress.recount !== null || told === PAGE) return AT_ONCE;
  const due = Math.min(progress.dueAt, progress.checkAt);
  return waits ? Math.min(due, progress.toldAt + TELL_EVERY_MS) : due;
}

/** Returns the progress with times that a clock set back has not put out of reach. */
function sinceClock({ now }: CommandContext, progress: Progress): Progress {
  const { toldAt, dueAt, checkAt } = progress;
  if (toldAt <= now && dueAt <= now + LOOK_EVERY_MS && checkAt <= now + DAY_MS) return progress;
  return {
    ...progress,
    toldAt: Math.min(toldAt, now),
    dueAt: Math.min(dueAt, now),
    checkAt: Math.min(checkAt, now + DAY_MS),
  };
}

function sweepRecount(context: CommandContext, progress: Progress, before: Recount): Progress {
  const recount = continueRecount(context, before, progress.timeZone);
  if (recount.day <= recount.last) return { ...progress, recount };
  const { cause, days, corrected } = recount;
  if (corrected > 0) context.emit('kpi.recounted', { cause, days, corrected, at: context.now });
  const before400 = plusDays(dayOf(context.now, progress.timeZone), -KEPT_DAYS);
  const oldest = oldestDay(context.sql);
  if (oldest !== null && oldest < before400) context.emit('kpi.trimmed', { before: before400 });
  return { ...progress, recount: null, dueAt: 0 };
}

/** Tells consoles about sums that have changed, and corrects the results of windows that were closed before. */
function tell(
  context: CommandContext,
  { toldAt, timeZone, recount }: Progress,
): { told: number; waits: boolean } {
  const days = untold(context.sql, PAGE);
  if (days.length === 0) return { told: 0, waits: false };
  if (toldAt + TELL_EVERY_MS > context.now) return { told: 0, waits: true };
  context.emit('kpi.counted', { days });
  // A count of everything may have half of a window done.
  if (recount === null || recount.cause === 'check')
    for (const kpi of context.memo(KPIS))
      for (const day of days)
        if (day.by === kpi.by && day.key === kpi.key) correctResults(context, kpi, day.day, timeZone);
  return { told: days.length, waits: false };
}

/** Looks at all KPIs. Returns when one of them has to be looked at again though nothing happens, ms. */
function lookAtAll(context: CommandContext, timeZone: string): number {
  let due = context.now + LOOK_EVERY_MS;
  for (const kpi of context.memo(KPIS))
    if (!kpi.archived) due = Math.min(due, lookAt(context, kpi, timeZone));
  return due;
}

function lookAt(context: CommandContext, before: Kpi, timeZone: string): number {
  let kpi = rollWindows(context, before, timeZone, (closed, value) => judgeEnd(context, closed, value));
  const span = spanOf(kpi.window, kpi.first, timeZone);
  const value = valueIn(context, kpi, span, context.now);
  if (value !== null && kpi.reachedAt === null && isReached(kpi, value, false)) {
    kpi = { ...kpi, reachedAt: context.now };
    context.emit('kpi.reached', { kpi, value });
  }
  const dueAt = kpi.alert?.when === 'pace' ? judgePace(context, kpi, value, span) : null;
  return Math.min(span.endsAt, dueAt ?? span.endsAt);
}

/** Judges the pace of a KPI. Returns when it has to be judged again though nothing happens, ms. */
function judgePace(context: CommandContext, kpi: Kpi, value: number | null, span: Span): number | null {
  const { alert } = kpi;
  if (alert === null) return null;
  const { pace } = standing(kpi, value, span, context.now);
  const timer = judgeKpi(context, {
    kpi,
    when: alert.when,
    severity: alert.severity,
    condition: alertCondition(alert),
    value: pace === null ? null : paceInPercent(pace),
  });
  const early = span.startsAt + Math.ceil(EARLY_SHARE * (span.endsAt - span.startsAt));
  const later = [timer, early, behindAt(kpi, value, alert.below, span)].filter(
    (at): at is number => at !== null && at > context.now,
  );
  return later.length === 0 ? null : Math.min(...later);
}

/** Judges the result of a window that has ended. */
function judgeEnd(context: CommandContext, kpi: Kpi, value: number | null): void {
  if (kpi.alert?.when !== 'end') return;
  judgeKpi(context, {
    kpi,
    when: 'end',
    severity: kpi.alert.severity,
    condition: alertCondition(kpi.alert),
    value: value === null ? null : paceInPercent(paceOf(kpi.direction, value, kpi.target)),
  });
}

/** Has the KPIs looked at by the next sweep. */
export function lookSoon(context: CommandContext): void {
  const progress = context.memo(PROGRESS);
  if (progress !== null && progress.dueAt > 0) context.write(setProgress, { ...progress, dueAt: 0 });
}

import {
  isReached,
  KEPT_RESULTS,
  type Kpi,
  type KpiResult,
  kpiValue,
  resultValue,
  sameMeasure,
} from '#shared/domain/kpi.ts';
import { type Span, shiftWindow, spanAt, spanOf } from '#shared/domain/kpi-windows.ts';
import type { CommandContext } from '../kernel.ts';
import { findResult, oldestDay, resultsAround, sumsIn } from './queries.ts';

/** Returns a KPI's value over the days of a window. */
export function valueIn(
  context: Pick<CommandContext, 'sql'>,
  kpi: Kpi | KpiResult,
  span: Span,
  now: number,
): number | null {
  return kpiValue(kpi, sumsIn(context.sql, kpi, span), span, now);
}

function resultOf(
  context: CommandContext,
  kpi: Kpi,
  span: Span,
  value: number | null,
  timeZone: string,
): KpiResult {
  const { metric, aggregation, by, key, window, target, direction, reachedAt } = kpi;
  return {
    kpiId: kpi.id,
    ...{ metric, aggregation, by, key, window, target, direction },
    first: span.first,
    last: span.last,
    timeZone,
    value,
    closedAt: context.now,
    reachedAt,
    correctedValue: null,
    correctedAt: null,
  };
}

/**
 * Closes the windows of a KPI that have ended, oldest first, and opens the one of now. A window has one result for ever, however the
 * clock is set. `ended` is called with the one before that of now.
 */
export function rollWindows(
  context: CommandContext,
  before: Kpi,
  timeZone: string,
  ended: (kpi: Kpi, value: number | null) => void,
): Kpi {
  const { window } = before;
  const current = spanAt(window, context.now, timeZone).first;
  if (before.first === current) return before;
  const open = (kpi: Kpi, first: string, closed: KpiResult | null): Kpi => {
    // A clock that was set back must not have the same window reached twice.
    const known = findResult(context.sql, kpi, first);
    const next = { ...kpi, first, reachedAt: known?.reachedAt ?? null };
    context.emit('kpi.window_opened', { kpi: next, closed });
    return next;
  };
  if (before.first > current) return open(before, current, null);
  const oldest = shiftWindow(window, current, -KEPT_RESULTS);
  let kpi = before.first < oldest ? { ...before, first: oldest, reachedAt: null } : before;
  while (kpi.first < current) {
    const span = spanOf(window, kpi.first, timeZone);
    const next = shiftWindow(window, kpi.first, 1);
    if (findResult(context.sql, kpi, kpi.first)) {
      // The clock was ahead when it was closed: what came until its true end stands beside that.
      const closed = kpi.first;
      kpi = open(kpi, next, null);
      correctResults(context, kpi, closed, timeZone);
      continue;
    }
    const value = valueIn(context, kpi, span, span.endsAt);
    if (value !== null && kpi.reachedAt === null && isReached(kpi, value, true)) {
      kpi = { ...kpi, reachedAt: context.now };
      // That of windows long past, after the gateway was off, is in their results alone.
      if (next === current) context.emit('kpi.reached', { kpi, value });
    }
    if (next === current) ended(kpi, value);
    kpi = open(kpi, next, resultOf(context, kpi, span, value, timeZone));
  }
  return kpi;
}

/** Writes down that what came late has changed the results of windows that contain a day. */
export function correctResults(context: CommandContext, kpi: Kpi, day: string, timeZone: string): void {
  if (day >= kpi.first) return;
  const oldest = oldestDay(context.sql);
  for (const result of resultsAround(context.sql, kpi, day)) {
    // Days of another zone were other days, and without all its days a window has no value.
    if (!sameMeasure(result, kpi) || result.timeZone !== timeZone) continue;
    if (oldest === null || (result.first < oldest && day > oldest)) continue;
    const span = spanOf(result.window, result.first, timeZone);
    const value = valueIn(context, result, span, span.endsAt);
    if (value === resultValue(result)) continue;
    context.emit('kpi.result_corrected', {
      name: kpi.name,
      result: { ...result, correctedValue: value, correctedAt: context.now },
    });
  }
}

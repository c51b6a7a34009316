import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { behindAt, isReached, kpiValue, paceOf, standing } from './kpi.ts';
import { METRICS, metricValue } from './kpi-metrics.ts';
import { addMetricSums, type MetricSums, NO_SUMS, SUM_NAMES } from './kpi-sums.ts';
import {
  daysIn,
  elapsedShare,
  firstDay,
  KPI_WINDOWS,
  plusDays,
  shiftWindow,
  spanAt,
  spanOf,
} from './kpi-windows.ts';
import { DAY_MS, HOUR_MS } from './time.ts';

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'America/Sao_Paulo',
];
const instants = fc.integer({ min: Date.UTC(2010, 0, 1), max: Date.UTC(2035, 0, 1) });
const windows = fc.constantFrom(...KPI_WINDOWS);

describe('the windows of KPIs', () => {
  it('contain their instant, follow each other without gaps, and begin with their first day', () => {
    fc.assert(
      fc.property(instants, windows, fc.constantFrom(...ZONES), (at, window, zone) => {
        const span = spanAt(window, at, zone);
        expect(span.startsAt <= at && at < span.endsAt).toBe(true);
        const next = spanOf(window, shiftWindow(window, span.first, 1), zone);
        expect(next.startsAt).toBe(span.endsAt);
        expect(plusDays(span.last, 1)).toBe(next.first);
        expect(firstDay(window, span.last)).toBe(span.first);
        expect(shiftWindow(window, next.first, -1)).toBe(span.first);
      }),
    );
  });

  it('have the days of the calendar, whatever the clock does', () => {
    expect(spanOf('week', '2026-03-23', 'Europe/Berlin')).toMatchObject({
      last: '2026-03-29',
      endsAt: Date.UTC(2026, 2, 29, 22),
    });
    expect(daysIn(spanOf('month', '2024-02-01', 'UTC'))).toBe(29);
    expect(firstDay('week', '2026-11-22')).toBe('2026-11-16');
  });
});

const sums: fc.Arbitrary<MetricSums> = fc
  .array(fc.integer({ min: 0, max: 1e6 }), { minLength: SUM_NAMES.length, maxLength: SUM_NAMES.length })
  .map((values) => ({ ...NO_SUMS, ...Object.fromEntries(SUM_NAMES.map((name, n) => [name, values[n]])) }));

describe('metrics', () => {
  it('have values of sums alone, and none where there is nothing to divide by', () => {
    fc.assert(
      fc.property(fc.constantFrom(...METRICS), sums, sums, (metric, a, b) => {
        const value = metricValue(metric, addMetricSums(a, b));
        expect(value === null || Number.isFinite(value)).toBe(true);
        expect(metricValue(metric, addMetricSums(addMetricSums(a, b), b, -1))).toBe(metricValue(metric, a));
      }),
    );
    expect(metricValue('rating', NO_SUMS)).toBeNull();
    expect(metricValue('revenue', NO_SUMS)).toBe(0);
  });
});

const DAY = spanOf('day', '2026-01-05', 'UTC');
const noon = DAY.startsAt + DAY_MS / 2;
const total = {
  metric: 'revenue',
  aggregation: 'total',
  window: 'day',
  target: 1000,
  direction: 'at_least',
} as const;

describe('how a KPI does', () => {
  it('is judged at a linear pace, once a tenth of the window has passed', () => {
    expect(standing(total, 400, DAY, noon)).toMatchObject({ status: 'behind', expected: 500, pace: 0.8 });
    expect(standing(total, 500, DAY, noon)).toMatchObject({ status: 'on_pace', share: 0.5 });
    expect(standing(total, 0, DAY, DAY.startsAt + HOUR_MS)).toMatchObject({ status: 'early', pace: null });
    expect(standing(total, 1000, DAY, noon).status).toBe('reached');
    expect(standing(total, 999, DAY, DAY.endsAt).status).toBe('missed');
    expect(standing(total, null, DAY, noon).status).toBe('no_data');
  });

  it('has a mean right all the time, and a limit that is passed is missed for good', () => {
    const rating = {
      metric: 'rating',
      aggregation: 'total',
      window: 'day',
      target: 4,
      direction: 'at_least',
    } as const;
    expect(standing(rating, 4.5, DAY, noon)).toMatchObject({ status: 'on_pace', expected: 4 });
    const outs = {
      metric: 'stock_outs',
      aggregation: 'total',
      window: 'day',
      target: 3,
      direction: 'at_most',
    } as const;
    expect(standing(outs, 4, DAY, noon).status).toBe('missed');
    expect(standing({ ...outs, target: 0 }, 0, DAY, noon).status).toBe('on_pace');
    expect(isReached(rating, 4.5, false)).toBe(false);
    expect(isReached(rating, 4.5, true)).toBe(true);
    expect(isReached(outs, 0, false)).toBe(false);
  });

  it('is a mean of the days that have passed, and the total of a single day', () => {
    const week = spanOf('week', '2026-01-05', 'UTC');
    const daily = { ...total, aggregation: 'daily', window: 'week' } as const;
    const sold = (revenue: number): MetricSums[] => [{ ...NO_SUMS, paid: revenue }];
    // Sold evenly, at what was asked for each day, from the moment on which a pace is told.
    for (const hours of [17, 18, 24, 60, 168]) {
      const at = week.startsAt + hours * HOUR_MS;
      const value = kpiValue(daily, sold(Math.round((1000 * hours) / 24)), week, at);
      expect(value).toBe(1000);
      expect(standing(daily, value, week, Math.min(at, week.endsAt - 1)).status).toBe('on_pace');
    }
    const ofDay = { ...daily, window: 'day' } as const;
    expect(kpiValue(ofDay, sold(500), DAY, noon)).toBe(500);
    expect(standing(ofDay, 500, DAY, noon)).toMatchObject({ status: 'on_pace', expected: 500 });
  });

  it('falls behind at the very moment that is foretold', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 10, max: 95 }), (value, below) => {
        const at = behindAt(total, value, below, DAY);
        if (at === null || at >= DAY.endsAt) return;
        expect(standing(total, value, DAY, at).pace ?? 0).toBeLessThanOrEqual(below / 100 + 1e-9);
        const before = standing(total, value, DAY, at - 1).pace;
        if (before !== null) expect(before).toBeGreaterThan(below / 100 - 1e-6);
      }),
    );
    expect(elapsedShare(DAY, DAY.endsAt + 5)).toBe(1);
    expect(paceOf('at_most', 0, 10)).toBe(3);
  });
});

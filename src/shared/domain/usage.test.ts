import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, dayOf, HOUR_MS, MINUTE_MS } from './time.ts';
import {
  AGGREGATIONS,
  RECORD_AGE_MS,
  RECORD_AHEAD_MS,
  reachedThresholds,
  recordProblem,
  type UsageDay,
  unusedDay,
  usagePeriod,
  usedOf,
  withUsage,
} from './usage.ts';
import { firstCountedDay, limitDay, projectUsage } from './usage-projection.ts';

const ZONES = ['UTC', 'Europe/Berlin', 'America/Los_Angeles', 'Asia/Kathmandu', 'Australia/Lord_Howe'];

describe('the period of usage', () => {
  it('is the calendar month of the zone, also where clocks change in it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2029, 0, 1) }),
        fc.constantFrom(...ZONES),
        (at, zone) => {
          const period = usagePeriod(at, zone);
          expect(at >= period.from && at < period.to).toBe(true);
          expect(dayOf(period.from, zone)).toBe(`${period.key}-01`);
          expect(dayOf(period.from - 1, zone).slice(0, 7)).not.toBe(period.key);
          expect(dayOf(period.to - 1, zone)).toBe(period.days.at(-1));
          expect(usagePeriod(at, zone, 1).from).toBe(period.to);
          expect(usagePeriod(at, zone, -1).to).toBe(period.from);
        },
      ),
    );
    const march = usagePeriod(Date.UTC(2026, 2, 10), 'Europe/Berlin');
    expect(march.to - march.from).toBe(31 * DAY_MS - HOUR_MS);
  });
});

describe('what was used', () => {
  it('is the sum, the last or the highest of the records, in whatever order they come', () => {
    const record = fc.record({
      at: fc.integer({ min: 0, max: 9 * DAY_MS }),
      quantity: fc.integer({ min: 0, max: 1000 }),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(record, { selector: ({ at }) => at, minLength: 1, maxLength: 40 }),
        fc.infiniteStream(fc.nat()),
        (records, order) => {
          const days = new Map<string, UsageDay>();
          const shuffled = records
            .map((one) => ({ one, key: order.next().value }))
            .sort((a, b) => a.key - b.key);
          for (const { one } of shuffled) {
            const day = dayOf(one.at, 'UTC');
            days.set(day, withUsage(days.get(day) ?? unusedDay('x', day), one.quantity, one.at));
          }
          const all = [...days.values()];
          const newest = records.reduce((a, b) => (b.at > a.at ? b : a));
          expect(AGGREGATIONS.map((how) => usedOf(how, all))).toEqual([
            records.reduce((sum, { quantity }) => sum + quantity, 0),
            newest.quantity,
            Math.max(...records.map(({ quantity }) => quantity)),
          ]);
        },
      ),
    );
    expect(AGGREGATIONS.map((how) => usedOf(how, []))).toEqual([0, 0, 0]);
  });

  it('reaches thresholds exactly, and those of no limit never', () => {
    const meter = { quota: 1000, thresholds: [80, 90, 100] };
    expect(reachedThresholds(meter, 799)).toEqual([]);
    expect(reachedThresholds(meter, 800)).toEqual([80]);
    expect(reachedThresholds(meter, 5000)).toEqual([80, 90, 100]);
    expect(reachedThresholds({ ...meter, quota: null }, 5000)).toEqual([]);
  });

  it('takes no records from more than 35 days ago or five minutes ahead', () => {
    const now = Date.UTC(2026, 10, 22);
    expect(recordProblem(now - RECORD_AGE_MS, now)).toBeNull();
    expect(recordProblem(now - RECORD_AGE_MS - 1, now)).toBe('usage_old');
    expect(recordProblem(now + RECORD_AHEAD_MS, now)).toBeNull();
    expect(recordProblem(now + RECORD_AHEAD_MS + 1, now)).toBe('usage_ahead');
  });
});

describe('what is expected', () => {
  const period = usagePeriod(Date.UTC(2026, 10, 10), 'UTC');
  const daily = (values: readonly number[]): UsageDay[] =>
    values.map((value, i) =>
      withUsage(unusedDay('x', period.days[i] ?? ''), value, period.from + i * DAY_MS + MINUTE_MS),
    );
  const course = (values: readonly number[], day: number) => ({
    aggregation: 'sum' as const,
    period,
    days: daily(values),
    since: '2026-01-01',
    now: period.from + (day - 1) * DAY_MS,
  });

  it('is told from the third day on, and not once the month is over', () => {
    expect(projectUsage({ ...course([10, 10], 3), now: period.from + 2 * DAY_MS - 1 })).toEqual({
      known: false,
      reason: 'too_early',
    });
    expect(projectUsage(course([10, 10], 3))).toEqual({ known: true, value: 300, low: 300, high: 300 });
    expect(projectUsage({ ...course([10], 3), now: period.to })).toEqual({ known: false, reason: 'over' });
  });

  it('has a range from the spread of days, and never less than is used', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(500), { minLength: 2, maxLength: 29 }), (values) => {
        const of = course(values, values.length + 1);
        const found = projectUsage(of);
        if (!found.known) throw new Error(found.reason);
        const used = values.reduce((sum, value) => sum + value, 0);
        // Half a unit may round either way.
        expect(Math.abs(found.value - (used / values.length) * 30)).toBeLessThan(0.501);
        expect(found.low).toBeGreaterThanOrEqual(used);
        expect(found.low).toBeLessThanOrEqual(found.value);
        expect(found.high).toBeGreaterThanOrEqual(found.value);
      }),
    );
    expect(projectUsage(course([0, 20, 0, 20], 5))).toMatchObject({ value: 300, high: 300 + 207 });
  });

  it('names the day on which the limit is reached, or why there is none', () => {
    const at = (values: readonly number[], day: number, quota: number | null) =>
      limitDay(course(values, day), { quota });
    expect(at([10, 10, 10, 10], 5, 100)).toEqual({ at: period.from + 10 * DAY_MS, reason: null });
    expect(at([10, 10, 10, 10], 5, 40)).toEqual({ at: null, reason: 'reached' });
    expect(at([10, 10, 10, 10], 5, 300)).toEqual({ at: null, reason: 'not_this_period' });
    expect(at([10], 2, 100)).toEqual({ at: null, reason: 'too_early' });
    expect(at([0, 0, 0], 4, 100)).toEqual({ at: null, reason: 'unused' });
    expect(at([10], 9, null)).toEqual({ at: null, reason: 'no_limit' });
  });

  it('looks at nothing before the first day that was counted, nor at that one, which was not whole', () => {
    const values = [...Array.from({ length: 20 }, () => 0), 3, 10, 10];
    const begun = { ...course(values, 24), since: period.days[20] ?? '' };
    const counted = { ...begun, days: begun.days.slice(20) };
    expect(firstCountedDay(counted)).toBe(20);
    expect(projectUsage(counted)).toEqual({ known: true, value: 93, low: 93, high: 93 });
    expect(limitDay(counted, { quota: 43 })).toEqual({ at: period.from + 25 * DAY_MS, reason: null });
    const early = { ...counted, now: period.from + 21.5 * DAY_MS };
    expect(projectUsage(early)).toEqual({ known: false, reason: 'too_early' });
    expect(limitDay(early, { quota: 40 })).toEqual({ at: null, reason: 'too_early' });
    // A month before the first day has nothing to show.
    expect(firstCountedDay({ ...counted, since: '2026-12-03' })).toBe(30);
  });

  it('follows how a level has grown', () => {
    const of = { ...course([100, 110, 120, 130], 5), aggregation: 'max' as const };
    expect(projectUsage(of)).toMatchObject({ known: true, value: 130 + Math.round(7.5 * 26) });
    expect(projectUsage({ ...of, days: of.days.slice(3) })).toEqual({ known: false, reason: 'too_early' });
    const flat = { ...course([8], 5), aggregation: 'max' as const };
    // A day on which nobody looked has the level of the day before.
    expect(projectUsage(flat)).toEqual({ known: true, value: 8, low: 8, high: 8 });
    expect(limitDay(flat, { quota: 25 })).toEqual({ at: null, reason: 'not_this_period' });
  });
});

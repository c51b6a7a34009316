import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueSummaries, type Summary, SummaryName, summaryCsv, summaryPeriod } from './summaries.ts';
import { DAY_MS, dayOf, dayStart, HOUR_MS } from './time.ts';

const ZONE = 'Europe/Berlin';
const at = (text: string): number => Date.parse(text);
const choice = { daily: true, weekly: true, hour: 6, since: 0 };
const names = (now: number, more: Partial<typeof choice> = {}, written: readonly string[] = []): string[] =>
  dueSummaries({ ...choice, ...more }, now, ZONE, new Set(written)).map(({ name }) => name);

describe('the period of a summary', () => {
  it('is the last whole day, or the last week from Monday to Sunday', () => {
    // A Monday.
    const now = at('2026-11-23T07:00:00Z');
    expect(summaryPeriod('daily', now, ZONE)).toEqual({
      kind: 'daily',
      name: 'daily-2026-11-22',
      from: '2026-11-22',
      to: '2026-11-22',
      endsAt: dayStart('2026-11-23', ZONE),
    });
    expect(summaryPeriod('weekly', now, ZONE)).toMatchObject({ from: '2026-11-16', to: '2026-11-22' });
    expect(summaryPeriod('weekly', now - DAY_MS, ZONE)).toMatchObject({ from: '2026-11-09' });
  });

  it('follows on the one before it without a gap, also over both changes of the clock', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('daily' as const, 'weekly' as const),
        fc.integer({ min: at('2025-01-01T00:00:00Z'), max: at('2028-01-01T00:00:00Z') }),
        fc.constantFrom(ZONE, 'America/New_York', 'Asia/Kathmandu', 'Pacific/Chatham'),
        fc.nat(8),
        (kind, now, zone, back) => {
          const [last, before] = [back, back + 1].map((n) => summaryPeriod(kind, now, zone, n));
          expect(last?.endsAt).toBeLessThanOrEqual(now);
          expect(dayStart(last?.from ?? '', zone)).toBe(before?.endsAt);
          expect(SummaryName.parse(last?.name)).toBe(last?.name);
          if (back === 0 && kind === 'daily') expect(dayOf(last?.endsAt ?? 0, zone)).toBe(dayOf(now, zone));
        },
      ),
    );
  });
});

describe('what is due', () => {
  const monday = at('2026-11-23T05:00:00Z');

  it('is written from its hour on, and once', () => {
    const since = monday - 2 * HOUR_MS;
    expect(names(monday - 1, { since })).toEqual([]);
    expect(names(monday, { since })).toEqual(['daily-2026-11-22', 'weekly-2026-11-16']);
    expect(names(monday, { since, weekly: false })).toEqual(['daily-2026-11-22']);
    expect(names(monday, { since }, ['daily-2026-11-22', 'weekly-2026-11-16'])).toEqual([]);
    // Late in the day it is not too late.
    expect(names(monday + 15 * HOUR_MS, { since, weekly: false })).toEqual(['daily-2026-11-22']);
  });

  it('begins with the period before it was wanted, and makes up for a week of days and four weeks', () => {
    const later = monday + 60 * DAY_MS;
    expect(names(later, { since: later })).toHaveLength(2);
    const made = names(later, { since: monday });
    expect(made.filter((name) => name.startsWith('daily'))).toHaveLength(7);
    expect(made.filter((name) => name.startsWith('weekly'))).toHaveLength(4);
    expect(made.slice(0, 7)).toEqual([...made.slice(0, 7)].sort());
    expect(names(monday + 2 * DAY_MS, { since: monday, weekly: false })).toEqual([
      'daily-2026-11-22',
      'daily-2026-11-23',
      'daily-2026-11-24',
    ]);
  });

  it('is nothing while the clock stands before the choice, or nothing is wanted', () => {
    expect(names(monday, { daily: false, weekly: false })).toEqual([]);
    expect(names(monday, { since: monday + 400 * DAY_MS, weekly: false })).toEqual(['daily-2026-11-22']);
  });
});

describe('the file of a summary', () => {
  it('has a line for each figure and each part, amounts in major units, and no formulas', () => {
    const line = { revenue: 1250, previous: 1000, count: 3 };
    const summary: Summary = {
      period: summaryPeriod('daily', at('2026-11-23T07:00:00Z'), ZONE),
      currency: 'EUR',
      timeZone: ZONE,
      asOf: null,
      figures: [
        { name: 'revenue', unit: 'money', value: 1250, previous: null },
        { name: 'refundRate', unit: 'share', value: 0.125, previous: 0 },
      ],
      otherRevenue: { JPY: 900 },
      course: [{ at: at('2026-11-21T23:00:00Z'), revenue: 1250, orders: 3 }],
      products: [{ key: 'TEA', name: '=Tea, green', ...line }],
      locations: [{ key: '', name: '', ...line }],
      methods: [],
    };
    expect(summaryCsv(summary).split('\r\n')).toEqual([
      'section,key,name,value,previous,unit,count',
      'period,daily,2026-11-22/2026-11-22,,,Europe/Berlin,',
      'figure,revenue,,12.50,,EUR,',
      'figure,refundRate,,0.125,0,share,',
      'figure,revenue,,900,,JPY,',
      'course,2026-11-21T23:00:00.000Z,,12.50,,EUR,3',
      'product,TEA,"\'=Tea, green",12.50,10.00,EUR,3',
      'location,,,12.50,10.00,EUR,3',
      '',
    ]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { laterTimes } from './later.ts';
import { DAY_MS } from './time.ts';

const at = (text: string): number => Date.parse(text);
const inZone = (time: number, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit' }).format(
    time,
  );

describe('the usual times to come back to something', () => {
  it('are those of the shop’s zone, also when the clock changes over night', () => {
    // The night before the clocks go forward in Berlin.
    const { hour, tomorrow, nextWeek } = laterTimes(at('2026-03-28T23:30:00+01:00'), 'Europe/Berlin');
    expect(hour).toBe(at('2026-03-29T00:30:00+01:00'));
    expect(tomorrow).toBe(at('2026-03-29T09:00:00+02:00'));
    expect(nextWeek).toBe(at('2026-03-30T09:00:00+02:00'));
  });

  it('are in a week on a Monday', () => {
    expect(laterTimes(at('2026-03-30T08:00:00Z'), 'UTC').nextWeek).toBe(at('2026-04-06T09:00:00Z'));
  });

  it('are later than now, at nine and on a Monday, anywhere and at any time', () => {
    const zones = fc.constantFrom(
      'UTC',
      'Europe/Berlin',
      'America/New_York',
      'Asia/Kathmandu',
      'Australia/Lord_Howe',
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), zones, (now, zone) => {
        const { tomorrow, nextWeek } = laterTimes(now, zone);
        expect(inZone(tomorrow, zone)).toMatch(/09:00$/);
        expect(inZone(nextWeek, zone)).toBe('Mon 09:00');
        expect(tomorrow).toBeGreaterThan(now);
        expect(nextWeek).toBeGreaterThan(now);
        expect(nextWeek - now).toBeLessThan(8 * DAY_MS);
      }),
      { numRuns: 200 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarDaysBefore, daysUntilExpiry } from './expiry.ts';
import { DAY_MS, HOUR_MS } from './time.ts';

const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'] as const;
const zone = fc.constantFrom(...ZONES);
const instant = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2030, 0, 1) });
const days = fc.integer({ min: 0, max: 400 });

describe('the days until something expires', () => {
  it('are at most a number of days from exactly that many calendar days before on', () => {
    fc.assert(
      fc.property(instant, days, zone, (expiresAt, n, timeZone) => {
        const from = calendarDaysBefore(expiresAt, n, timeZone);
        expect(daysUntilExpiry(expiresAt, from, timeZone)).toBeLessThanOrEqual(n);
        expect(daysUntilExpiry(expiresAt, from - 1, timeZone)).toBeGreaterThan(n);
        // A change of the clock is no more than an hour.
        expect(Math.abs(expiresAt - from - n * DAY_MS)).toBeLessThanOrEqual(HOUR_MS);
      }),
    );
  });

  it('never rise while time passes', () => {
    fc.assert(
      fc.property(
        instant,
        fc.array(fc.nat(90 * DAY_MS), { maxLength: 20 }),
        zone,
        (expiresAt, left, timeZone) => {
          const seen = left
            .sort((a, b) => b - a)
            .map((ms) => daysUntilExpiry(expiresAt, expiresAt - ms, timeZone));
          expect(seen).toEqual(seen.toSorted((a, b) => b - a));
        },
      ),
    );
  });

  it('count by the calendar when the clock is set', () => {
    // In Berlin, the night to 29 March 2026 has an hour less and the one to 25 October one more.
    const spring = Date.UTC(2026, 2, 29, 22);
    expect(calendarDaysBefore(spring, 1, 'Europe/Berlin')).toBe(spring - 23 * HOUR_MS);
    const autumn = Date.UTC(2026, 9, 25, 23);
    expect(calendarDaysBefore(autumn, 1, 'Europe/Berlin')).toBe(autumn - 25 * HOUR_MS);
    expect(daysUntilExpiry(autumn, autumn - 25 * HOUR_MS, 'Europe/Berlin')).toBe(1);
    expect(daysUntilExpiry(autumn, autumn - 25 * HOUR_MS - 1, 'Europe/Berlin')).toBe(2);
    expect(daysUntilExpiry(autumn, autumn, 'Europe/Berlin')).toBe(0);
  });
});

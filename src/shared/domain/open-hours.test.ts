import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterOpenTime, type OpenHours } from './open-hours.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './time.ts';

const SHOP: OpenHours = { opensAt: 9 * 60, closesAt: 18 * 60, openDays: 0b0111111 };
const at = (text: string): number => Date.parse(text);

describe('opening time', () => {
  it('passes while the shop is open, and on no other day or hour', () => {
    // A Friday in winter, one hour ahead of UTC.
    expect(afterOpenTime(at('2026-01-09T10:00+01:00'), 2 * HOUR_MS, SHOP, 'Europe/Berlin')).toBe(
      at('2026-01-09T12:00+01:00'),
    );
    // Friday evening: the rest passes on Saturday.
    expect(afterOpenTime(at('2026-01-09T17:00+01:00'), 4 * HOUR_MS, SHOP, 'Europe/Berlin')).toBe(
      at('2026-01-10T12:00+01:00'),
    );
    // Saturday evening: the shop is closed on Sunday.
    expect(afterOpenTime(at('2026-01-10T20:00+01:00'), HOUR_MS, SHOP, 'Europe/Berlin')).toBe(
      at('2026-01-12T10:00+01:00'),
    );
  });

  it('follows the clock of the shop over a change of it', () => {
    // The clock goes forward in the night to Sunday, 29 March 2026.
    const daily = { ...SHOP, openDays: 127 };
    expect(afterOpenTime(at('2026-03-28T17:00+01:00'), 2 * HOUR_MS, daily, 'Europe/Berlin')).toBe(
      at('2026-03-29T10:00+02:00'),
    );
  });

  it('reaches past midnight, and lasts all day where opening and closing are equal', () => {
    const bar = { opensAt: 20 * 60, closesAt: 4 * 60, openDays: 127 };
    expect(afterOpenTime(at('2026-01-09T23:00Z'), 6 * HOUR_MS, bar, 'UTC')).toBe(at('2026-01-10T21:00Z'));
    const always = { opensAt: 0, closesAt: 0, openDays: 127 };
    expect(afterOpenTime(123_456, 50 * HOUR_MS, always, 'Europe/Berlin')).toBe(123_456 + 50 * HOUR_MS);
  });

  it('ends where it would take longer than a year', () => {
    const rare = { opensAt: 0, closesAt: 1, openDays: 1 };
    expect(afterOpenTime(0, 7 * DAY_MS, rare, 'UTC')).toBeNull();
  });

  const hours = fc
    .tuple(
      fc.integer({ min: 0, max: 1440 }),
      fc.integer({ min: 0, max: 1440 }),
      fc.integer({ min: 1, max: 127 }),
    )
    .map(([opensAt, closesAt, openDays]) => ({ opensAt, closesAt, openDays }));

  it('never passes faster than time, and adds up', () => {
    fc.assert(
      fc.property(
        hours,
        fc.integer({ min: at('2026-01-01'), max: at('2026-12-31') }),
        fc.integer({ min: 1, max: 600 }),
        fc.integer({ min: 1, max: 600 }),
        fc.constantFrom('UTC', 'Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe'),
        (open, since, first, second, zone) => {
          const half = afterOpenTime(since, first * MINUTE_MS, open, zone);
          const whole = afterOpenTime(since, (first + second) * MINUTE_MS, open, zone);
          if (half === null || whole === null) return;
          expect(half).toBeGreaterThanOrEqual(since + first * MINUTE_MS);
          expect(whole).toBeGreaterThan(half);
          expect(afterOpenTime(half, second * MINUTE_MS, open, zone)).toBe(whole);
        },
      ),
      { numRuns: 60 },
    );
  });
});

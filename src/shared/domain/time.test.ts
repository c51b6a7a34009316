import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bucketer,
  bucketStart,
  DAY_MS,
  HOUR_MS,
  isTimeZone,
  startOfDay,
  WINDOW_SPEC,
  WINDOWS,
  zoneOffsetMs,
} from './time.ts';

/**
 * Zones with half hours, changes at midnight (Beirut, Asuncion, Havana), far east and far west, and Lord Howe, which
 * moves by half an hour.
 */
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Asia/Beirut',
  'America/Asuncion',
  'America/Havana',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'Africa/Casablanca',
];
const zone = fc.constantFrom(...ZONES);
const instant = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2035, 0, 1) });

const formats = new Map(
  ZONES.map((timeZone) => [timeZone, new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' })]),
);

/** The calendar day of an instant, by Intl alone. */
function dayOf(at: number, timeZone: string): string | undefined {
  return formats.get(timeZone)?.format(at);
}

describe('startOfDay', () => {
  it('is the first instant of the calendar day, in every zone and at every hour', () => {
    fc.assert(
      fc.property(instant, zone, (at, timeZone) => {
        const start = startOfDay(at, timeZone);
        expect(start).toBeLessThanOrEqual(at);
        expect(dayOf(start, timeZone)).toBe(dayOf(at, timeZone));
        expect(dayOf(start - 1, timeZone)).not.toBe(dayOf(at, timeZone));
      }),
      { numRuns: 500 },
    );
  });

  it('is correct in every hour around each clock change', () => {
    for (const timeZone of ZONES) {
      for (let at = Date.UTC(2023, 0, 1); at < Date.UTC(2024, 0, 1); at += DAY_MS) {
        if (zoneOffsetMs(at - DAY_MS, timeZone) === zoneOffsetMs(at, timeZone)) continue;
        for (let near = at - 50 * HOUR_MS; near <= at + 26 * HOUR_MS; near += HOUR_MS / 2) {
          const start = startOfDay(near, timeZone);
          expect(dayOf(start, timeZone), `${timeZone} ${new Date(near).toISOString()}`).toBe(
            dayOf(near, timeZone),
          );
          expect(dayOf(start - 1, timeZone), `${timeZone} ${new Date(near).toISOString()}`).not.toBe(
            dayOf(near, timeZone),
          );
        }
      }
    }
  });

  it('gives days of 23 and 25 hours when the clocks change', () => {
    const length = (year: number, month: number, day: number): number => {
      const start = startOfDay(Date.UTC(year, month, day, 12), 'Europe/Berlin');
      return (startOfDay(start + 36 * HOUR_MS, 'Europe/Berlin') - start) / HOUR_MS;
    };
    expect(length(2024, 2, 31)).toBe(23);
    expect(length(2024, 9, 27)).toBe(25);
    expect(length(2024, 5, 1)).toBe(24);
  });
});

describe('buckets', () => {
  const grain = fc.constantFrom('minute' as const, 'hour' as const, 'day' as const);

  it('contain their instant, and the start of a start is itself', () => {
    fc.assert(
      fc.property(instant, zone, grain, (at, timeZone, size) => {
        const start = bucketStart(at, size, timeZone);
        expect(start).toBeLessThanOrEqual(at);
        expect(at - start).toBeLessThan(25.5 * HOUR_MS);
        expect(bucketStart(start, size, timeZone)).toBe(start);
      }),
      { numRuns: 500 },
    );
  });

  it('are the same from a bucketer, for instants in any order', () => {
    fc.assert(
      fc.property(
        zone,
        fc.array(fc.tuple(instant, fc.integer({ min: -40, max: 40 })), { minLength: 1, maxLength: 20 }),
        (timeZone, jumps) => {
          const bucket = bucketer(timeZone);
          for (const [at, hours] of jumps) {
            for (const near of [at, at + hours * HOUR_MS, at + 1])
              expect(bucket(near, 'day')).toBe(startOfDay(near, timeZone));
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('are at most 168 in a window', () => {
    for (const window of WINDOWS) {
      const { lengthMs, grain: size } = WINDOW_SPEC[window];
      expect(lengthMs / { minute: 60_000, hour: HOUR_MS, day: DAY_MS }[size]).toBeLessThanOrEqual(168);
    }
  });
});

describe('zones', () => {
  it('are validated', () => {
    expect(ZONES.every(isTimeZone)).toBe(true);
    expect(isTimeZone('Europe/Atlantis')).toBe(false);
  });

  it('have the right offsets', () => {
    expect(zoneOffsetMs(Date.UTC(2024, 6, 1), 'Europe/Berlin')).toBe(2 * HOUR_MS);
    expect(zoneOffsetMs(Date.UTC(2024, 0, 1), 'Asia/Kathmandu')).toBe(5.75 * HOUR_MS);
    expect(() => zoneOffsetMs(0, 'Europe/Atlantis')).toThrow(RangeError);
  });
});

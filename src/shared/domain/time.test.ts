import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bucketEdges,
  bucketStart,
  dayOf as calendarDayOf,
  DAY_MS,
  dayStart,
  daysPeriod,
  HOUR_MS,
  isSameZone,
  isTimeZone,
  MAX_DAYS,
  MINUTE_MS,
  nextBucket,
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

  it('follow each other without a gap, on the clock of their zone', () => {
    fc.assert(
      fc.property(instant, zone, grain, fc.integer({ min: 1, max: 200 }), (at, timeZone, size, buckets) => {
        const length = { minute: MINUTE_MS, hour: HOUR_MS, day: DAY_MS }[size];
        const from = Math.floor(at / MINUTE_MS) * MINUTE_MS;
        const edges = bucketEdges(from, from + buckets * length, size, timeZone);
        expect(edges[0]).toBe(from);
        expect(edges.at(-1)).toBe(from + buckets * length);
        edges.slice(1).forEach((edge, i) => {
          const start = edges[i] ?? 0;
          expect(edge).toBeGreaterThan(start);
          expect(edge % MINUTE_MS).toBe(0);
          // What is between two edges is in one bucket, and the next edge begins another.
          expect(bucketStart(edge - 1, size, timeZone)).toBe(bucketStart(start, size, timeZone));
          if (i + 2 < edges.length) expect(bucketStart(edge, size, timeZone)).toBe(edge);
        });
        expect(edges.length).toBeLessThan(buckets + 30);
      }),
      { numRuns: 150 },
    );
  });

  it('are not left out where the clock changes a minute after midnight', () => {
    const midnight = Date.UTC(2004, 3, 4, 3, 30);
    const next = nextBucket(midnight, 'hour', 'America/St_Johns');
    expect(next).toBe(midnight + MINUTE_MS);
    expect(nextBucket(next, 'hour', 'America/St_Johns')).toBe(midnight + HOUR_MS);
  });

  it('of hours begin at the full hours of their zone', () => {
    const at = Date.UTC(2026, 0, 5, 10, 20);
    expect(bucketStart(at, 'hour', 'Asia/Kathmandu')).toBe(Date.UTC(2026, 0, 5, 10, 15));
    expect(bucketStart(at, 'hour', 'Europe/Berlin')).toBe(Date.UTC(2026, 0, 5, 10));
    // Lord Howe goes back by half an hour at 02:00: the second 01:30 begins a bucket of its own.
    const back = Date.UTC(2026, 3, 4, 15);
    expect(bucketStart(back + 10 * MINUTE_MS, 'hour', 'Australia/Lord_Howe')).toBe(back);
    expect(nextBucket(back, 'hour', 'Australia/Lord_Howe')).toBe(back + 30 * MINUTE_MS);
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
    expect(isSameZone('Asia/Katmandu', 'Asia/Kathmandu')).toBe(true);
    expect(isSameZone('Asia/Kolkata', 'Asia/Kathmandu')).toBe(false);
  });

  it('have the right offsets', () => {
    expect(zoneOffsetMs(Date.UTC(2024, 6, 1), 'Europe/Berlin')).toBe(2 * HOUR_MS);
    expect(zoneOffsetMs(Date.UTC(2024, 0, 1), 'Asia/Kathmandu')).toBe(5.75 * HOUR_MS);
    expect(() => zoneOffsetMs(0, 'Europe/Atlantis')).toThrow(RangeError);
  });
});

describe('days', () => {
  it('are found by their date in every zone', () => {
    fc.assert(
      fc.property(instant, zone, (at, timeZone) => {
        const day = calendarDayOf(at, timeZone);
        expect(day).toBe(dayOf(at, timeZone));
        expect(dayStart(day, timeZone)).toBe(startOfDay(at, timeZone));
      }),
      { numRuns: 500 },
    );
  });

  it('make a period of whole days, in either order and no longer than allowed', () => {
    const zone_ = 'America/Los_Angeles';
    const period = daysPeriod({ from: '2026-03-09', to: '2026-03-07' }, zone_);
    expect(period).toEqual({ from: Date.UTC(2026, 2, 7, 8), to: Date.UTC(2026, 2, 10, 7), grain: 'hour' });
    const long = daysPeriod({ from: '2020-01-01', to: '2026-06-30' }, zone_);
    expect(long).toMatchObject({ from: dayStart('2026-06-01', zone_), grain: 'day' });
    expect(MAX_DAYS).toBe(30);
  });
});

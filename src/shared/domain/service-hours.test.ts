import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ALWAYS_OPEN,
  afterBusinessTime,
  type BusinessHours,
  businessTimeBetween,
  type DayHours,
  OFFICE_HOURS,
} from './service-hours.ts';
import { DAY_MS, dayOf, dayStart, HOUR_MS, MINUTE_MS, zoneOffsetMs } from './time.ts';

const QUARTER_MS = 15 * MINUTE_MS;

/** A zone, and a day near a change of its clock. */
const PLACES = [
  { timeZone: 'UTC', near: '2026-06-10' },
  { timeZone: 'Europe/Berlin', near: '2026-03-29' },
  { timeZone: 'Europe/Berlin', near: '2026-10-25' },
  { timeZone: 'America/New_York', near: '2026-03-08' },
  { timeZone: 'America/New_York', near: '2026-11-01' },
  // Midnight is skipped, or comes twice.
  { timeZone: 'America/Sao_Paulo', near: '2018-11-04' },
  { timeZone: 'America/Havana', near: '2026-11-01' },
  { timeZone: 'Australia/Lord_Howe', near: '2026-04-05' },
  { timeZone: 'Asia/Kathmandu', near: '2026-06-10' },
] as const;

const dayHours = fc
  .tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 1440 }))
  .map(([a, b]): DayHours => (a < b ? { opensAt: a, closesAt: b } : { opensAt: b - 1, closesAt: a + 1 }));

const setting = fc.record({
  place: fc.constantFrom(...PLACES),
  hours: fc.array(fc.option(dayHours, { freq: 4 }), { minLength: 7, maxLength: 7 }),
  closed: fc.array(fc.integer({ min: -2, max: 3 }), { maxLength: 2 }),
  startMinute: fc.integer({ min: 0, max: 2 * 1440 }),
  minutes: fc.integer({ min: 0, max: 2 * 1440 }),
});

const plus = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T12:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

function hoursOf({
  place,
  hours,
  closed,
}: typeof setting extends fc.Arbitrary<infer T> ? T : never): BusinessHours {
  const holidays = closed.map((n) => ({ day: plus(place.near, n), name: '' }));
  return { hours, holidays, timeZone: place.timeZone };
}

const offsets = new Map<string, number>();

/** The offset of a zone, looked up once for each quarter of an hour: within one, no clock here is changed. */
function offsetAt(at: number, timeZone: string): number {
  const key = `${timeZone} ${Math.floor(at / QUARTER_MS)}`;
  const found = offsets.get(key) ?? zoneOffsetMs(at, timeZone);
  offsets.set(key, found);
  return found;
}

/**
 * Minute by minute, by the clock on the wall: a day opens when its clock first shows the opening time or a later one, and closes
 * when it first shows the closing time or a later one.
 */
function openMinutes(from: number, to: number, { hours, holidays, timeZone }: BusinessHours): number[] {
  const open: number[] = [];
  let day = '';
  let latest = -1;
  for (let at = dayStart(dayOf(from, timeZone), timeZone); at < to; at += MINUTE_MS) {
    const wall = at + offsetAt(at, timeZone);
    const today = new Date(wall).toISOString().slice(0, 10);
    if (today !== day) [day, latest] = [today, -1];
    latest = Math.max(latest, Math.floor((wall % DAY_MS) / MINUTE_MS));
    const weekday = (new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7;
    const of = holidays.some((holiday) => holiday.day === day) ? null : (hours[weekday] ?? null);
    if (of && latest >= of.opensAt && latest < of.closesAt && at >= from) open.push(at);
  }
  return open;
}

describe('business time', () => {
  it('is the minutes at which the clock on the wall shows opening hours', () => {
    fc.assert(
      fc.property(setting, (made) => {
        const hours = hoursOf(made);
        const from = dayStart(plus(made.place.near, -1), hours.timeZone) + made.startMinute * MINUTE_MS;
        const to = from + made.minutes * MINUTE_MS;
        expect(businessTimeBetween(from, to, hours)).toBe(openMinutes(from, to, hours).length * MINUTE_MS);
      }),
      { numRuns: 40 },
    );
  });

  it('has passed first at the end of the last minute that was needed', () => {
    fc.assert(
      fc.property(setting, fc.integer({ min: 1, max: 1000 }), (made, target) => {
        const hours = hoursOf(made);
        const from = dayStart(plus(made.place.near, -1), hours.timeZone) + made.startMinute * MINUTE_MS;
        const last = openMinutes(from, from + 3 * DAY_MS, hours)[target - 1];
        const due = afterBusinessTime(from, target * MINUTE_MS, hours);
        if (last !== undefined) expect(due).toBe(last + MINUTE_MS);
        else if (due !== null) expect(due).toBeGreaterThan(from + 3 * DAY_MS);
      }),
      { numRuns: 40 },
    );
  });

  it('goes both ways, to the millisecond', () => {
    fc.assert(
      fc.property(setting, fc.integer({ min: 1, max: 4 * HOUR_MS }), fc.nat(60_000), (made, target, ms) => {
        const hours = hoursOf(made);
        const from = dayStart(made.place.near, hours.timeZone) + made.startMinute * MINUTE_MS + ms;
        const due = afterBusinessTime(from, target, hours);
        if (due === null) return;
        expect(businessTimeBetween(from, due, hours)).toBe(target);
        expect(businessTimeBetween(from, due - 1, hours)).toBe(target - 1);
      }),
      { numRuns: 100 },
    );
  });

  it('is all time where it never closes, and never passes where it never opens', () => {
    const always = { hours: ALWAYS_OPEN, holidays: [], timeZone: 'Europe/Berlin' };
    const from = Date.parse('2026-03-28T12:00:00Z');
    expect(businessTimeBetween(from, from + 3 * DAY_MS + 7, always)).toBe(3 * DAY_MS + 7);
    expect(afterBusinessTime(from, 5 * DAY_MS, always)).toBe(from + 5 * DAY_MS);
    const never = { ...always, hours: OFFICE_HOURS.map(() => null) };
    expect(afterBusinessTime(from, 1, never)).toBeNull();
    expect(afterBusinessTime(from, 0, never)).toBe(from);
    expect(businessTimeBetween(from, from + DAY_MS, never)).toBe(0);
  });
});

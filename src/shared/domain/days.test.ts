import { describe, expect, it } from 'vitest';
import { startOfCalendarDay } from './days.ts';

describe('startOfCalendarDay', () => {
  it('begins a day where its zone does', () => {
    expect(startOfCalendarDay('2026-03-10', 'UTC')).toBe(Date.UTC(2026, 2, 10));
    expect(startOfCalendarDay('2026-03-10', 'Asia/Kathmandu')).toBe(Date.UTC(2026, 2, 9, 18, 15));
    expect(startOfCalendarDay('2026-03-10', 'America/Los_Angeles')).toBe(Date.UTC(2026, 2, 10, 7));
    expect(startOfCalendarDay('2026-03-10', 'Pacific/Kiritimati')).toBe(Date.UTC(2026, 2, 9, 10));
  });

  it('counts days across changes of the clock and the ends of months', () => {
    const hours = (day: string): number =>
      (startOfCalendarDay(day, 'Europe/Berlin', 1) - startOfCalendarDay(day, 'Europe/Berlin')) / 3_600_000;
    expect(hours('2026-03-29')).toBe(23);
    expect(hours('2026-10-25')).toBe(25);
    expect(startOfCalendarDay('2026-02-28', 'UTC', 1)).toBe(Date.UTC(2026, 2, 1));
  });
});

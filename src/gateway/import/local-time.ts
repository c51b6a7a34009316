import { zoneOffsetMs } from '#shared/domain/time.ts';

/** A wall-clock time; months count from 1. */
export interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

/**
 * Returns the instant (ms since epoch) of a local time in a zone; null if the calendar has no such date. A time skipped by a
 * daylight-saving change is read with the offset before the change; of a time that occurs twice, the first is taken.
 */
export function localToUtc(local: LocalTime, timeZone: string): number | null {
  const { year, month, day, hour, minute } = local;
  if (year < 1970 || year > 9999 || month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59)
    return null;
  const wall = Date.UTC(year, month - 1, day, hour, minute);
  if (new Date(wall).getUTCDate() !== day) return null;
  const before = zoneOffsetMs(wall - 86_400_000, timeZone);
  const after = zoneOffsetMs(wall + 86_400_000, timeZone);
  for (const offset of [before, after]) {
    if (zoneOffsetMs(wall - offset, timeZone) === offset) return Math.max(0, wall - offset);
  }
  return Math.max(0, wall - before);
}

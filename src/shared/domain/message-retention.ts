import { z } from 'zod';
import { Seq, Timestamp } from './ids.ts';
import { CalendarDay, DAY_MS, HOUR_MS } from './time.ts';

/** The most messages that are deleted at a time, in one transaction. */
export const MAX_EXPIRED = 500;

/** How long messages are kept, days; 0 for ever. */
export const MessageRetentionDays = z.int().min(0).max(36_500);

/** A message's place by time. Everything up to it is deleted. */
export const ExpiredUpTo = z.object({ at: Timestamp, seq: Seq });
export type ExpiredUpTo = z.infer<typeof ExpiredUpTo>;

/** Returns the time before which messages are past their retention, ms; null if they are kept for ever. */
export function expiredBefore(days: number, now: number): number | null {
  return days === 0 ? null : now - days * DAY_MS;
}

/**
 * Returns what the gateway deletes now: nothing before the oldest message is due, and then also what is due within the hour, so
 * that nothing is kept for too long and busy shops do not delete messages one by one. null if nothing is due.
 */
export function deletedBefore(days: number, now: number, oldest: number | null): number | null {
  const before = expiredBefore(days, now);
  return before === null || oldest === null || oldest >= before ? null : before + HOUR_MS;
}

/** Returns when the oldest message is due, ms; null if none ever is. A message is due when it is older than the retention. */
export function nextExpiry(days: number, oldest: number | null): number | null {
  return days === 0 || oldest === null ? null : oldest + days * DAY_MS + 1;
}

/** For how many days, today included, it is kept what was deleted. */
export const RETENTION_REPORT_DAYS = 30;

/** What was deleted on a day of the workspace, without what it said. `at` is the last deletion of the day, ms. */
export const RetentionRun = z.object({
  day: CalendarDay,
  at: Timestamp,
  /** Messages of conversations, those of them that had files, and messages in rooms. */
  messages: z.int().min(0),
  withFiles: z.int().min(0),
  roomMessages: z.int().min(0),
});
export type RetentionRun = z.infer<typeof RetentionRun>;

/** What retention has deleted lately, the newest day first. */
export const RetentionReport = z.object({
  days: MessageRetentionDays,
  runs: z.array(RetentionRun).max(RETENTION_REPORT_DAYS),
});
export type RetentionReport = z.infer<typeof RetentionReport>;

import { z } from 'zod';
import { Seq, Timestamp } from './ids.ts';
import { DAY_MS, HOUR_MS } from './time.ts';

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

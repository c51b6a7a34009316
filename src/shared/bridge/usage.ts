import { z } from 'zod';
import { Timestamp } from '../domain/ids.ts';
import { CalendarDay } from '../domain/time.ts';
import { MAX_METERS, Meter } from '../domain/usage.ts';
import { Provenance, read } from './contract.ts';

/** What is expected at the end of the period, with a range, or why nothing is. */
const Projection = z.discriminatedUnion('known', [
  z.object({ known: z.literal(true), value: z.int(), low: z.int(), high: z.int() }),
  z.object({ known: z.literal(false), reason: z.enum(['too_early', 'over']) }),
]);

/** When the limit is reached at the present pace, or why that is not told. */
const LimitDay = z.union([
  z.object({ at: Timestamp, reason: z.null() }),
  z.object({
    at: z.null(),
    reason: z.enum(['no_limit', 'reached', 'too_early', 'not_this_period', 'unused']),
  }),
]);

/** A meter in a period: what was used, by day too, and what is expected. */
const MeterUsage = z.object({
  meter: Meter,
  used: z.int().min(0),
  /** The days of the period up to today from the first that is counted, oldest first; days without usage are zero. */
  days: z.array(z.object({ day: CalendarDay, value: z.int().min(0) })).max(31),
  projection: Projection,
  limitDay: LimitDay,
  /** The thresholds that were reached in the period, per cent, with when. */
  reached: z.array(z.object({ percent: z.int(), at: Timestamp })).max(50),
  /** A change of the meter is still to be sent or decided. */
  pending: z.boolean(),
});
export type MeterUsage = z.infer<typeof MeterUsage>;

/** Reads of usage. They work offline. */
export const usageMethods = {
  /** The usage of a month of the workspace's calendar: `back` months ago, 0 is the current one. */
  'usage.overview': read(
    'usage:read',
    z.strictObject({ back: z.int().min(0).max(12) }),
    z.object({
      period: z.string().length(7),
      from: Timestamp,
      to: Timestamp,
      timeZone: z.string().max(64),
      meters: z.array(MeterUsage).max(MAX_METERS),
      asOf: Provenance,
    }),
  ),
} as const;

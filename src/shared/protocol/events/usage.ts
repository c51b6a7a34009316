import { z } from 'zod';
import { CalendarDay } from '../../domain/time.ts';
import { CountedUpTo, MAX_METERS, Meter, UsageDay, UsageRecord, UsageThreshold } from '../../domain/usage.ts';
import { meterRow, usageDayRow, usageThresholdRow } from '../../rows/usage.ts';
import { channel } from './define.ts';

/** What the workspace uses. Events carry whole days, which replace those with the same key. */
export const usage = channel({
  name: 'usage',
  permissions: { 'usage:read': 'manager', 'usage:write': 'manager', 'usage:record': 'manager' },
  readPermission: 'usage:read',
  rows: [meterRow, usageDayRow, usageThresholdRow],
  events: {
    'usage.meter_set': z.object({ meter: Meter }),
    /** What the gateway has counted itself, and up to where. */
    'usage.counted': z.object({ days: z.array(UsageDay).max(4 * MAX_METERS), upTo: CountedUpTo }),
    /** A record of another program, and the day with it. */
    'usage.recorded': z.object({ record: UsageRecord, day: UsageDay }),
    /** `told`: people are told; where several are reached at once, only of the highest. */
    'usage.threshold_reached': z.object({
      threshold: UsageThreshold,
      told: z.boolean(),
      name: z.string().max(80),
    }),
    /** Deletes the days before one, at both ends. */
    'usage.trimmed': z.object({ before: CalendarDay }),
  },
});

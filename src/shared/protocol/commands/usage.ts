import { z } from 'zod';
import { Meter, UsageRecord } from '../../domain/usage.ts';
import { command } from './define.ts';

const { key, name, unit, aggregation, quota, thresholds, version } = Meter.shape;

/** Commands on usage. */
export const usageCommands = {
  /**
   * Sets a meter's limit and thresholds, and of one that other programs record for also name, unit and aggregation. `seen` is the
   * version that the change was made on, null for a new meter.
   */
  'usage.set_meter': command({
    input: z.strictObject({ key, name, unit, aggregation, quota, thresholds, seen: version.nullable() }),
    output: z.object({ version }),
    permission: 'usage:write',
    subject: (data) => `meter:${data.key}`,
  }),
  /** Records usage. A record with an id that was seen in the last 35 days changes nothing. */
  'usage.record': command({
    input: UsageRecord,
    output: z.object({ counted: z.boolean() }),
    permission: 'usage:record',
    subject: (data) => `meter:${data.meter}`,
  }),
} as const;

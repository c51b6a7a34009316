import { z } from 'zod';
import { Timestamp } from '../domain/ids.ts';
import { MAX_GROUPS, REPORT_GROUPS, ReportFigures } from '../domain/reports.ts';
import { CalendarDay } from '../domain/time.ts';
import { Provenance, read } from './contract.ts';

/** Reads of reports. They work offline. */
export const reportsMethods = {
  /** The figures of the days from the first to the last, in the workspace's time zone. Longer periods are cut at their beginning. */
  'reports.report': read(
    'reports:read',
    z.strictObject({ from: CalendarDay, to: CalendarDay, group: z.enum(REPORT_GROUPS) }),
    z.object({
      timeZone: z.string().max(100),
      from: CalendarDay,
      to: CalendarDay,
      total: ReportFigures,
      groups: z
        .array(z.object({ key: z.string(), name: z.string().nullable(), figures: ReportFigures }))
        .max(MAX_GROUPS),
      /** What is missing: facts from before this time are still being loaded; null if none are. */
      missingBefore: Timestamp.nullable(),
      /** Whether there were too many facts, so that only the newest are counted. */
      cut: z.boolean(),
      asOf: Provenance,
    }),
  ),
} as const;

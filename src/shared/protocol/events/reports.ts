import { z } from 'zod';
import { Seq } from '../../domain/ids.ts';
import { MessageTally, ServiceFact } from '../../domain/reports.ts';
import { messageTallyRow, serviceFactRow } from '../../rows/reports.ts';
import { channel } from './define.ts';

/** What reports are made of. Its events carry whole rows, which replace those with the same key. */
export const reports = channel({
  name: 'reports',
  permissions: { 'reports:read': 'manager' },
  readPermission: 'reports:read',
  rows: [serviceFactRow, messageTallyRow],
  events: {
    'reports.recorded': z.object({
      facts: z.array(ServiceFact).max(10),
      /** The facts with the same ids as they were before, except of new conversations. */
      replaced: z.array(ServiceFact).max(10).default([]),
    }),
    /** The messages up to a sequence are counted. */
    'reports.counted': z.object({ tallies: z.array(MessageTally).max(1200), upToSeq: Seq }),
  },
});

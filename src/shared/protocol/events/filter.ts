import { z } from 'zod';
import { FILTER_COUNTS, FilterRules, FilterTally } from '../../domain/filter.ts';
import { CalendarDay } from '../../domain/time.ts';
import { filterRulesRow, filterTallyRow } from '../../rows/filter.ts';
import { channel } from './define.ts';

/** The message filter: its rules, and how often they hit. Its events never carry the texts of messages. */
export const filter = channel({
  name: 'filter',
  permissions: { 'filter:read': 'manager', 'filter:manage': 'admin' },
  readPermission: 'filter:read',
  rows: [filterRulesRow, filterTallyRow],
  events: {
    'filter.rules_set': z.object({ rules: FilterRules }),
    /** Counts of a day and of all days, which replace those with the same key. Days before `keptFrom` are forgotten. */
    'filter.counted': z.object({
      tallies: z.array(FilterTally).max(2 * FILTER_COUNTS.length),
      keptFrom: CalendarDay,
    }),
  },
});

import { z } from 'zod';
import { FilterCounter, FilterRules } from '../domain/filter.ts';
import { CalendarDay } from '../domain/time.ts';
import { Nothing, Provenance, read } from './contract.ts';

/** Reads of the message filter. They work offline. */
export const filterMethods = {
  /** The rules, or the default ones where none were set (version 0). `pending`: a change of them is still to be sent or decided. */
  'filter.rules': read(
    'filter:read',
    Nothing,
    z.object({ rules: FilterRules, pending: z.boolean(), asOf: Provenance }),
  ),
  /** How often each rule hit, up to a day of the workspace. */
  'filter.counters': read(
    'filter:read',
    z.strictObject({ today: CalendarDay }),
    z.object({ counters: z.array(FilterCounter).max(10), asOf: Provenance }),
  ),
} as const;

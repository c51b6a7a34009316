import { z } from 'zod';
import { countersOf, FilterCounter, FilterRules } from '#shared/domain/filter.ts';
import { dayOf } from '#shared/domain/time.ts';
import { workspaceTimeZone } from '../admin/index.ts';
import type { ModuleRoutes } from '../kernel.ts';
import { readFilter, readTallies } from './queries.ts';

/** Adds the read of the filter's rules and counters. */
export const filterRoutes: ModuleRoutes = (app, { sql, config, clock, authorise }) => {
  app.get(
    '/api/v1/filter',
    {
      preParsing: authorise('filter:read'),
      schema: {
        tags: ['filter'],
        response: { 200: z.object({ rules: FilterRules, counters: z.array(FilterCounter) }) },
      },
    },
    async () => ({
      rules: readFilter(sql),
      counters: countersOf(readTallies(sql), dayOf(clock.now(), workspaceTimeZone(sql, config))),
    }),
  );
};

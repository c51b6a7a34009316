import { z } from 'zod';
import { Alert } from '#shared/domain/alerts.ts';
import type { ModuleRoutes } from '../kernel.ts';
import { newestFirst, PageQuery, page, pageOf } from '../paging.ts';
import { listAlerts } from './queries.ts';

const AlertQuery = PageQuery.extend({ open: z.enum(['true', 'false']).default('false') });

/** Adds the reads of alerts, newest first. */
export const alertsRoutes: ModuleRoutes = (app, { sql, authorise }) => {
  app.get(
    '/api/v1/alerts',
    {
      preParsing: authorise('alerts:read'),
      schema: { tags: ['alerts'], querystring: AlertQuery, response: { 200: pageOf(Alert) } },
    },
    async ({ query }) =>
      page(
        query,
        newestFirst(({ raisedAt, id }: Alert) => ({ at: raisedAt, id })),
        (before, limit) => listAlerts(sql, query.open === 'true', before, limit),
      ),
  );
};

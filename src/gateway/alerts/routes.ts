import { z } from 'zod';
import { AlertRule } from '#shared/domain/alert-rules.ts';
import { Alert } from '#shared/domain/alerts.ts';
import type { ModuleRoutes } from '../kernel.ts';
import { newestFirst, PageQuery, page, pageOf } from '../paging.ts';
import { listAlerts, listRules } from './queries.ts';

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

  app.get(
    '/api/v1/alerts/rules',
    {
      preParsing: authorise('alerts:read'),
      schema: { tags: ['alerts'], response: { 200: z.object({ rules: z.array(AlertRule) }) } },
    },
    async () => ({ rules: listRules(sql) }),
  );
};

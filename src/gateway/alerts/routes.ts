import { z } from 'zod';
import { Alert } from '#shared/domain/alerts.ts';
import type { ModuleRoutes } from '../kernel.ts';
import { cursorKey, LATEST, PageQuery, page, pageOf, TimeKey } from '../paging.ts';
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
    async ({ query }) => {
      const rows = listAlerts(
        sql,
        query.open === 'true',
        cursorKey(query.cursor, TimeKey, LATEST),
        query.limit,
      );
      return page(rows, query.limit, ({ raisedAt, id }) => ({ at: raisedAt, id }));
    },
  );
};

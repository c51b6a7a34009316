import { ServiceFact } from '#shared/domain/reports.ts';
import { rowQuery } from '../db/tables.ts';
import type { ModuleRoutes } from '../kernel.ts';
import { newestFirst, PageQuery, page, pageOf } from '../paging.ts';
import { factsTable } from './tables.ts';

const factsBefore = rowQuery(factsTable, 'WHERE (at, id) < (?, ?) ORDER BY at DESC, id DESC LIMIT ?');

/** Adds the read of what reports are made of, newest first. */
export const reportsRoutes: ModuleRoutes = (app, { sql, authorise }) => {
  app.get(
    '/api/v1/reports/facts',
    {
      preParsing: authorise('reports:read'),
      schema: { tags: ['reports'], querystring: PageQuery, response: { 200: pageOf(ServiceFact) } },
    },
    async ({ query }) =>
      page(
        query,
        newestFirst(({ at, id }: ServiceFact) => ({ at, id })),
        (before, limit) => factsBefore.all(sql, before.at, before.id, limit),
      ),
  );
};

import { z } from 'zod';
import { Count, CountLine } from '#shared/domain/counts.ts';
import type { ModuleRoutes } from '../kernel.ts';
import { newestFirst, PageQuery, page, pageOf } from '../paging.ts';
import { refuse } from '../refuse.ts';
import { listCountLines, listCounts, readCount } from './queries.ts';

const ById = z.object({ id: z.string().max(64) });
const BY_POSITION = { schema: z.number(), start: -1, of: (line: CountLine): number => line.n };

/** Adds the reads of stocktakes. */
export const countsRoutes: ModuleRoutes = (app, { sql, authorise }) => {
  const preParsing = authorise('counts:read');
  const tags = ['counts'];
  app.get(
    '/api/v1/counts',
    { preParsing, schema: { tags, querystring: PageQuery, response: { 200: pageOf(Count) } } },
    async ({ query }) =>
      page(
        query,
        newestFirst(({ startedAt, id }: Count) => ({ at: startedAt, id })),
        (before, limit) => listCounts(sql, before, limit),
      ),
  );
  app.get(
    '/api/v1/counts/:id',
    { preParsing, schema: { tags, params: ById, response: { 200: z.object({ count: Count }) } } },
    async ({ params }) => ({
      count: readCount(sql, params.id) ?? refuse('unknown_count', {}, { field: 'id' }),
    }),
  );
  app.get(
    '/api/v1/counts/:id/lines',
    {
      preParsing,
      schema: { tags, params: ById, querystring: PageQuery, response: { 200: pageOf(CountLine) } },
    },
    async ({ params, query }) =>
      page(query, BY_POSITION, (after, limit) => listCountLines(sql, params.id, after, limit)),
  );
};

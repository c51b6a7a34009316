import { z } from 'zod';
import { Transfer } from '#shared/domain/transfers.ts';
import type { ModuleRoutes } from '../kernel.ts';
import { newestFirst, PageQuery, page, pageOf } from '../paging.ts';
import { refuse } from '../refuse.ts';
import { listTransfers, readTransfer } from './queries.ts';

const ById = z.object({ id: z.string().max(64) });

/** Adds the reads of transfers. */
export const transfersRoutes: ModuleRoutes = (app, { sql, authorise }) => {
  const preParsing = authorise('transfers:read');
  const tags = ['transfers'];
  app.get(
    '/api/v1/transfers',
    { preParsing, schema: { tags, querystring: PageQuery, response: { 200: pageOf(Transfer) } } },
    async ({ query }) =>
      page(
        query,
        newestFirst(({ createdAt, id }: Transfer) => ({ at: createdAt, id })),
        (before, limit) => listTransfers(sql, before, limit),
      ),
  );
  app.get(
    '/api/v1/transfers/:id',
    { preParsing, schema: { tags, params: ById, response: { 200: z.object({ transfer: Transfer }) } } },
    async ({ params }) => ({
      transfer: readTransfer(sql, params.id) ?? refuse('unknown_transfer', {}, { field: 'id' }),
    }),
  );
};

import { z } from 'zod';
import { MAX_OWN_VIEWS, MAX_SHARED_VIEWS, View } from '#shared/domain/views.ts';
import { rowQuery } from '../db/tables.ts';
import type { ModuleRoutes } from '../kernel.ts';
import { viewsTable } from './tables.ts';

const MAX = MAX_OWN_VIEWS + MAX_SHARED_VIEWS;
const visible = rowQuery(
  viewsTable,
  `WHERE page = ? AND (owner_id = ? OR shared = 1) ORDER BY name, id LIMIT ${MAX}`,
);

/** Adds the read of saved views: one's own and the shared ones of a page. */
export const viewsRoutes: ModuleRoutes = (app, { sql, authorise }) => {
  app.get(
    '/api/v1/views',
    {
      preParsing: authorise('views:read'),
      schema: {
        tags: ['views'],
        querystring: z.object({ page: View.shape.page }),
        response: { 200: z.object({ rows: z.array(View).max(MAX) }) },
      },
    },
    async ({ query, signIn }) => ({ rows: visible.all(sql, query.page, signIn?.user.id ?? '') }),
  );
};

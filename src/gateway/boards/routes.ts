import { z } from 'zod';
import { Board, MAX_OWN_BOARDS, MAX_SHARED_BOARDS } from '#shared/domain/boards.ts';
import { rowQuery } from '../db/tables.ts';
import type { ModuleRoutes } from '../kernel.ts';
import { boardsTable } from './tables.ts';

const MAX = MAX_OWN_BOARDS + MAX_SHARED_BOARDS;
const visible = rowQuery(boardsTable, `WHERE owner_id = ? OR shared = 1 ORDER BY name, id LIMIT ${MAX}`);

/** Adds the read of boards: one's own and the shared ones. */
export const boardsRoutes: ModuleRoutes = (app, { sql, authorise }) => {
  app.get(
    '/api/v1/boards',
    {
      preParsing: authorise('boards:read'),
      schema: { tags: ['boards'], response: { 200: z.object({ rows: z.array(Board).max(MAX) }) } },
    },
    async ({ signIn }) => ({ rows: visible.all(sql, signIn?.user.id ?? '') }),
  );
};

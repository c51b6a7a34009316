import { z } from 'zod';
import {
  CannedReply,
  MAX_OWN_MACROS,
  MAX_OWN_REPLIES,
  MAX_SHARED_MACROS,
  MAX_SHARED_REPLIES,
  Macro,
} from '#shared/domain/canned.ts';
import type { ModuleRoutes } from '../kernel.ts';
import { listMacros, listReplies } from './queries.ts';

/** Adds the reads of canned replies and macros: one's own and the shared ones. */
export const cannedRoutes: ModuleRoutes = (app, { sql, authorise }) => {
  const preParsing = authorise('canned:read');
  app.get(
    '/api/v1/canned-replies',
    {
      preParsing,
      schema: {
        tags: ['canned'],
        response: {
          200: z.object({ rows: z.array(CannedReply).max(MAX_OWN_REPLIES + MAX_SHARED_REPLIES) }),
        },
      },
    },
    async ({ signIn }) => ({ rows: listReplies(sql, signIn?.user.id ?? '') }),
  );
  app.get(
    '/api/v1/macros',
    {
      preParsing,
      schema: {
        tags: ['canned'],
        response: { 200: z.object({ rows: z.array(Macro).max(MAX_OWN_MACROS + MAX_SHARED_MACROS) }) },
      },
    },
    async ({ signIn }) => ({ rows: listMacros(sql, signIn?.user.id ?? '') }),
  );
};

import { z } from 'zod';
import { Id } from '#shared/domain/ids.ts';
import { ApiKeyUsesResponse, SessionsResponse } from '#shared/protocol/auth.ts';
import { apiKeyUses, findUser, listSessions } from '../auth/index.ts';
import type { ModuleRoutes } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { auditRoutes } from './audit-routes.ts';

const ById = z.object({ id: Id });

/** Adds the reads of what is no event: the audit, sessions, and the uses of API keys. */
export const adminRoutes: ModuleRoutes = (app, deps) => {
  auditRoutes(app, deps);
  const { sql, clock, authorise } = deps;
  const preParsing = authorise('admin:users');
  const tags = ['admin'];

  app.get(
    '/api/v1/admin/users/:id/sessions',
    { preParsing, schema: { tags, params: ById, response: { 200: SessionsResponse } } },
    async ({ params, signIn }) => {
      if (!findUser(sql, params.id)) refuse('unknown_user', {}, { field: 'id' });
      const sessions = listSessions(sql, params.id, clock.now());
      return {
        sessions: sessions.map((session) => ({ ...session, current: session.id === signIn?.family })),
      };
    },
  );

  app.get(
    '/api/v1/admin/api-keys/uses',
    { preParsing, schema: { tags, response: { 200: ApiKeyUsesResponse } } },
    async () => ({
      uses: [...apiKeyUses(sql)].map(([keyId, { at, address }]) => ({ keyId, at, address })),
    }),
  );
};

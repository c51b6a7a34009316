import { z } from 'zod';
import type { Result } from '#shared/domain/result.ts';
import {
  LoginRequest,
  PersonaRequest,
  PersonasResponse,
  RefreshRequest,
  TokenGrant,
} from '#shared/protocol/auth.ts';
import type { ProtocolError } from '#shared/protocol/errors.ts';
import type { AuthService } from '../auth/index.ts';
import { CommandError, type GatewayApp } from '../kernel.ts';
import { ErrorBody } from './errors.ts';

function orThrow<T>(result: Result<T, ProtocolError>): T {
  if (!result.ok) throw new CommandError(result.error);
  return result.value;
}

/** Adds sign-in, refresh, sign-out and the demo's personas. */
export function authRoutes(app: GatewayApp, auth: AuthService): void {
  const refused = { 400: ErrorBody, 401: ErrorBody, 429: ErrorBody } as const;
  app.post(
    '/api/v1/auth/login',
    { schema: { tags: ['auth'], body: LoginRequest, response: { 200: TokenGrant, ...refused } } },
    async (request) =>
      orThrow(await auth.login(request.body.username, request.body.password, request.clientAddress)),
  );
  app.post(
    '/api/v1/auth/refresh',
    { schema: { tags: ['auth'], body: RefreshRequest, response: { 200: TokenGrant, ...refused } } },
    async (request) => orThrow(await auth.refresh(request.body.refreshToken)),
  );
  app.post(
    '/api/v1/auth/logout',
    { schema: { tags: ['auth'], body: RefreshRequest, response: { 200: z.object({}), ...refused } } },
    async (request) => {
      await auth.logout(request.body.refreshToken);
      return {};
    },
  );
  app.get(
    '/api/v1/auth/personas',
    { schema: { tags: ['auth'], response: { 200: PersonasResponse } } },
    async () => ({
      personas: auth.personas().map(({ username, name, role }) => ({ username, name, role })),
    }),
  );
  app.post(
    '/api/v1/auth/persona',
    {
      schema: {
        tags: ['auth'],
        body: PersonaRequest,
        response: { 200: TokenGrant, ...refused, 404: ErrorBody },
      },
    },
    async (request) => orThrow(await auth.persona(request.body.username, request.clientAddress)),
  );
}

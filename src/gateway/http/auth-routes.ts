import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Result } from '#shared/domain/result.ts';
import {
  DEVICE_HEADERS,
  LoginRequest,
  PasswordChange,
  PersonaRequest,
  PersonasResponse,
  RefreshRequest,
  TokenGrant,
} from '#shared/protocol/auth.ts';
import type { ProtocolError } from '#shared/protocol/errors.ts';
import { type AuthService, type Caller, changeOwnPassword } from '../auth/index.ts';
import { type Clock, CommandError, type Executor, type GatewayApp } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { ErrorBody } from './errors.ts';

function orThrow<T>(result: Result<T, ProtocolError>): T {
  if (!result.ok) throw new CommandError(result.error);
  return result.value;
}

/** What the routes of sign-in need. */
export interface AuthRouteDependencies {
  readonly auth: AuthService;
  readonly executor: Pick<Executor, 'run'>;
  readonly clock: Clock;
  /** A `preParsing` hook that requires a valid token. */
  readonly requireSignIn: (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
}

/** Adds sign-in, refresh, sign-out, the change of one's password, and the demo's personas. */
export function authRoutes(app: GatewayApp, deps: AuthRouteDependencies): void {
  const { auth } = deps;
  const refused = { 400: ErrorBody, 401: ErrorBody, 429: ErrorBody } as const;
  app.post(
    '/api/v1/auth/login',
    { schema: { tags: ['auth'], body: LoginRequest, response: { 200: TokenGrant, ...refused } } },
    async (request) =>
      orThrow(await auth.login(request.body.username, request.body.password, callerOf(request))),
  );
  app.post(
    '/api/v1/auth/refresh',
    { schema: { tags: ['auth'], body: RefreshRequest, response: { 200: TokenGrant, ...refused } } },
    async (request) => orThrow(await auth.refresh(request.body.refreshToken, request.clientAddress)),
  );
  app.post(
    '/api/v1/auth/logout',
    { schema: { tags: ['auth'], body: RefreshRequest, response: { 200: z.object({}), ...refused } } },
    async (request) => {
      await auth.logout(request.body.refreshToken, request.clientAddress);
      return {};
    },
  );
  app.post(
    '/api/v1/auth/password',
    {
      preParsing: deps.requireSignIn,
      schema: {
        tags: ['auth'],
        body: PasswordChange,
        response: { 200: z.object({}), ...refused, 403: ErrorBody },
      },
    },
    async (request) => {
      if (!request.signIn) refuse('sign_in_first', {});
      return orThrow(await changeOwnPassword(deps, request.signIn, request.body, request.clientAddress));
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
    async (request) => orThrow(await auth.persona(request.body.username, callerOf(request))),
  );
}

function callerOf(request: FastifyRequest): Caller {
  const header = (name: string): string | null => {
    const value = request.headers[name];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  return {
    address: request.clientAddress,
    device: (header(DEVICE_HEADERS.name) ?? header('user-agent') ?? '').slice(0, 200),
    deviceToken: header(DEVICE_HEADERS.token)?.slice(0, 2000) ?? null,
  };
}

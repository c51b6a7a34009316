import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Permission } from '#shared/protocol/permissions.ts';
import type { Session } from '../auth/index.ts';
import type { GatewayConfig } from '../config.ts';
import type { Sql } from '../kernel.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; set by `authorise`, null on routes without it. */
    session: Session | null;
  }
}

/** The HTTP application: schemas of routes are zod schemas. */
export type GatewayApp = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

export interface RouteDependencies {
  /** A read-only connection. */
  readonly sql: Sql;
  readonly config: GatewayConfig;
  /** A preHandler that lets through who holds the permission, and puts who it is into `request.session`. */
  authorise(permission: Permission): (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
}

/**
 * Adds a domain's reads to the application, with full paths (`/api/v1/inventory/items`). Answers that are errors are made
 * by throwing a CommandError. Every list has a limit and pages by key.
 */
export type ModuleRoutes = (app: GatewayApp, deps: RouteDependencies) => void;

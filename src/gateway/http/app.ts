import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import type { Logger } from 'pino';
import { z } from 'zod';
import { MAX_MESSAGE_BYTES } from '#shared/protocol/messages.ts';
import type { Permission } from '#shared/protocol/permissions.ts';
import { type AuthService, BucketMap } from '../auth/index.ts';
import type { GatewayConfig } from '../config.ts';
import type { Clock, RunningExecutor } from '../execute/index.ts';
import { CommandError, type Sql } from '../kernel.ts';
import type { EventLog } from '../log/index.ts';
import type { RealtimeStats } from '../realtime/stats.ts';
import { GATEWAY_VERSION } from '../version.ts';
import { asyncApiDocument } from './asyncapi.ts';
import { authRoutes } from './auth-routes.ts';
import { commandRoutes } from './command-routes.ts';
import { handleError, sendError } from './errors.ts';
import type { Metrics } from './metrics.ts';
import type { GatewayApp, ModuleRoutes } from './module-routes.ts';
import { fromAllowedPage } from './origin.ts';

export interface AppOptions {
  readonly config: GatewayConfig;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly auth: AuthService;
  readonly executor: RunningExecutor;
  /** Commands of each user, the same buckets as the sockets'. */
  readonly commandLimit: BucketMap;
  readonly log: EventLog;
  /** A read-only connection. */
  readonly readSql: Sql;
  readonly metrics: Metrics;
  readonly realtime: RealtimeStats;
  readonly routes: readonly ModuleRoutes[];
}

/** Pages bring their own policy; answers of the API need nothing at all. */
const API_POLICY = "default-src 'none'; frame-ancestors 'none'";

/** Builds the HTTP application; the caller listens and closes. */
export async function createApp(options: AppOptions): Promise<GatewayApp> {
  const { config, auth, log } = options;
  const logger: FastifyBaseLogger = options.logger.child({ module: 'http' });
  const app: GatewayApp = Fastify({
    loggerInstance: logger,
    // One line for each request would say what the metrics count.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MAX_MESSAGE_BYTES,
    forceCloseConnections: true,
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(handleError);
  app.setNotFoundHandler((_request, reply) =>
    sendError(reply, { code: 'not_found', message: 'There is nothing here.' }),
  );
  app.decorateRequest('session', null);
  guard(app, config);

  await app.register(swagger, {
    openapi: {
      info: { title: 'Quayside gateway', version: GATEWAY_VERSION },
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
      security: [{ bearer: [] }],
    },
    transform: jsonSchemaTransform,
  });
  await app.register(swaggerUi, { routePrefix: '/api/docs', staticCSP: true });

  async function signedIn(request: FastifyRequest): Promise<void> {
    const [scheme, token] = (request.headers.authorization ?? '').split(' ');
    if (scheme?.toLowerCase() !== 'bearer' || !token) {
      throw new CommandError({
        code: 'unauthenticated',
        message: 'An access token is needed: Authorization: Bearer TOKEN.',
      });
    }
    const session = await auth.authenticate(token);
    if (!session.ok) throw new CommandError(session.error);
    request.session = session.value;
  }

  const authorise =
    (permission: Permission) =>
    async (request: FastifyRequest, _reply: FastifyReply): Promise<void> => {
      await signedIn(request);
      if (request.session?.principal.permissions.has(permission)) return;
      throw new CommandError({
        code: 'forbidden',
        message: `This needs the permission ${permission}.`,
        permission,
      });
    };

  operatorRoutes(app, options);
  authRoutes(app, auth);
  commandRoutes(app, {
    executor: options.executor,
    limit: options.commandLimit,
    clock: options.clock,
    signedIn,
  });
  const document = asyncApiDocument(config.websocket.path);
  app.get('/api/docs/asyncapi.json', { schema: { hide: true } }, (_request, reply) => reply.send(document));
  for (const routes of options.routes) routes(app, { sql: options.readSql, config, authorise });
  return app;

  function operatorRoutes(on: GatewayApp, { metrics, realtime }: AppOptions): void {
    const startedAt = performance.now();
    const Health = z.object({
      status: z.literal('ok'),
      version: z.string(),
      head: z.int(),
      floor: z.int(),
      connections: z.int(),
      uptimeSeconds: z.number(),
    });
    on.get(
      '/api/health',
      { schema: { tags: ['operation'], security: [], response: { 200: Health } } },
      async () => ({
        status: 'ok' as const,
        version: GATEWAY_VERSION,
        head: log.head(),
        floor: log.floor(),
        connections: realtime.connections,
        uptimeSeconds: Math.round((performance.now() - startedAt) / 1000),
      }),
    );
    on.get(
      '/api/monitoring/metrics',
      { schema: { tags: ['operation'], security: [], summary: 'Prometheus' } },
      async (_request, reply) => {
        const text = await metrics.registry.metrics();
        return reply.type(metrics.registry.contentType).send(text);
      },
    );
  }
}

/** What holds for every request: where it may come from, how many, and what a browser may do with the answer. */
function guard(app: GatewayApp, config: GatewayConfig): void {
  const requests = new BucketMap(config.limits.requests);
  app.addHook('onRequest', async (request) => {
    if (!fromAllowedPage(request.headers, config.host))
      throw new CommandError({ code: 'forbidden', message: 'Requests from this page are not allowed.' });
    const wait = requests.take(request.ip, performance.now());
    if (wait > 0)
      throw new CommandError({
        code: 'rate_limited',
        message: 'Too many requests. Slow down.',
        retryAfterMs: wait,
      });
  });
  app.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff');
    reply.header('referrer-policy', 'no-referrer');
    if (!reply.hasHeader('x-frame-options')) reply.header('x-frame-options', 'DENY');
    if (!reply.hasHeader('content-security-policy')) reply.header('content-security-policy', API_POLICY);
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
}

import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import Fastify, { type FastifyBaseLogger, LogController } from 'fastify';
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import type { Logger } from 'pino';
import { MAX_MESSAGE_BYTES } from '#shared/protocol/messages.ts';
import { refused } from '#shared/protocol/refusals.ts';
import type { AuthService, BucketMap } from '../auth/index.ts';
import type { Backups } from '../backup/index.ts';
import type { GatewayConfig } from '../config.ts';
import type { Edge } from '../edge.ts';
import type { RunningExecutor } from '../execute/index.ts';
import type { Clock, GatewayApp, ModuleRoutes, Signals, Sql } from '../kernel.ts';
import type { EventLog } from '../log/index.ts';
import type { MailPort } from '../mail.ts';
import type { EventStreams } from '../realtime/index.ts';
import type { RealtimeStats } from '../realtime/stats.ts';
import { GATEWAY_VERSION } from '../version.ts';
import { asyncApiDocument } from './asyncapi.ts';
import { authRoutes } from './auth-routes.ts';
import { commandRoutes } from './command-routes.ts';
import {
  answerBadPath,
  answerUnreadable,
  guardConnections,
  REQUEST_TIMES,
  type RequestTimes,
} from './edge.ts';
import { handleError, sendError } from './errors.ts';
import { guard } from './guard.ts';
import type { Metrics } from './metrics.ts';
import { operatorRoutes } from './operator-routes.ts';
import { hidePersonalData } from './personal.ts';
import { readinessRoute } from './readiness.ts';
import { createSignInChecks } from './sign-in.ts';
import { streamRoutes } from './stream-routes.ts';
import { createCommandGate } from './submit.ts';
import { websocketRoutes } from './websocket-routes.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The client's address, behind a trusted proxy too. */
    readonly clientAddress: string;
  }
}

/** What the HTTP application serves and reports on. */
export interface AppOptions extends Signals, Edge {
  readonly config: GatewayConfig;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly auth: AuthService;
  readonly executor: RunningExecutor;
  /** The users' command buckets, shared with the sockets. */
  readonly commandLimit: BucketMap;
  readonly log: EventLog;
  /** A read-only connection. */
  readonly readSql: Sql;
  readonly secret: string;
  readonly metrics: Metrics;
  readonly realtime: RealtimeStats;
  readonly streams: EventStreams;
  /** Null where none are scheduled. */
  readonly backups: Backups | null;
  readonly routes: readonly ModuleRoutes[];
  /** Sends mail; by default there is none. */
  readonly mail?: MailPort | null;
  /** The names of the migrations that this gateway needs. */
  readonly migrations: readonly string[];
  /** The least free disk space of a gateway that is ready, bytes. */
  readonly leastFreeBytes?: number | undefined;
  /** Shorter in tests. */
  readonly requestTimes?: RequestTimes;
}

/** Builds the HTTP application. The caller listens and closes. */
export async function createApp(options: AppOptions): Promise<GatewayApp> {
  const { config, auth, clock, executor, log, secret } = options;
  const app = createFastify(options);
  guardConnections(app.server, options.connectionLimit);
  await guard(app, config, options.fromAllowedPage);
  app.setNotFoundHandler({ preHandler: app.rateLimit() }, (_request, reply) =>
    sendError(reply, refused('unknown_route', {})),
  );
  await serveDocuments(app, config);
  const { requireSignIn, authorise } = createSignInChecks(auth);
  operatorRoutes(app, options);
  readinessRoute(app, {
    executor,
    clock,
    readSql: options.readSql,
    databasePath: config.databasePath,
    migrations: options.migrations,
    leastFreeBytes: options.leastFreeBytes,
  });
  hidePersonalData(app);
  authRoutes(app, { auth, executor, clock, requireSignIn });
  streamRoutes(app, { streams: options.streams, requireSignIn, connectionLimit: options.connectionLimit });
  const gate = createCommandGate(executor, options.commandLimit);
  commandRoutes(app, { executor, gate, clock, requireSignIn });
  websocketRoutes(app, {
    path: config.websocket.path,
    log,
    realtime: options.realtime,
    streams: options.streams,
    clock,
    gate,
    authorise,
  });
  for (const routes of options.routes)
    routes(app, {
      sql: options.readSql,
      config,
      clock,
      executor,
      log,
      secret,
      mail: options.mail ?? null,
      authorise,
      submit: gate.submit,
      connectionLimit: options.connectionLimit,
      signal: options.signal,
      onSignal: options.onSignal,
    });
  return app;
}

function createFastify({ logger, clients, requestTimes }: AppOptions): GatewayApp {
  const loggerInstance: FastifyBaseLogger = logger.child({ module: 'http' });
  const times = requestTimes ?? REQUEST_TIMES;
  const app: GatewayApp = Fastify({
    loggerInstance,
    // The metrics count requests; a log line for each would add nothing.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MAX_MESSAGE_BYTES,
    forceCloseConnections: true,
    trustProxy: (address) => clients.trusts(address),
    http: {
      headersTimeout: times.headersMs,
      connectionsCheckingInterval: times.checkMs,
      // The guard asks for it, so that the refusal has the security headers.
      requireHostHeader: false,
    },
    requestTimeout: times.requestMs,
    connectionTimeout: times.idleMs,
    clientErrorHandler: answerUnreadable,
    frameworkErrors: (_error, _request, reply) => answerBadPath(reply),
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(handleError);
  app.decorateRequest('signIn', null);
  app.decorateRequest('clientAddress', {
    getter() {
      return clients.of(this.raw);
    },
  });
  return app;
}

/** Serves the OpenAPI and AsyncAPI documents. */
async function serveDocuments(app: GatewayApp, config: GatewayConfig): Promise<void> {
  await app.register(swagger, {
    openapi: {
      info: { title: 'Quayside gateway', version: GATEWAY_VERSION },
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
      security: [{ bearer: [] }],
      ...(config.publicUrl === null ? {} : { servers: [{ url: config.publicUrl }] }),
    },
    transform: jsonSchemaTransform,
  });
  await app.register(swaggerUi, { routePrefix: '/api/docs', staticCSP: true });
  const document = asyncApiDocument(config.websocket.path, config.publicUrl);
  app.get('/api/docs/asyncapi.json', { schema: { hide: true } }, (_request, reply) => reply.send(document));
}

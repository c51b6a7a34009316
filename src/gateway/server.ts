import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import type { SignalMessage } from '#shared/protocol/messages.ts';
import { AuthService, BucketMap, readOrCreateSecret } from './auth/index.ts';
import type { GatewayConfig } from './config.ts';
import { lockForServing } from './db/lock.ts';
import { migrateTo } from './db/migrate.ts';
import { type OpenSql, openSql } from './db/open.ts';
import {
  type Clock,
  createExecutor,
  createSweeper,
  keepHouse,
  pruneAudit,
  type RunningExecutor,
  SYSTEM_CLOCK,
  SYSTEM_PRINCIPAL,
} from './execute/index.ts';
import { createApp, createMetrics, type GatewayApp, type ModuleRoutes } from './http/index.ts';
import type { GatewayModule, Sql } from './kernel.ts';
import { EventLog, watchWal } from './log/index.ts';
import { MODULES, ROUTES } from './modules.ts';
import { createRealtime, createRealtimeStats, type Realtime } from './realtime/index.ts';
import { GATEWAY_VERSION } from './version.ts';
import { registerWidget } from './widget/index.ts';

const DAY_MS = 86_400_000;

export interface GatewayOptions {
  readonly config: GatewayConfig;
  readonly logger: Logger;
  readonly modules?: readonly GatewayModule[];
  readonly routes?: readonly ModuleRoutes[];
  readonly clock?: Clock;
  /** Whether one-click personas can sign in. */
  readonly personas?: boolean;
  /** Shorter in tests. */
  readonly watermarkMs?: number;
  readonly snapshotStallMs?: number;
  readonly housekeepingMs?: number;
}

/** A gateway that can be started once. */
export interface Gateway {
  readonly config: GatewayConfig;
  readonly logger: Logger;
  readonly sql: Sql;
  readonly log: EventLog;
  readonly executor: RunningExecutor;
  readonly auth: AuthService;
  /** The HTTP application, for more routes before `start`. */
  readonly app: GatewayApp;
  /** A read-only connection. */
  readonly readSql: Sql;
  /** Sends a volatile signal to all agents, as from a customer. */
  signal(signal: SignalMessage): void;
  /** Hears the signals agents send. Returns the way to stop. */
  onSignal(listener: (signal: SignalMessage) => void): () => void;
  /** Listens. Resolves with the address; rejects when the port is taken. */
  start(): Promise<{ readonly url: string; readonly port: number }>;
  /** Stops everything: no timer, no handle, no connection remains. */
  dispose(): Promise<void>;
}

/**
 * Composes a gateway: takes the database for itself, migrates it, and puts log, executor, sign-in, HTTP and realtime
 * together. Rejects with DatabaseInUseError or NewerDatabaseError, and then has changed nothing.
 */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const { config } = options;
  const unlock = lockForServing(config.databasePath);
  let sql: OpenSql | null = null;
  try {
    await migrateTo(config.databasePath);
    sql = openSql(config.databasePath);
    return await compose(options, sql, unlock);
  } catch (error) {
    sql?.close();
    unlock();
    throw error;
  }
}

async function compose(options: GatewayOptions, sql: OpenSql, unlock: () => void): Promise<Gateway> {
  const { config, logger } = options;
  const clock = options.clock ?? SYSTEM_CLOCK;
  const modules = options.modules ?? MODULES;
  const log = new EventLog(sql);
  const readSql = openSql(config.databasePath, { readonly: true });
  const executor = createExecutor({ sql, log, modules, config, clock, logger });
  const secret = config.auth.secret ?? readOrCreateSecret(config.dataDir);
  const auth = new AuthService({ sql, executor, config, secret, clock, personas: options.personas === true });
  const commandLimit = new BucketMap(config.limits.commands);
  const metrics = createMetrics();
  const stats = createRealtimeStats(metrics.batchSizes);
  metrics.observe({ log, executor: executor.stats, realtime: stats });
  const app = await createApp({
    config,
    logger,
    clock,
    auth,
    executor,
    commandLimit,
    log,
    readSql,
    metrics,
    realtime: stats,
    routes: options.routes ?? ROUTES,
  });
  const sweeper = createSweeper({ executor, log, modules, principal: SYSTEM_PRINCIPAL, clock, logger });
  let realtime: Realtime | null = null;
  registerWidget(app, {
    config,
    executor,
    log,
    readSql,
    secret,
    clock,
    signal: (signal) => realtime?.signal(signal),
    onSignal: (listener) => realtime?.onSignal(listener) ?? (() => undefined),
  });
  let stopping: (() => void)[] = [];
  let disposed: Promise<void> | null = null;

  function trimLog(): boolean {
    const more = executor.maintain(() => log.trimSlice(config.logRetentionEvents));
    log.floorMoved();
    return more;
  }

  function trimAudit(): boolean {
    const before = clock.now() - config.retention.auditDays * DAY_MS;
    return executor.maintain(() => pruneAudit(sql, before));
  }

  return {
    config,
    logger,
    sql,
    log,
    executor,
    auth,
    app,
    readSql,
    signal: (signal) => realtime?.signal(signal),
    onSignal: (listener) => realtime?.onSignal(listener) ?? (() => undefined),
    async start() {
      realtime = createRealtime({
        http: app.server,
        sql,
        log,
        executor,
        auth,
        commandLimit,
        modules,
        config,
        clock,
        logger,
        stats,
        ...(options.watermarkMs === undefined ? {} : { watermarkMs: options.watermarkMs }),
        ...(options.snapshotStallMs === undefined ? {} : { snapshotStallMs: options.snapshotStallMs }),
      });
      const startedAt = clock.now();
      executor.run(SYSTEM_PRINCIPAL, startedAt, (context) =>
        context.emit('system.gateway_started', { version: GATEWAY_VERSION, startedAt }),
      );
      for (const { setup } of modules) if (setup) executor.run(SYSTEM_PRINCIPAL, startedAt, setup);
      await app.listen({ host: config.host, port: config.port });
      sweeper.start();
      const prune = [trimLog, trimAudit, () => executor.prune(), () => auth.prune()];
      stopping = [
        watchWal(config.databasePath, () => log.refresh()),
        keepHouse(prune, logger, options.housekeepingMs),
      ];
      // An address, not a pipe: `listen` was given a port.
      const { port } = app.server.address() as AddressInfo;
      const host = config.host.includes(':') ? `[${config.host}]` : config.host;
      return { url: `http://${host}:${port}`, port };
    },
    dispose() {
      disposed ??= (async () => {
        for (const stop of stopping) stop();
        sweeper.dispose();
        await realtime?.dispose();
        await app.close();
        executor.dispose();
        metrics.dispose();
        readSql.close();
        sql.close();
        unlock();
      })();
      return disposed;
    },
  };
}

import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { expiredBefore } from '#shared/domain/message-retention.ts';
import type { SignalMessage } from '#shared/protocol/messages.ts';
import { Presence } from './assignment/index.ts';
import { AuthService, BucketMap, readOrCreateSecret } from './auth/index.ts';
import { type Backups, backupProcess, createBackups } from './backup/index.ts';
import { guarded } from './boundary.ts';
import type { GatewayConfig } from './config.ts';
import { type OpenSql, openSql } from './db/open.ts';
import { realPath } from './db/real-path.ts';
import { acquireServingLock } from './db/serving-lock.ts';
import { createEdge, type Edge } from './edge.ts';
import {
  type CommitRecord,
  createExecutor,
  createSweeper,
  failureFields,
  patiently,
  type RunningExecutor,
  SYSTEM_CLOCK,
  SYSTEM_PRINCIPAL,
  startHousekeeping,
} from './execute/index.ts';
import { createApp, createMetrics, type RequestTimes } from './http/index.ts';
import type {
  Clock,
  CommandContext,
  GatewayApp,
  GatewayModule,
  RetentionTask,
  Signals,
  Sql,
  StorageOwner,
} from './kernel.ts';
import { EventLog, trimLog, watchWal } from './log/index.ts';
import type { MailPort } from './mail.ts';
import { KERNEL_STORAGE, migrateServed, migrationsWith } from './migrations.ts';
import { MODULES } from './modules.ts';
import { isPrivate } from './origin.ts';
import {
  Audiences,
  createRealtime,
  createRealtimeStats,
  EventStreams,
  type Realtime,
  type RealtimeStats,
} from './realtime/index.ts';
import { createSmtp } from './smtp.ts';
import { GATEWAY_VERSION } from './version.ts';

/** What a gateway is composed from. */
export interface GatewayOptions {
  readonly config: GatewayConfig;
  readonly logger: Logger;
  /** The domains it serves; by default all in `modules.ts`. */
  readonly modules?: readonly GatewayModule[];
  readonly clock?: Clock;
  /** Whether one-click personas can sign in. Administrators among them only where nobody else can reach the gateway. */
  readonly personas?: boolean;
  /** Sends mail; by default by the settings, and where they name no server, visitors' addresses stay unverified. */
  readonly mail?: MailPort;
  /** Shorter in tests. */
  readonly watermarkMs?: number;
  readonly snapshotStallMs?: number;
  readonly snapshotWindowMs?: number;
  readonly unreadMs?: number;
  readonly streamHeartbeatMs?: number;
  readonly housekeepingMs?: number;
  /** The least free disk space of a gateway that is ready, bytes. */
  readonly leastFreeBytes?: number;
  /** Receives the record of each commit, after it. */
  readonly onRecord?: (record: CommitRecord) => void;
  readonly requestTimes?: RequestTimes;
  /** Entry of the command line, which makes the scheduled backups. Default: the file that Node was started with. */
  readonly cli?: string;
  readonly backupLookMs?: number;
}

/** A gateway that can be started once. */
export interface Gateway extends Signals {
  readonly config: GatewayConfig;
  readonly logger: Logger;
  /** The executor's connection. Read from it; write through the executor. */
  readonly sql: OpenSql;
  readonly log: EventLog;
  readonly executor: RunningExecutor;
  readonly auth: AuthService;
  /** The HTTP application; routes can be added before `start`. */
  readonly app: GatewayApp;
  /** A read-only connection. */
  readonly readSql: Sql;
  /** Listens. Resolves with the address; rejects when the port is in use. */
  start(): Promise<{ readonly url: string; readonly port: number }>;
  /** Stops everything and releases every timer, handle and connection. */
  dispose(): Promise<void>;
}

/**
 * Composes a gateway: acquires the serving lock, migrates the database and creates log, executor, sign-in, HTTP and
 * realtime. Rejects with DatabaseInUseError, DamagedDatabaseError or NewerDatabaseError without changing anything.
 */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const { config } = options;
  const modules = options.modules ?? MODULES;
  const releaseLock = acquireServingLock(config.databasePath);
  let sql: OpenSql | null = null;
  try {
    await migrateServed(config.databasePath, migrationsWith(modules), {
      say: (line) => options.logger.warn({ module: 'db' }, line),
    });
    sql = openSql(config.databasePath);
    return assemble(await compose(options, modules, sql), releaseLock);
  } catch (error) {
    sql?.close();
    releaseLock();
    throw error;
  }
}

/** The parts of a gateway, created and not started. */
interface Parts {
  readonly options: GatewayOptions;
  readonly modules: readonly GatewayModule[];
  readonly clock: Clock;
  readonly sql: OpenSql;
  readonly readSql: OpenSql;
  readonly log: EventLog;
  readonly executor: RunningExecutor;
  readonly auth: AuthService;
  readonly commandLimit: BucketMap;
  readonly metrics: ReturnType<typeof createMetrics>;
  readonly stats: RealtimeStats;
  readonly signals: LateSignals;
  readonly app: GatewayApp;
  readonly sweeper: ReturnType<typeof createSweeper>;
  readonly edge: Edge;
  readonly presence: Presence;
  /** Null where none are scheduled. */
  readonly backups: Backups | null;
}

async function compose(
  options: GatewayOptions,
  modules: readonly GatewayModule[],
  sql: OpenSql,
): Promise<Parts> {
  const { config, logger } = options;
  const clock = options.clock ?? SYSTEM_CLOCK;
  const log = new EventLog(sql, {
    onError: (error) =>
      logger.error(
        { module: 'log', code: 'listener_failed', ...failureFields(error) },
        'a commit listener failed',
      ),
  });
  const readSql = openSql(config.databasePath, { readonly: true });
  const owners = [...KERNEL_STORAGE, ...modules];
  const executor = createExecutor({
    sql,
    log,
    modules,
    owners,
    config,
    clock,
    logger,
    onRecord: options.onRecord,
  });
  const secret = config.auth.secret ?? readOrCreateSecret(config.dataDir);
  const personas = options.personas !== true ? 'none' : isPrivate(config) ? 'all' : 'no_admins';
  const auth = new AuthService({ sql, executor, config, secret, clock, personas });
  const commandLimit = new BucketMap(config.limits.commands);
  const metrics = createMetrics();
  const stats = createRealtimeStats(metrics.batchSizes);
  const backups = scheduledBackups(options, log, clock);
  const streams = new EventStreams({
    log,
    auth,
    clock,
    audiences: new Audiences(modules, () => readSql),
    perUser: config.limits.connections.perUser,
    onError: (error) =>
      logger.error(
        { module: 'realtime', code: 'stream_failed', ...failureFields(error) },
        'an event stream failed',
      ),
    ...(options.streamHeartbeatMs === undefined ? {} : { heartbeatMs: options.streamHeartbeatMs }),
  });
  metrics.observe({
    log,
    executor: executor.stats,
    realtime: stats,
    streams: () => streams.size,
    backups: backups && { status: () => backups.status(), now: () => clock.now() },
  });
  const signals = new LateSignals();
  const edge = createEdge(config);
  const app = await createApp({
    config,
    logger,
    clock,
    auth,
    executor,
    commandLimit,
    log,
    readSql,
    secret,
    metrics,
    realtime: stats,
    streams,
    backups,
    mail: options.mail ?? (config.mail && createSmtp(config.mail)),
    routes: modules.flatMap(({ routes }) => routes ?? []),
    migrations: Object.keys(migrationsWith(modules)),
    leastFreeBytes: options.leastFreeBytes,
    signal: (signal) => signals.signal(signal),
    onSignal: (listener) => signals.onSignal(listener),
    ...edge,
    ...(options.requestTimes === undefined ? {} : { requestTimes: options.requestTimes }),
  });
  const sweeper = createSweeper({ executor, log, modules, principal: SYSTEM_PRINCIPAL, clock, logger });
  const presence = new Presence({
    executor,
    principal: SYSTEM_PRINCIPAL,
    now: () => clock.now(),
    graceMs: config.assignment.graceMs,
    onError: (error) =>
      logger.error(
        { module: 'assignment', code: 'presence_failed', ...failureFields(error) },
        'a connection could not be noted',
      ),
  });
  return {
    options,
    modules,
    clock,
    sql,
    readSql,
    log,
    executor,
    auth,
    commandLimit,
    metrics,
    stats,
    signals,
    app,
    sweeper,
    edge,
    presence,
    backups,
  };
}

/** Scheduled backups as configured; null for none. */
function scheduledBackups(options: GatewayOptions, log: EventLog, clock: Clock): Backups | null {
  const { config, logger } = options;
  const { everyMs, keep, dir } = config.backup;
  if (everyMs === 0) return null;
  return createBackups({
    settings: { everyMs, keep, dir },
    logId: () => log.id,
    run: backupProcess(options.cli ?? process.argv[1] ?? '', config.databasePath),
    clock,
    logger,
    lookEveryMs: options.backupLookMs,
  });
}

/** Signals of the realtime side, which is created at the start: before it, signals go nowhere. */
class LateSignals implements Signals {
  realtime: Realtime | null = null;

  signal(signal: SignalMessage): void {
    this.realtime?.signal(signal);
  }

  onSignal(listener: (signal: SignalMessage) => void): () => void {
    return this.realtime?.onSignal(listener) ?? (() => undefined);
  }
}

function assemble(parts: Parts, releaseLock: () => void): Gateway {
  const { options, sql, readSql, log, executor, auth, app, signals } = parts;
  let stopping: readonly (() => void)[] = [];
  let disposed: Promise<void> | null = null;

  async function dispose(): Promise<void> {
    for (const stop of stopping) stop();
    parts.presence.dispose();
    parts.sweeper.dispose();
    await parts.backups?.dispose();
    await signals.realtime?.dispose();
    await app.close();
    executor.dispose();
    parts.metrics.dispose();
    readSql.close();
    sql.close();
    releaseLock();
  }

  return {
    config: options.config,
    logger: options.logger,
    sql,
    log,
    executor,
    auth,
    app,
    readSql,
    signal: (signal) => signals.signal(signal),
    onSignal: (listener) => signals.onSignal(listener),
    async start() {
      signals.realtime = startRealtime(parts);
      await announceStart(parts);
      const address = await listen(app, options.config);
      parts.presence.start();
      parts.sweeper.start();
      parts.backups?.start();
      const refresh = guarded(options.logger, { module: 'log', code: 'refresh_failed' }, () => log.refresh());
      stopping = [watchWal(realPath(options.config.databasePath), refresh), startPruning(parts)];
      return address;
    },
    dispose() {
      disposed ??= dispose();
      return disposed;
    },
  };
}

function startRealtime(parts: Parts): Realtime {
  const { options, sql, log, executor, auth, commandLimit, modules, clock, stats, app } = parts;
  return createRealtime({
    http: app.server,
    sql,
    log,
    executor,
    auth,
    commandLimit,
    modules,
    config: options.config,
    demo: options.personas === true,
    clock,
    logger: options.logger,
    stats,
    presence: parts.presence,
    ...parts.edge,
    ...(options.watermarkMs === undefined ? {} : { watermarkMs: options.watermarkMs }),
    ...(options.snapshotStallMs === undefined ? {} : { snapshotStallMs: options.snapshotStallMs }),
    ...(options.snapshotWindowMs === undefined ? {} : { snapshotWindowMs: options.snapshotWindowMs }),
    ...(options.unreadMs === undefined ? {} : { unreadMs: options.unreadMs }),
  });
}

async function announceStart({ options, executor, modules, clock }: Parts): Promise<void> {
  const startedAt = clock.now();
  const run = (work: (context: CommandContext) => void): Promise<void> =>
    patiently(() => executor.run(SYSTEM_PRINCIPAL, startedAt, work), options.logger);
  await run((context) => {
    context.emit('system.gateway_started', { version: GATEWAY_VERSION, startedAt });
  });
  for (const { setup } of modules) if (setup) await run(setup);
}

async function listen(app: GatewayApp, config: GatewayConfig): Promise<{ url: string; port: number }> {
  await app.listen({ host: config.host, port: config.port });
  // An AddressInfo, not a pipe's name: `listen` was given a port.
  const { port } = app.server.address() as AddressInfo;
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  return { url: `http://${host}:${port}`, port };
}

/** Prunes the log and what every storage owner declares, in slices. Returns a function that stops it. */
function startPruning({ options, modules, clock, log, executor }: Parts): () => void {
  const { config } = options;
  const maintain = (task: RetentionTask): Promise<boolean> =>
    executor.run(SYSTEM_PRINCIPAL, clock.now(), task);
  const trim = async (): Promise<boolean> => {
    const step = log.nextTrim(
      config.logRetentionEvents,
      // The log must not keep what messages said for longer than the messages.
      expiredBefore(config.retention.messageDays, clock.now()),
    );
    if (!step) return false;
    await maintain((context) => {
      context.write(trimLog, { below: step.below, overwrite: config.retention.messageDays > 0 });
      return step.more;
    });
    log.floorMoved();
    if (config.retention.messageDays > 0) log.textRemoved();
    return step.more;
  };
  const empty = async (): Promise<boolean> => {
    if (log.holdsRemoved) log.emptyWal();
    return false;
  };
  const owners: readonly StorageOwner[] = [...KERNEL_STORAGE, ...modules];
  const tasks = owners.flatMap(({ retention }) => retention ?? []);
  const slices = tasks.map((task) => () => maintain(task));
  return startHousekeeping([trim, ...slices, empty], options.logger, options.housekeepingMs);
}

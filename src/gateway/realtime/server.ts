import type { Server as HttpServer } from 'node:http';
import type { Logger } from 'pino';
import { Server, type Socket } from 'socket.io';
import {
  MAX_MESSAGE_BYTES,
  type SignalMessage,
  WATERMARK_MS,
  type Welcome,
  type WorkspaceMessage,
} from '#shared/protocol/messages.ts';
import { channelsFor } from '#shared/protocol/permissions.ts';
import { refused } from '#shared/protocol/refusals.ts';
import { PROTOCOL_VERSION, requestsHistory } from '#shared/protocol/version.ts';
import { workspaceTimeZone } from '../admin/index.ts';
import type { AuthService, BucketMap, SignIn } from '../auth/index.ts';
import { guarded } from '../boundary.ts';
import type { GatewayConfig } from '../config.ts';
import type { Edge } from '../edge.ts';
import { failureFields, type RunningExecutor } from '../execute/index.ts';
import { workspaceStockLimits } from '../inventory/index.ts';
import type { Clock, GatewayModule, Signals, Sql } from '../kernel.ts';
import type { EventLog } from '../log/index.ts';
import { GATEWAY_VERSION } from '../version.ts';
import { Audiences } from './audience.ts';
import { Connection } from './connection.ts';
import { Connections, type PresenceListener } from './connections.ts';
import { sendEncoded } from './encoded.ts';
import { Forwarder } from './forwarder.ts';
import { admittedOf, checkHandshakes } from './handshake.ts';
import { History } from './history.ts';
import { BatchNumbers } from './messages.ts';
import { watchAdmin } from './roles.ts';
import { MAX_SNAPSHOTS, MAX_SNAPSHOTS_PER_USER, SnapshotSource } from './snapshot.ts';
import { SnapshotSlots } from './snapshot-slots.ts';
import { RowSources } from './sources.ts';
import type { RealtimeStats } from './stats.ts';
import { Subscriber } from './subscriber.ts';
import { Turns } from './turns.ts';
import { admitUpgrades } from './upgrades.ts';
import { variantOf } from './variants.ts';

/** The room of connections that can read chat; it receives chat signals. */
const SIGNAL_ROOM = 'signals';

/**
 * Largest message that is read at all: a larger one closes the connection without a reason (WebSocket code 1009). Between
 * MAX_MESSAGE_BYTES and this, the connection ends with the reason `too_large`.
 */
const HARD_LIMIT_BYTES = 4 * MAX_MESSAGE_BYTES;

/** How often connections are checked for clients that have stopped reading. */
const UNREAD_CHECK_MS = 1_000;

export interface RealtimeOptions extends Edge {
  readonly http: HttpServer;
  readonly sql: Sql;
  readonly log: EventLog;
  readonly executor: RunningExecutor;
  readonly auth: AuthService;
  /** The users' command buckets, shared with REST. */
  readonly commandLimit: BucketMap;
  readonly modules: readonly GatewayModule[];
  readonly config: GatewayConfig;
  /** Whether this is a demo store; consoles say so. */
  readonly demo?: boolean;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly stats: RealtimeStats;
  readonly presence?: PresenceListener;
  /** Shorter in tests. */
  readonly watermarkMs?: number;
  readonly snapshotStallMs?: number;
  readonly snapshotWindowMs?: number;
  readonly unreadMs?: number;
}

/** The running realtime side. */
export interface Realtime extends Signals {
  dispose(): Promise<void>;
}

/** Starts the realtime side on an HTTP server. */
export function createRealtime(options: RealtimeOptions): Realtime {
  const { log, auth, logger, stats } = options;
  const upgrades = admitUpgrades(options.http, options);
  const io = createServer(upgrades.admitted, options.config);
  const batches = new BatchNumbers();
  const { databasePath, syncWindowDays } = options.config;
  const sources = new RowSources(databasePath, syncWindowDays, options.modules);
  const audiences = new Audiences(options.modules, () => sources.sql);
  const forwarder = new Forwarder({ io, log, batches, stats, audiences, logger });
  const snapshots = new SnapshotSource(sources, log, () => options.clock.now());
  const history = new History({
    sources,
    audiences,
    liveWaits: () => forwarder.waiting,
    failed: (error) =>
      logger.error(
        { module: 'realtime', code: 'history_failed', ...failureFields(error) },
        'a page of history could not be read',
      ),
  });
  const slots = new SnapshotSlots(MAX_SNAPSHOTS, MAX_SNAPSHOTS_PER_USER);
  const connections = new Connections(auth, stats, options.presence ?? null);
  const signalListeners = new Set<(signal: SignalMessage) => void>();
  const turns = new Turns();
  const accept = {
    options,
    forwarder,
    snapshots,
    slots,
    turns,
    history,
    audiences,
    batches,
    connections,
    signalListeners,
  };

  checkHandshakes(io, {
    auth,
    logger,
    stats,
    hasRoom: () => connections.size < options.config.websocket.maxClients,
    hasRoomFor: (userId) => connections.of(userId) < options.config.limits.connections.perUser,
  });
  io.on('connection', (socket) =>
    guarded(logger, { module: 'realtime', code: 'connection_failed' }, connect, () =>
      socket.disconnect(true),
    )(socket, accept),
  );
  limitMessages(io, connections);
  const stops = [
    auth.onEnded((family) => connections.endSignIn(family)),
    log.onCommit((head) => forwarder.committed(head)),
    watchAdmin(log, {
      people: (userIds) => connections.recheck(userIds),
      workspace: () => connections.tell('workspace', workspaceOf(options)),
    }),
  ];
  const inTimer = (work: () => void): (() => void) =>
    guarded(logger, { module: 'realtime', code: 'timer_failed' }, work);
  const unread = setInterval(
    inTimer(() => connections.endUnread()),
    UNREAD_CHECK_MS,
  );
  const watermarks = setInterval(
    inTimer(() => forwarder.watermark()),
    options.watermarkMs ?? WATERMARK_MS * 0.8,
  );

  return {
    signal: (signal) => void io.to(SIGNAL_ROOM).volatile.emit('signal', signal),
    onSignal(listener) {
      signalListeners.add(listener);
      return () => signalListeners.delete(listener);
    },
    async dispose() {
      for (const stop of stops) stop();
      upgrades.dispose();
      clearInterval(unread);
      clearInterval(watermarks);
      forwarder.dispose();
      connections.close();
      history.dispose();
      turns.dispose();
      sources.close();
      io.disconnectSockets(true);
      // Ends the upgraded connections too. The HTTP server belongs to the caller.
      io.engine.close();
      io.removeAllListeners();
    },
  };
}

function createServer(http: HttpServer, config: GatewayConfig): Server {
  const io = new Server(http, {
    path: config.websocket.path,
    transports: ['websocket'],
    maxHttpBufferSize: HARD_LIMIT_BYTES,
    perMessageDeflate: config.websocket.compression ? { threshold: 1024 } : false,
    httpCompression: false,
    serveClient: false,
    connectTimeout: 10_000,
  });
  sendEncoded(io);
  return io;
}

/** What accepting a connection needs. */
interface Acceptance {
  readonly options: RealtimeOptions;
  readonly forwarder: Forwarder;
  readonly snapshots: SnapshotSource;
  readonly history: History;
  readonly audiences: Audiences;
  readonly slots: SnapshotSlots;
  readonly turns: Turns;
  readonly batches: BatchNumbers;
  readonly connections: Connections;
  readonly signalListeners: ReadonlySet<(signal: SignalMessage) => void>;
}

/** Welcomes a socket whose handshake was accepted and starts its channels. */
function connect(
  socket: Socket,
  { options, connections, signalListeners, history, ...sending }: Acceptance,
): void {
  const { log, logger, stats, auth, executor, config, clock, commandLimit, snapshotStallMs } = options;
  const { signIn, handshake } = admittedOf(socket);
  const subscriber = new Subscriber(socket, {
    ...sending,
    userId: signIn.user.id,
    variant: variantOf(signIn.principal.permissions, channelsFor(signIn.principal.permissions)),
    log,
    stats,
    windowed: requestsHistory(handshake.protocol),
    ...(options.snapshotWindowMs === undefined ? {} : { snapshotWindowMs: options.snapshotWindowMs }),
    ...(options.unreadMs === undefined ? {} : { unreadMs: options.unreadMs }),
    ...(snapshotStallMs === undefined ? {} : { snapshotStallMs }),
    failed: (socketId, error) => {
      logger.error(
        { module: 'realtime', code: 'subscriber_failed', ...failureFields(error) },
        'a connection could not be served',
      );
      connections.get(socketId)?.end(refused('gateway_connection_failed', {}));
    },
  });
  const relay = (from: Socket, signal: SignalMessage): void => {
    from.to(SIGNAL_ROOM).volatile.emit('signal', signal);
    for (const listener of signalListeners) listener(signal);
  };
  const connection = new Connection(socket, signIn, subscriber, {
    auth,
    executor,
    config,
    clock,
    stats,
    commandLimit,
    logger,
    history,
    address: options.clients.of(socket.request),
    relay,
  });
  connections.add(connection);
  // The sign-in may have ended since the token was checked.
  const ended = auth.standing(signIn);
  if (ended) {
    connection.end(ended);
    return;
  }
  auth.used(signIn, options.clients.of(socket.request));
  if (signIn.principal.permissions.has('chat:read')) void socket.join(SIGNAL_ROOM);
  socket.emit('welcome', welcome(socket.id, signIn, connection, options));
  subscriber.start(connection.channels, handshake.cursors, handshake.snapshots);
}

function workspaceOf({ sql, config }: RealtimeOptions): WorkspaceMessage {
  return {
    timeZone: workspaceTimeZone(sql, config),
    currency: config.workspace.currency,
    stockLimits: workspaceStockLimits(config),
    maxMessageLength: config.chat.maxMessageLength,
    messageRetentionDays: config.retention.messageDays,
  };
}

function welcome(
  sessionId: string,
  { user, principal }: SignIn,
  { channels }: Connection,
  options: RealtimeOptions,
): Welcome {
  const { log, clock, config } = options;
  const head = log.head();
  const floor = log.floor();
  return {
    sessionId,
    protocol: PROTOCOL_VERSION,
    gatewayVersion: GATEWAY_VERSION,
    user,
    permissions: [...principal.permissions],
    serverTime: clock.now(),
    heartbeatMs: config.websocket.heartbeatMs,
    ...workspaceOf(options),
    demo: options.demo ?? false,
    channels: channels.map((name) => ({ name, head, floor })),
  };
}

/** Ends connections that send more than MAX_MESSAGE_BYTES in one message. */
function limitMessages(io: Server, connections: Connections): void {
  io.engine.on('connection', (transport: Socket['conn']) => {
    transport.on('packet', ({ data }) => {
      if (data === undefined || bytesOf(data) <= MAX_MESSAGE_BYTES) return;
      const connection = connections.over(transport);
      if (connection) connection.tooLarge();
      else transport.close(true);
    });
  });
}

function bytesOf(data: string | ArrayBufferView | ArrayBuffer): number {
  if (typeof data !== 'string') return data.byteLength;
  // A UTF-16 code unit takes at most three bytes in UTF-8, so most messages need no counting.
  return data.length * 3 <= MAX_MESSAGE_BYTES ? data.length : Buffer.byteLength(data);
}

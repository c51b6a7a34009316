import type { Server as HttpServer } from 'node:http';
import type { Logger } from 'pino';
import { Server, type Socket } from 'socket.io';
import { z } from 'zod';
import { err, ok, type Result } from '#shared/domain/result.ts';
import { invalidFrom, type ProtocolError } from '#shared/protocol/errors.ts';
import type { AnyEvent } from '#shared/protocol/events/index.ts';
import {
  Handshake,
  MAX_MESSAGE_BYTES,
  type SignalMessage,
  WATERMARK_MS,
  type Welcome,
} from '#shared/protocol/messages.ts';
import { isCompatible, PROTOCOL_VERSION, ProtocolVersion } from '#shared/protocol/version.ts';
import { type AuthService, type BucketMap, findUser, SIGN_IN_ENDED, type SignIn } from '../auth/index.ts';
import type { GatewayConfig } from '../config.ts';
import { failureFields, type RunningExecutor } from '../execute/index.ts';
import { fromAllowedPage } from '../http/origin.ts';
import type { Clock, GatewayModule, Sql } from '../kernel.ts';
import { type EventLog, eventOf } from '../log/index.ts';
import { GATEWAY_VERSION } from '../version.ts';
import { sendEncoded } from './encoded.ts';
import { Feed } from './feed.ts';
import { LiveFanout } from './live.ts';
import { BatchNumbers } from './messages.ts';
import { RealtimeSession } from './session.ts';
import { SnapshotSource } from './snapshot.ts';
import type { RealtimeStats } from './stats.ts';

/** Those who may read chat hear who is typing. */
const SIGNAL_ROOM = 'signals';

/**
 * What is read of one message before the connection is cut without a word (WebSocket close 1009). Below it a message that
 * is larger than allowed still gets its session a reason before it ends.
 */
const HARD_LIMIT_BYTES = 4 * MAX_MESSAGE_BYTES;

export interface RealtimeOptions {
  readonly http: HttpServer;
  readonly sql: Sql;
  readonly log: EventLog;
  readonly executor: RunningExecutor;
  readonly auth: AuthService;
  /** Commands of each user, the same buckets as REST's. */
  readonly commandLimit: BucketMap;
  readonly modules: readonly GatewayModule[];
  readonly config: GatewayConfig;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly stats: RealtimeStats;
  /** Shorter in tests. */
  readonly watermarkMs?: number;
  readonly snapshotStallMs?: number;
}

export interface Realtime {
  /** Sends a signal to all agents, as from a customer. */
  signal(signal: SignalMessage): void;
  /** Hears the signals agents send. Returns the way to stop. */
  onSignal(listener: (signal: SignalMessage) => void): () => void;
  dispose(): Promise<void>;
}

/** Starts the realtime side on an HTTP server. */
export function createRealtime(options: RealtimeOptions): Realtime {
  const { log, sql, config, clock, logger, stats } = options;
  const io = new Server(options.http, {
    path: config.websocket.path,
    transports: ['websocket'],
    maxHttpBufferSize: HARD_LIMIT_BYTES,
    perMessageDeflate: config.websocket.compression ? { threshold: 1024 } : false,
    httpCompression: false,
    serveClient: false,
    connectTimeout: 10_000,
    allowRequest: (request, decide) => decide(null, fromAllowedPage(request.headers, config.host)),
  });
  sendEncoded(io);
  const batches = new BatchNumbers();
  const live = new LiveFanout({ io, log, sql, batches, stats });
  const snapshots = new SnapshotSource(config.databasePath, options.modules);
  const sessions = new Map<string, RealtimeSession>();
  const { commandLimit } = options;
  const signalListeners = new Set<(signal: SignalMessage) => void>();

  function relay(from: Socket, signal: SignalMessage): void {
    from.to(SIGNAL_ROOM).volatile.emit('signal', signal);
    for (const listener of signalListeners) listener(signal);
  }

  async function admit(
    socket: Socket,
  ): Promise<Result<{ who: SignIn; handshake: Handshake }, ProtocolError>> {
    if (sessions.size >= config.websocket.maxClients)
      return err({ code: 'unavailable', message: 'The gateway is full. Try again later.' });
    const input: unknown = socket.handshake.auth;
    const version = z.object({ protocol: ProtocolVersion }).safeParse(input);
    if (version.success && !isCompatible(version.data.protocol)) {
      const message = `This gateway speaks protocol ${PROTOCOL_VERSION.major}.${PROTOCOL_VERSION.minor}, the client ${version.data.protocol.major}.${version.data.protocol.minor}.`;
      return err({ code: 'invalid', message, field: 'client.protocol', current: PROTOCOL_VERSION });
    }
    const handshake = Handshake.safeParse(input);
    if (!handshake.success) return err(invalidFrom(handshake.error, 'handshake'));
    const who = await options.auth.authenticate(handshake.data.token);
    return who.ok ? ok({ who: who.value, handshake: handshake.data }) : who;
  }

  io.use((socket, next) => {
    admit(socket).then(
      (admitted) => {
        if (!admitted.ok) {
          stats.refused += 1;
          next(Object.assign(new Error(admitted.error.message), { data: admitted.error }));
          return;
        }
        socket.data = admitted.value;
        next();
      },
      (error: unknown) => {
        logger.error(
          { module: 'realtime', code: 'handshake_failed', ...failureFields(error) },
          'a handshake failed',
        );
        const data: ProtocolError = { code: 'internal', message: 'The gateway failed on this handshake.' };
        next(Object.assign(new Error(data.message), { data }));
      },
    );
  });

  io.on('connection', (socket) => {
    // Set by the middleware above, and by nothing else.
    const { who, handshake } = socket.data as { who: SignIn; handshake: Handshake };
    const feed = new Feed(socket, {
      log,
      live,
      snapshots,
      batches,
      stats,
      ...(options.snapshotStallMs === undefined ? {} : { snapshotStallMs: options.snapshotStallMs }),
      failed: (socketId, error) => {
        logger.error(
          { module: 'realtime', code: 'feed_failed', ...failureFields(error) },
          'a connection could not be served',
        );
        sessions
          .get(socketId)
          ?.end({ code: 'internal', message: 'The gateway failed to serve this connection. Connect again.' });
      },
    });
    const session = new RealtimeSession(socket, who, feed, {
      auth: options.auth,
      executor: options.executor,
      config,
      clock,
      stats,
      commandLimit,
      relay,
    });
    sessions.set(socket.id, session);
    stats.connections = sessions.size;
    socket.on('disconnect', () => {
      session.close();
      sessions.delete(socket.id);
      stats.connections = sessions.size;
    });
    // The sign-in may have been ended since the token was checked.
    if (options.auth.hasEnded(who.family)) {
      session.end({ code: 'unauthenticated', message: SIGN_IN_ENDED });
      return;
    }
    if (who.principal.permissions.has('chat:read')) void socket.join(SIGNAL_ROOM);
    socket.emit('welcome', welcome(socket, who, session));
    feed.start(session.channels, handshake.cursors);
  });

  function welcome(socket: Socket, who: SignIn, session: RealtimeSession): Welcome {
    const head = log.head();
    const floor = log.floor();
    return {
      sessionId: socket.id,
      protocol: PROTOCOL_VERSION,
      gatewayVersion: GATEWAY_VERSION,
      user: who.user,
      permissions: [...who.principal.permissions],
      serverTime: clock.now(),
      heartbeatMs: config.websocket.heartbeatMs,
      timeZone: config.workspace.timeZone,
      currency: config.workspace.currency,
      channels: session.channels.map((name) => ({ name, head, floor })),
    };
  }

  /** A session lives with the permissions it began with: where they change it ends, and the client comes back with the new ones. */
  function recheck(userIds: ReadonlySet<string> | null): void {
    for (const session of sessions.values()) {
      if (userIds && !userIds.has(session.userId)) continue;
      const user = findUser(sql, session.userId);
      if (!user) session.end({ code: 'unauthenticated', message: 'This account no longer exists.' });
      else if (user.role !== session.role)
        session.end({ code: 'unavailable', message: 'Your role has changed. Connect again.' });
    }
  }

  io.engine.on('connection', (connection: Socket['conn']) => {
    connection.on('packet', ({ data }) => {
      if (data === undefined || bytesOf(data) <= MAX_MESSAGE_BYTES) return;
      const session = [...sessions.values()].find(({ socket }) => socket.conn === connection);
      if (session) session.tooLarge();
      else connection.close(true);
    });
  });

  const stopHearing = options.auth.onEnded((family) => {
    for (const session of sessions.values())
      if (session.family === family) session.end({ code: 'unauthenticated', message: SIGN_IN_ENDED });
  });

  let seen = log.head();
  const stopListening = log.onCommit((head) => {
    live.committed(head);
    const changed = new Set<string>();
    let complete = log.recent(seen + 1) !== undefined;
    for (let seq = seen + 1; complete && seq <= head; seq += 1) {
      const logged = log.recent(seq);
      if (!logged) complete = false;
      else if (logged.channel === 'admin') collect(eventOf(logged), changed);
    }
    seen = head;
    // What another process wrote is not in memory: then everybody is looked at.
    if (!complete) recheck(null);
    else if (changed.size > 0) recheck(changed);
  });
  const watermarks = setInterval(() => live.watermark(), options.watermarkMs ?? WATERMARK_MS * 0.8);

  return {
    signal: (signal) => void io.to(SIGNAL_ROOM).volatile.emit('signal', signal),
    onSignal(listener) {
      signalListeners.add(listener);
      return () => signalListeners.delete(listener);
    },
    async dispose() {
      stopListening();
      stopHearing();
      clearInterval(watermarks);
      live.dispose();
      for (const session of sessions.values()) session.close();
      io.disconnectSockets(true);
      // Also ends the HTTP server's upgraded connections; the HTTP server itself belongs to its owner.
      await new Promise<void>((resolve) => {
        io.engine.close();
        io.removeAllListeners();
        resolve();
      });
    },
  };
}

function bytesOf(data: string | ArrayBufferView | ArrayBuffer): number {
  if (typeof data !== 'string') return data.byteLength;
  // No character has more than three bytes per code unit: most messages need no counting.
  return data.length * 3 <= MAX_MESSAGE_BYTES ? data.length : Buffer.byteLength(data);
}

function collect(event: AnyEvent, changed: Set<string>): void {
  if (event.type === 'admin.role_changed') changed.add(event.data.userId);
}

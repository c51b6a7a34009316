import type { Logger } from 'pino';
import type { Socket } from 'socket.io';
import type { z } from 'zod';
import type { Channel } from '#shared/protocol/channels.ts';
import type { ProtocolError } from '#shared/protocol/errors.ts';
import { invalidFrom } from '#shared/protocol/issues.ts';
import {
  AckMessage,
  type ClientMessage,
  HeartbeatMessage,
  HistoryMessage,
  isClientMessage,
  MAX_MESSAGE_BYTES,
  ResyncMessage,
  SignalMessage,
  TokenMessage,
} from '#shared/protocol/messages.ts';
import { channelsFor } from '#shared/protocol/permissions.ts';
import { refused } from '#shared/protocol/refusals.ts';
import { type AuthService, type BucketMap, type SignIn, TokenBucket } from '../auth/index.ts';
import { guarded } from '../boundary.ts';
import type { GatewayConfig } from '../config.ts';
import type { Clock, Executor } from '../kernel.ts';
import type { History, HistoryClient } from './history.ts';
import type { RealtimeStats } from './stats.ts';
import type { Subscriber } from './subscriber.ts';
import { variantOf } from './variants.ts';

/** Restarting channels costs reads and snapshots; no honest client does it more often. */
const RESYNC_LIMIT = { perSecond: 0.5, burst: 20 };
const SIGNAL_LIMIT = { perSecond: 5, burst: 20 };
/** Acknowledgements that say nothing new; each client sends one for each batch. */
const REPEATED_ACK_LIMIT = { perSecond: 1, burst: 20 };
/** Longest life of a signal, whatever its sender asks for, ms. */
const SIGNAL_TTL_MS = { typing: 10_000, viewing: 30_000 } as const;
/** Longest delay of a timer (setTimeout takes a signed 32-bit number). */
const MAX_DELAY_MS = 2 ** 31 - 1;

type Acknowledge = (answer: unknown) => void;

/** What a connection needs of the gateway. */
export interface ConnectionDependencies {
  readonly auth: AuthService;
  readonly executor: Executor;
  readonly config: GatewayConfig;
  readonly clock: Clock;
  readonly stats: RealtimeStats;
  readonly commandLimit: BucketMap;
  readonly logger: Logger;
  readonly history: History;
  /** The client's address. */
  readonly address: string;
  /** Relays a validated signal to all other connections that can read chat. */
  readonly relay: (from: Socket, signal: SignalMessage) => void;
}

/** The socket of one signed-in client: checks every message, and ends with its token, its role or after repeated abuse. */
export class Connection {
  readonly socket: Socket;
  readonly #on: ConnectionDependencies;
  readonly #subscriber: Subscriber;
  #signIn: SignIn;
  #channels: readonly Channel[];
  readonly #messages: TokenBucket;
  readonly #abuse: TokenBucket;
  readonly #resyncs: TokenBucket;
  readonly #signals: TokenBucket;
  /** The request for history that is not answered yet. */
  #asking: HistoryClient | null = null;
  readonly #repeatedAcks: TokenBucket;
  #expiry: NodeJS.Timeout | null = null;
  #closed = false;
  readonly #receivers: Readonly<
    Record<ClientMessage, (body: unknown, acknowledge: Acknowledge | null) => void | Promise<void>>
  > = {
    command: (body, acknowledge) => this.#command('command', body, acknowledge),
    withdraw: (body, acknowledge) => this.#command('withdraw', body, acknowledge),
    ack: (body) => this.#ack(body),
    resync: (body) => this.#resync(body),
    history: (body, acknowledge) => this.#history(body, acknowledge),
    token: (body, acknowledge) => this.#token(body, acknowledge),
    heartbeat: (body, acknowledge) => this.#heartbeat(body, acknowledge),
    signal: (body) => this.#signal(body),
  };

  constructor(socket: Socket, signIn: SignIn, subscriber: Subscriber, dependencies: ConnectionDependencies) {
    this.socket = socket;
    this.#signIn = signIn;
    this.#subscriber = subscriber;
    this.#on = dependencies;
    this.#channels = channelsFor(signIn.principal.permissions);
    const { limits } = dependencies.config;
    const now = performance.now();
    this.#messages = new TokenBucket(limits.messages, now);
    this.#abuse = new TokenBucket(
      { perSecond: limits.messages.perSecond / 10, burst: limits.messages.burst },
      now,
    );
    this.#resyncs = new TokenBucket(RESYNC_LIMIT, now);
    this.#signals = new TokenBucket(SIGNAL_LIMIT, now);
    this.#repeatedAcks = new TokenBucket(REPEATED_ACK_LIMIT, now);
    this.#armExpiry();
    socket.onAny(
      guarded(
        dependencies.logger,
        { module: 'realtime', code: 'message_failed' },
        (name: unknown, ...args: unknown[]) => this.#receive(name, args),
        () => this.end(refused('gateway_connection_failed', {})),
      ),
    );
  }

  get userId(): string {
    return this.#signIn.user.id;
  }

  /** The sign-in the connection depends on. */
  get family(): string {
    return this.#signIn.family;
  }

  /** The sign-in as it was when the connection began, with the token it was given last. */
  get signIn(): SignIn {
    return this.#signIn;
  }

  get channels(): readonly Channel[] {
    return this.#channels;
  }

  /** Ends the connection after a message over the size limit, which is not parsed. */
  tooLarge(): void {
    this.#on.stats.malformed += 1;
    this.end({
      code: 'too_large',
      message: `A message can have at most ${MAX_MESSAGE_BYTES} bytes.`,
      field: 'message',
    });
  }

  /**
   * Ends the connection if its client has stopped reading. It cannot be told why, and the socket is destroyed: closing would
   * wait until everything is read.
   */
  endIfUnread(now: number): void {
    if (this.#closed || !this.#subscriber.unread(now)) return;
    this.#on.stats.unread += 1;
    this.socket.conn.request.socket.destroy();
  }

  /** Ends the connection with a reason the client can act on. */
  end(error: ProtocolError): void {
    if (this.#closed) return;
    this.socket.emit('problem', { about: 'session', error });
    const net = this.socket.conn.request.socket;
    this.socket.disconnect(true);
    // Closing waits until everything is read; nobody may be reading.
    if (this.#subscriber.blocked) net.destroy();
  }

  /** Stops timers and sending, after the socket is gone. */
  close(): void {
    this.#closed = true;
    if (this.#expiry) clearTimeout(this.#expiry);
    this.#subscriber.close();
    if (this.#asking) this.#on.history.drop(this.#asking);
    this.socket.offAny();
  }

  #receive(name: unknown, args: readonly unknown[]): void | Promise<void> {
    if (this.#closed) return;
    const last = args.at(-1);
    // Socket.IO passes a function where the client asked for an answer; nothing else from the wire is one.
    const acknowledge = typeof last === 'function' ? (last as Acknowledge) : null;
    const body: unknown = args.length > (acknowledge ? 1 : 0) ? args[0] : undefined;
    if (name === 'ack') {
      this.#receivers.ack(body, null);
      return;
    }
    const about = typeof name === 'string' ? name.slice(0, 80) : 'message';
    const wait = this.#messages.take(performance.now());
    if (wait > 0) {
      this.#refuse(about, body, acknowledge, refused('too_many_requests', {}, { retryAfterMs: wait }));
      return;
    }
    if (typeof name !== 'string' || !isClientMessage(name)) {
      this.#refuse(about, body, acknowledge, {
        code: 'invalid',
        message: 'Unknown message.',
        field: 'message',
      });
      return;
    }
    return this.#receivers[name](body, acknowledge);
  }

  /** Parses a body. Refuses an invalid one and returns undefined. */
  #parse<S extends z.ZodType>(
    about: string,
    schema: S,
    body: unknown,
    acknowledge: Acknowledge | null,
  ): z.output<S> | undefined {
    const parsed = schema.safeParse(body);
    if (parsed.success) return parsed.data;
    this.#refuse(about, body, acknowledge, invalidFrom(parsed.error, about));
    return undefined;
  }

  /** Answers a refused message and counts it: too many end the connection. */
  #refuse(about: string, body: unknown, acknowledge: Acknowledge | null, error: ProtocolError): void {
    this.#on.stats.malformed += 1;
    if (this.#abuse.take(performance.now()) > 0) {
      this.end(refused('messages_invalid', {}, { retryAfterMs: 10_000 }));
      return;
    }
    if (!acknowledge) this.socket.emit('problem', { about, error });
    else if (about === 'command' || about === 'withdraw') acknowledge({ ok: false, id: idOf(body), error });
    else acknowledge({ ok: false, error });
  }

  #command(about: 'command' | 'withdraw', body: unknown, acknowledge: Acknowledge | null): void {
    const { commandLimit, executor, address } = this.#on;
    if (!acknowledge) {
      this.#refuse(about, body, null, {
        code: 'invalid',
        message: 'A command needs an acknowledgement.',
        field: 'ack',
      });
      return;
    }
    const wait = commandLimit.take(this.#signIn.user.id, performance.now());
    if (wait > 0) {
      this.#refuse(about, body, acknowledge, refused('too_many_commands', {}, { retryAfterMs: wait }));
      return;
    }
    const principal = { ...this.#signIn.principal, address };
    const answered =
      about === 'command' ? executor.submit(principal, body) : executor.withdraw(principal, body);
    void answered.then((reply) => {
      if (!reply.ok && reply.error.code === 'invalid')
        this.#refuse(about, { id: reply.id }, acknowledge, reply.error);
      else if (!this.#closed) acknowledge(reply);
    });
  }

  #ack(body: unknown): void {
    const message = AckMessage.safeParse(body);
    if (!message.success) {
      this.#refuse('ack', body, null, invalidFrom(message.error, 'ack'));
      return;
    }
    const outcome = this.#subscriber.acknowledge(message.data.batch);
    if (outcome === 'new') return;
    if (outcome === 'unknown') {
      this.#refuse('ack', body, null, {
        code: 'invalid',
        message: 'No batch with this number was sent.',
        field: 'batch',
      });
      return;
    }
    const wait = this.#repeatedAcks.take(performance.now());
    if (wait > 0)
      this.#refuse('ack', body, null, {
        code: 'rate_limited',
        message: 'This batch is acknowledged already.',
        retryAfterMs: wait,
      });
  }

  #resync(body: unknown): void {
    const message = this.#parse('resync', ResyncMessage, body, null);
    if (!message) return;
    const wait = this.#resyncs.take(performance.now());
    if (wait > 0) {
      this.#refuse('resync', body, null, {
        code: 'rate_limited',
        message: 'Too many resyncs. Slow down.',
        retryAfterMs: wait,
      });
      return;
    }
    const asked = this.#channels.filter((channel) => channel in message.cursors);
    this.#subscriber.start(asked, message.cursors, message.snapshots);
  }

  #history(body: unknown, acknowledge: Acknowledge | null): void {
    const message = this.#parse('history', HistoryMessage, body, acknowledge);
    if (!message) return;
    if (!acknowledge) {
      const error = 'A request for history needs an acknowledgement.';
      this.#refuse('history', body, null, { code: 'invalid', message: error, field: 'ack' });
      return;
    }
    const subscriber = this.#subscriber;
    const client: HistoryClient = {
      variant: variantOf(this.#signIn.principal.permissions, this.#channels),
      userId: this.#signIn.user.id,
      channels: this.#channels,
      get outstanding() {
        return subscriber.outstanding.length;
      },
      answer: (answer) => {
        this.#asking = null;
        if (!this.#closed) acknowledge(answer);
      },
    };
    if (this.#asking) {
      const error = 'One request for history at a time.';
      this.#refuse('history', body, acknowledge, { code: 'rate_limited', message: error, retryAfterMs: 100 });
      return;
    }
    this.#asking = client;
    this.#on.history.request(client, message);
  }

  async #token(body: unknown, acknowledge: Acknowledge | null): Promise<void> {
    const message = this.#parse('token', TokenMessage, body, acknowledge);
    if (!message) return;
    const checked = await this.#on.auth.authenticate(message.token);
    if (this.#closed) return;
    if (!checked.ok) {
      this.#refuse('token', body, acknowledge, checked.error);
      return;
    }
    if (checked.value.user.id !== this.#signIn.user.id) {
      this.#refuse('token', body, acknowledge, refused('token_foreign', {}, { field: 'token' }));
      return;
    }
    const { expiresAt, family } = checked.value;
    this.#signIn = { ...this.#signIn, expiresAt, family };
    this.#armExpiry();
    acknowledge?.({ ok: true, accessExpiresAt: expiresAt });
  }

  #heartbeat(body: unknown, acknowledge: Acknowledge | null): void {
    const message = this.#parse('heartbeat', HeartbeatMessage, body, acknowledge);
    if (message) acknowledge?.({ serverTime: this.#on.clock.now() });
  }

  #signal(body: unknown): void {
    const message = this.#parse('signal', SignalMessage, body, null);
    if (!message) return;
    if (!this.#signIn.principal.permissions.has('chat:write')) {
      this.#refuse('signal', body, null, {
        code: 'forbidden',
        message: 'This needs the permission chat:write.',
        permission: 'chat:write',
      });
      return;
    }
    const wait = this.#signals.take(performance.now());
    if (wait > 0) {
      this.#refuse('signal', body, null, {
        code: 'rate_limited',
        message: 'Too many signals. Slow down.',
        retryAfterMs: wait,
      });
      return;
    }
    const expiresAt = Math.min(message.expiresAt, this.#on.clock.now() + SIGNAL_TTL_MS[message.type]);
    // The gateway sets who it is from, so that nobody can type under another user's name.
    const { id: userId, name } = this.#signIn.user;
    const from = { userId, name, expiresAt };
    this.#on.relay(
      this.socket,
      message.type === 'typing' ? { ...message, ...from, who: 'user' } : { ...message, ...from },
    );
  }

  #armExpiry(): void {
    if (this.#expiry) clearTimeout(this.#expiry);
    const left = this.#signIn.expiresAt - this.#on.clock.now();
    this.#expiry = setTimeout(
      () => {
        if (left > MAX_DELAY_MS) this.#armExpiry();
        else this.end(refused('token_expired', {}, { field: 'token' }));
      },
      Math.min(Math.max(left, 0), MAX_DELAY_MS),
    );
  }
}

function idOf(body: unknown): string {
  if (typeof body !== 'object' || body === null || !('id' in body) || typeof body.id !== 'string') return '';
  return body.id.slice(0, 64);
}

import type { Socket } from 'socket.io';
import type { z } from 'zod';
import { type Channel, channelsFor } from '#shared/protocol/channels.ts';
import { invalidFrom, type ProtocolError } from '#shared/protocol/errors.ts';
import {
  AckMessage,
  CLIENT_MESSAGES,
  HeartbeatMessage,
  MAX_MESSAGE_BYTES,
  ResyncMessage,
  SignalMessage,
  TokenMessage,
} from '#shared/protocol/messages.ts';
import { type AuthService, type BucketMap, type SignIn, TokenBucket } from '../auth/index.ts';
import type { GatewayConfig } from '../config.ts';
import type { Clock, Executor } from '../kernel.ts';
import type { Feed } from './feed.ts';
import type { RealtimeStats } from './stats.ts';

/** Restarting channels costs reads and snapshots; this often is enough for any honest client. */
const RESYNC_LIMIT = { perSecond: 0.5, burst: 20 };
const SIGNAL_LIMIT = { perSecond: 5, burst: 20 };
/** A signal lives no longer than this, whatever its sender says. */
const SIGNAL_TTL_MS = 10_000;
/** A timer cannot be set further ahead. */
const MAX_DELAY_MS = 2 ** 31 - 1;

type Acknowledge = (answer: unknown) => void;
type ClientMessage = (typeof CLIENT_MESSAGES)[number];

export interface SessionDependencies {
  readonly auth: AuthService;
  readonly executor: Executor;
  readonly config: GatewayConfig;
  readonly clock: Clock;
  readonly stats: RealtimeStats;
  readonly commandLimit: BucketMap;
  /** Relays a checked signal to everybody else who may read chat. */
  readonly relay: (from: Socket, signal: SignalMessage) => void;
}

const isClientMessage = (name: string): name is ClientMessage =>
  (CLIENT_MESSAGES as readonly string[]).includes(name);

/** One signed-in connection: checks everything it sends, and ends with its token, its role or its patience. */
export class RealtimeSession {
  readonly socket: Socket;
  readonly #on: SessionDependencies;
  readonly #feed: Feed;
  #who: SignIn;
  #channels: readonly Channel[];
  readonly #messages: TokenBucket;
  readonly #abuse: TokenBucket;
  readonly #resyncs: TokenBucket;
  readonly #signals: TokenBucket;
  #expiry: NodeJS.Timeout | null = null;
  #closed = false;
  readonly #handlers: Readonly<
    Record<ClientMessage, (body: unknown, acknowledge: Acknowledge | null) => void>
  > = {
    command: (body, acknowledge) => this.#command(body, acknowledge),
    ack: (body) => this.#ack(body),
    resync: (body) => this.#resync(body),
    token: (body, acknowledge) => void this.#token(body, acknowledge),
    heartbeat: (body, acknowledge) => this.#heartbeat(body, acknowledge),
    signal: (body) => this.#signal(body),
  };

  constructor(socket: Socket, who: SignIn, feed: Feed, dependencies: SessionDependencies) {
    this.socket = socket;
    this.#who = who;
    this.#feed = feed;
    this.#on = dependencies;
    this.#channels = channelsFor(who.principal.permissions);
    const { limits } = dependencies.config;
    const now = performance.now();
    this.#messages = new TokenBucket(limits.messages, now);
    this.#abuse = new TokenBucket(
      { perSecond: limits.messages.perSecond / 10, burst: limits.messages.burst },
      now,
    );
    this.#resyncs = new TokenBucket(RESYNC_LIMIT, now);
    this.#signals = new TokenBucket(SIGNAL_LIMIT, now);
    this.#armExpiry();
    socket.onAny((name: unknown, ...args: unknown[]) => this.#receive(name, args));
  }

  get userId(): string {
    return this.#who.user.id;
  }

  /** The sign-in the session lives by. */
  get family(): string {
    return this.#who.family;
  }

  get role(): string {
    return this.#who.user.role;
  }

  get channels(): readonly Channel[] {
    return this.#channels;
  }

  /** Something came that is too large to be one of ours. It is in memory already, but is not looked at. */
  tooLarge(): void {
    this.#on.stats.malformed += 1;
    this.end({
      code: 'too_large',
      message: `A message may have ${MAX_MESSAGE_BYTES} bytes.`,
      field: 'message',
    });
  }

  /** Ends the session with a reason the client can act on. */
  end(error: ProtocolError): void {
    if (this.#closed) return;
    this.socket.emit('problem', { about: 'session', error });
    this.socket.disconnect(true);
  }

  close(): void {
    this.#closed = true;
    if (this.#expiry) clearTimeout(this.#expiry);
    this.#feed.close();
    this.socket.offAny();
  }

  #receive(name: unknown, args: readonly unknown[]): void {
    if (this.#closed) return;
    const last = args.at(-1);
    // Socket.IO hands over its own function where the client asked for an answer; nothing else on the wire is one.
    const acknowledge = typeof last === 'function' ? (last as Acknowledge) : null;
    const body: unknown = args.length > (acknowledge ? 1 : 0) ? args[0] : undefined;
    if (name === 'ack') {
      this.#handlers.ack(body, null);
      return;
    }
    const about = typeof name === 'string' ? name.slice(0, 80) : 'message';
    const wait = this.#messages.take(performance.now());
    if (wait > 0) {
      this.#refuse(about, body, acknowledge, {
        code: 'rate_limited',
        message: 'Too many messages. Slow down.',
        retryAfterMs: wait,
      });
      return;
    }
    if (typeof name !== 'string' || !isClientMessage(name)) {
      this.#refuse(about, body, acknowledge, {
        code: 'invalid',
        message: 'There is no such message.',
        field: 'message',
      });
      return;
    }
    this.#handlers[name](body, acknowledge);
  }

  /** Parses a body; a bad one is answered and undefined returned. */
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

  /** Answers a message that is refused, and counts it: too many end the session. */
  #refuse(about: string, body: unknown, acknowledge: Acknowledge | null, error: ProtocolError): void {
    this.#on.stats.malformed += 1;
    if (this.#abuse.take(performance.now()) > 0) {
      this.end({ code: 'rate_limited', message: 'Too many bad messages.', retryAfterMs: 10_000 });
      return;
    }
    if (!acknowledge) this.socket.emit('problem', { about, error });
    else if (about === 'command') acknowledge({ ok: false, id: idOf(body), error });
    else acknowledge({ ok: false, error });
  }

  #command(body: unknown, acknowledge: Acknowledge | null): void {
    if (!acknowledge) {
      this.#refuse('command', body, null, {
        code: 'invalid',
        message: 'A command needs an acknowledgement.',
        field: 'ack',
      });
      return;
    }
    const wait = this.#on.commandLimit.take(this.#who.user.id, performance.now());
    if (wait > 0) {
      this.#refuse('command', body, acknowledge, {
        code: 'rate_limited',
        message: 'Too many commands. Slow down.',
        retryAfterMs: wait,
      });
      return;
    }
    void this.#on.executor.submit(this.#who.principal, body).then((reply) => {
      if (!reply.ok && reply.error.code === 'invalid')
        this.#refuse('command', { id: reply.id }, acknowledge, reply.error);
      else if (!this.#closed) acknowledge(reply);
    });
  }

  #ack(body: unknown): void {
    const message = AckMessage.safeParse(body);
    if (message.success && this.#feed.acknowledge(message.data.batch)) return;
    const error: ProtocolError = message.success
      ? { code: 'invalid', message: 'No such batch was sent.', field: 'batch' }
      : invalidFrom(message.error, 'ack');
    this.#refuse('ack', body, null, error);
  }

  #resync(body: unknown): void {
    const message = this.#parse('resync', ResyncMessage, body, null);
    if (!message) return;
    const wait = this.#resyncs.take(performance.now());
    if (wait > 0) {
      this.#refuse('resync', body, null, {
        code: 'rate_limited',
        message: 'Too many restarts. Slow down.',
        retryAfterMs: wait,
      });
      return;
    }
    const asked = this.#channels.filter((channel) => channel in message.cursors);
    this.#feed.start(asked, message.cursors);
  }

  async #token(body: unknown, acknowledge: Acknowledge | null): Promise<void> {
    const message = this.#parse('token', TokenMessage, body, acknowledge);
    if (!message) return;
    const session = await this.#on.auth.authenticate(message.token);
    if (this.#closed) return;
    if (!session.ok) {
      this.#refuse('token', body, acknowledge, session.error);
      return;
    }
    if (session.value.user.id !== this.#who.user.id) {
      this.#refuse('token', body, acknowledge, {
        code: 'forbidden',
        message: 'This token is somebody else’s.',
        field: 'token',
      });
      return;
    }
    const { expiresAt, family } = session.value;
    this.#who = { ...this.#who, expiresAt, family };
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
    if (!this.#who.principal.permissions.has('chat:write')) {
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
    const expiresAt = Math.min(message.expiresAt, this.#on.clock.now() + SIGNAL_TTL_MS);
    // The name is the gateway's to say: nobody types as somebody else.
    const { name } = this.#who.user;
    const signal: SignalMessage =
      message.type === 'typing'
        ? { ...message, name, who: 'user', expiresAt }
        : { ...message, name, expiresAt };
    this.#on.relay(this.socket, signal);
  }

  #armExpiry(): void {
    if (this.#expiry) clearTimeout(this.#expiry);
    const left = this.#who.expiresAt - this.#on.clock.now();
    this.#expiry = setTimeout(
      () => this.end({ code: 'unauthenticated', message: 'The access token has expired.', field: 'token' }),
      Math.min(Math.max(left, 0), MAX_DELAY_MS),
    );
  }
}

function idOf(body: unknown): string {
  if (typeof body !== 'object' || body === null || !('id' in body) || typeof body.id !== 'string') return '';
  return body.id.slice(0, 64);
}

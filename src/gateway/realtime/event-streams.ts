import type { ServerResponse } from 'node:http';
import type { Channel } from '#shared/protocol/channels.ts';
import type { ProtocolError } from '#shared/protocol/errors.ts';
import { LIVE_BATCH_MS } from '#shared/protocol/messages.ts';
import { refused } from '#shared/protocol/refusals.ts';
import type { AuthService, SignIn } from '../auth/index.ts';
import type { Clock } from '../kernel.ts';
import type { EventLog, LoggedEvent } from '../log/index.ts';
import { frame, isForeign, type Position, positionText } from '../sse.ts';
import { GATEWAY_VERSION } from '../version.ts';
import type { Audiences } from './audience.ts';
import { PAGE_BYTES } from './messages.ts';
import { watchAdmin } from './roles.ts';
import { shownEvent, type Variant, variantOf } from './variants.ts';

/** The interval of heartbeats, ms. */
export const STREAM_HEARTBEAT_MS = 30_000;
/** The maximum number of open streams. */
const MAX_STREAMS = 2_000;
/** Events read at a time for one stream. */
const PAGE = { maxEvents: 200, maxBytes: PAGE_BYTES };

/** Reads in a row for one stream, before others and commands get their turn: a stream far behind reads much that is not for it. */
const STEPS_PER_TURN = 4;

/** Names that other programs of this kind use. All other events have the name of their type. */
const NAMES: Readonly<Record<string, string>> = {
  'orders.created': 'order_created',
  'orders.updated': 'order_updated',
  'payments.received': 'payment_received',
};

/** A client's open stream. */
interface Stream {
  readonly signIn: SignIn;
  readonly channels: ReadonlySet<Channel>;
  readonly variant: Variant;
  readonly response: ServerResponse;
  /** Everything of the channels up to here was written. */
  cursor: number;
  /** How much waited for the client at the last heartbeat; null where nothing did. */
  stuckAt: string | null;
  /** Whether it goes on in a later turn. */
  waits: boolean;
}

/** What streams need. */
export interface EventStreamsOptions {
  readonly log: EventLog;
  readonly audiences: Audiences;
  readonly auth: Pick<AuthService, 'standing' | 'onEnded'>;
  readonly clock: Pick<Clock, 'now'>;
  /** The maximum number of streams of one user. */
  readonly perUser: number;
  /** Receives the errors of streams; a stream whose read fails is ended, and its client opens another. */
  readonly onError: (error: unknown) => void;
  /** Shorter in tests. */
  readonly heartbeatMs?: number;
}

/**
 * The streams of `GET /api/v1/events/stream`: what a user may see of the log, as server-sent events. A stream always reads the log
 * from its own place, so that new, slow and resumed ones are handled alike and nothing is queued: while its socket is full, it
 * reads nothing. Streams at the same place share what is read and written.
 *
 * ```
 *  client                                  stream
 *    │ ── Last-Event-ID: 17.0198… ───────▶ │ in the log: go on after it
 *    │                                     │ none: begin at the head
 *    │                                     │ restored or trimmed: `reset`, begin at the head
 *    │ ◀── connected ───────────────────── │
 *    │ ◀── order_created, chat.assigned …  │ after each commit, a batch
 *    │ ◀── heartbeat ───────────────────── │ every 30 s; at the head, its id moves the client's place
 *    │ ◀── ended ───────────────────────── │ the sign-in is over: connect again with a new token
 * ```
 */
export class EventStreams {
  readonly #options: EventStreamsOptions;
  readonly #open = new Set<Stream>();
  readonly #perUser = new Map<string, number>();
  #stops: readonly (() => void)[] = [];
  #timer: NodeJS.Timeout | null = null;
  #flushedAt = Number.NEGATIVE_INFINITY;
  /** When the last heartbeat was, monotonic. */
  #beatAt = Number.NEGATIVE_INFINITY;

  constructor(options: EventStreamsOptions) {
    this.#options = options;
  }

  /** The number of open streams. */
  get size(): number {
    return this.#open.size;
  }

  /** Whether a user can open another stream. */
  hasRoom(userId: string): boolean {
    return this.#open.size < MAX_STREAMS && (this.#perUser.get(userId) ?? 0) < this.#options.perUser;
  }

  /** Takes over a response whose headers were sent. `after` is the last event that the client has; null begins at the head. */
  add(signIn: SignIn, channels: readonly Channel[], response: ServerResponse, after: Position | null): void {
    if (this.#open.size === 0) this.#wake();
    const { log } = this.#options;
    const lost = after === null ? null : this.#lost(after);
    const stream: Stream = {
      signIn,
      channels: new Set(channels),
      variant: variantOf(signIn.principal.permissions, channels),
      response,
      cursor: after === null || lost !== null ? log.head() : after.seq,
      stuckAt: null,
      waits: false,
    };
    this.#open.add(stream);
    this.#perUser.set(signIn.user.id, (this.#perUser.get(signIn.user.id) ?? 0) + 1);
    response.on('error', () => undefined);
    response.on('drain', () => this.#guarded(stream));
    response.on('close', () => this.#remove(stream));
    response.write(this.#greeting(stream));
    if (lost !== null) this.#reset(stream, lost);
    // The sign-in may have ended since the token was checked.
    const ended = this.#options.auth.standing(signIn);
    if (ended) this.#end(stream, ended);
    else this.#guarded(stream);
  }

  /** Ends all streams. */
  dispose(): void {
    for (const { response } of this.#open) response.end();
    this.#open.clear();
    this.#perUser.clear();
    this.#sleep();
  }

  /** Why a client cannot go on after a position; null if it can. */
  #lost(after: Position): 'restored' | 'trimmed' | null {
    const { log } = this.#options;
    if (isForeign(log, after)) return 'restored';
    return after.seq < log.floor() ? 'trimmed' : null;
  }

  #greeting({ signIn: { user, expiresAt }, channels, cursor }: Stream): string {
    const { log, clock, heartbeatMs = STREAM_HEARTBEAT_MS } = this.#options;
    const greeting = {
      user: { id: user.id, name: user.name, role: user.role },
      channels: [...channels],
      head: log.head(),
      serverTime: clock.now(),
      expiresAt,
      heartbeatMs,
      gatewayVersion: GATEWAY_VERSION,
    };
    return frame('connected', JSON.stringify(greeting), positionText(log, cursor));
  }

  /** Tells a client that it cannot have all events since the last one that it has: it reads what it needs anew, over REST. */
  #reset(stream: Stream, reason: 'restored' | 'trimmed'): void {
    const head = this.#options.log.head();
    stream.cursor = head;
    stream.response.write(
      frame('reset', JSON.stringify({ reason, head }), positionText(this.#options.log, head)),
    );
  }

  #wake(): void {
    const { log, auth, heartbeatMs = STREAM_HEARTBEAT_MS } = this.#options;
    const heartbeat = setInterval(() => this.#heartbeat(), heartbeatMs);
    this.#stops = [
      () => clearInterval(heartbeat),
      log.onCommit(() => this.#committed()),
      auth.onEnded((family) => {
        for (const stream of [...this.#open])
          if (stream.signIn.family === family) this.#end(stream, refused('session_ended', {}));
      }),
      watchAdmin(log, { people: (userIds) => this.#recheck(userIds), workspace: () => undefined }),
    ];
  }

  #sleep(): void {
    for (const stop of this.#stops) stop();
    this.#stops = [];
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #remove(stream: Stream): void {
    if (!this.#open.delete(stream)) return;
    const { id } = stream.signIn.user;
    const left = (this.#perUser.get(id) ?? 1) - 1;
    if (left > 0) this.#perUser.set(id, left);
    else this.#perUser.delete(id);
    if (this.#open.size === 0) this.#sleep();
  }

  /** Several commits share one batch. */
  #committed(): void {
    const wait = this.#flushedAt + LIVE_BATCH_MS - performance.now();
    this.#timer ??= setTimeout(
      () => {
        this.#timer = null;
        this.#flushedAt = performance.now();
        const shared = new Map<string, Read>();
        for (const stream of [...this.#open]) this.#guarded(stream, shared);
      },
      Math.max(0, wait),
    );
  }

  #guarded(stream: Stream, shared: Map<string, Read> = new Map()): void {
    try {
      this.#pump(stream, shared);
    } catch (error) {
      this.#options.onError(error);
      stream.response.end();
    }
  }

  /** Writes what a stream has not been sent, as long as its socket takes it. */
  #pump(stream: Stream, shared: Map<string, Read>): void {
    const { log, clock } = this.#options;
    const { signIn, response } = stream;
    if (!this.#open.has(stream)) return;
    if (clock.now() >= signIn.expiresAt) {
      this.#end(stream, refused('token_expired', {}, { field: 'token' }));
      return;
    }
    for (let step = 0; stream.cursor < log.head() && !response.writableNeedDrain; step += 1) {
      if (step === STEPS_PER_TURN) {
        this.#later(stream);
        return;
      }
      if (stream.cursor < log.floor()) {
        this.#reset(stream, 'trimmed');
        return;
      }
      const read = this.#read(stream, shared);
      const text = read.text ?? this.#textFor(stream, read.events);
      stream.cursor = read.upTo;
      if (text !== '') response.write(text);
    }
  }

  #later(stream: Stream): void {
    if (stream.waits) return;
    stream.waits = true;
    setImmediate(() => {
      stream.waits = false;
      this.#guarded(stream);
    });
  }

  /** Reads the events after a stream's place, once for all streams of a batch that are there. */
  #read({ channels, cursor, variant }: Stream, shared: Map<string, Read>): Read {
    const key = `${cursor} ${variant} ${[...channels].join()}`;
    const known = shared.get(key);
    if (known) return known;
    const { log, audiences } = this.#options;
    const { events, upTo } = log.readEncoded(cursor, channels, PAGE);
    const forAll = events.every((event) => audiences.of(event) === null);
    const read = { events, upTo, text: forAll ? this.#textOf(variant, events) : null };
    shared.set(key, read);
    return read;
  }

  #textFor({ signIn, variant }: Stream, events: readonly LoggedEvent[]): string {
    return this.#textOf(variant, this.#options.audiences.shown(signIn.user.id, events));
  }

  #textOf(variant: Variant, events: readonly LoggedEvent[]): string {
    return events
      .map((event) => {
        const { type, seq, id } = event;
        return frame(NAMES[type] ?? type, shownEvent(variant, event).body, `${seq}.${id}`);
      })
      .join('');
  }

  /** Ends the streams of these users (null: of all) whose sign-in is not valid any more, or whose role has changed. */
  #recheck(userIds: ReadonlySet<string> | null): void {
    for (const stream of [...this.#open]) {
      if (userIds && !userIds.has(stream.signIn.user.id)) continue;
      const ended = this.#options.auth.standing(stream.signIn);
      if (ended) this.#end(stream, ended);
    }
  }

  #end(stream: Stream, error: ProtocolError): void {
    const { response } = stream;
    if (!response.writableNeedDrain) response.write(frame('ended', JSON.stringify({ error })));
    response.end();
    this.#remove(stream);
  }

  /**
   * Tells that the line stands. A client that has read nothing since the last heartbeat is cut off: it can go on later. A heartbeat that
   * is late says nothing about clients, because the gateway was busy itself.
   */
  #heartbeat(): void {
    const { log, clock, heartbeatMs = STREAM_HEARTBEAT_MS } = this.#options;
    const now = clock.now();
    const beat = performance.now();
    const late = beat - this.#beatAt > 1.5 * heartbeatMs;
    this.#beatAt = beat;
    for (const stream of [...this.#open]) {
      this.#guarded(stream);
      if (!this.#open.has(stream)) continue;
      const { response, cursor, stuckAt } = stream;
      stream.stuckAt = response.writableNeedDrain
        ? [cursor, response.writableLength, response.socket?.writableLength].join()
        : null;
      if (stream.stuckAt === null) {
        const data = JSON.stringify({ at: now });
        response.write(
          cursor === log.head()
            ? frame('heartbeat', data, positionText(log, cursor))
            : frame('heartbeat', data),
        );
      } else if (stream.stuckAt === stuckAt && !late) {
        response.destroy();
      }
    }
  }
}

/** What was read after a place; `text` where it is the same for everybody. */
interface Read {
  readonly events: readonly LoggedEvent[];
  readonly upTo: number;
  readonly text: string | null;
}

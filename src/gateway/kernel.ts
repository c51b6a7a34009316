import type { Database, Statement } from 'better-sqlite3';
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
import type { Migration } from 'kysely/migration';
import type { Actor } from '#shared/domain/ids.ts';
import type { Channel } from '#shared/protocol/channels.ts';
import type { CommandData, CommandResult, CommandType } from '#shared/protocol/commands/index.ts';
import type { Reply } from '#shared/protocol/envelope.ts';
import type { ProtocolError } from '#shared/protocol/errors.ts';
import type { AnyEvent, EventData, EventOf, EventType } from '#shared/protocol/events/index.ts';
import type { SignalMessage } from '#shared/protocol/messages.ts';
import type { Permission } from '#shared/protocol/permissions.ts';
import type { SnapshotRow } from '#shared/protocol/snapshot.ts';
import type { GatewayConfig } from './config.ts';

/** Most bytes of JSON an event may have; it has to fit into one message with room for the frame around it. */
export const MAX_EVENT_BYTES = 240 * 1024;

/** A SQLite connection with its prepared statements kept: `prepare` returns the same statement for the same text. */
export interface Sql {
  readonly raw: Database;
  prepare<P extends unknown[] = unknown[], R = unknown>(sql: string): Statement<P, R>;
}

/** Where the time comes from: the system, or a test. */
export interface Clock {
  /** Milliseconds since the epoch, UTC. */
  now(): number;
}

/**
 * A small fact that many commands ask for and few change, kept in memory between them. It is read anew after `forget`, after
 * any rollback, and after another process has written; whoever writes what it is made of must call `forget`.
 */
export interface Memo<T> {
  readonly read: (sql: Sql) => T;
}

/** Who runs a command, and what they may do. */
export interface Principal {
  readonly actor: Actor;
  readonly permissions: ReadonlySet<Permission>;
  /** True for what writes down the past (an import): rules that watch the present, such as alerts, do not look at it. */
  readonly writesHistory?: boolean;
}

/**
 * What a command handler works with. Everything it writes and everything it emits is one transaction: it throws
 * `CommandError` to refuse, and then nothing of it remains.
 */
export interface CommandContext {
  readonly sql: Sql;
  readonly config: GatewayConfig;
  readonly principal: Principal;
  /** The command's id; null for what the system does on its own. */
  readonly commandId: string | null;
  /** The time of this command, ms; replayed history runs in its own time. */
  readonly now: number;
  /** A new UUIDv7. */
  newId(): string;
  /** What a memo has read, from memory where it still holds. */
  memo<T>(memo: Memo<T>): T;
  /** Call after changing what a memo is made of. */
  forget(memo: Memo<unknown>): void;
  /** Appends an event to the log, inside the transaction, and runs the reactions to it. Returns it with its sequence. */
  emit<T extends EventType>(type: T, data: EventData<T>): EventOf<T>;
  /** Runs another command's handler inside this transaction, as the same principal and without asking for its permission. */
  dispatch<T extends CommandType>(type: T, data: CommandData<T>): CommandResult<T>;
}

/** Runs commands. The only way anything in the gateway's database changes after it is migrated. */
export interface Executor {
  /**
   * Exactly once per command id: parses, checks the permission, runs the handler in a savepoint of the tick's group
   * transaction, stores the reply with it and resolves after the commit. Never rejects: every failure is a Reply.
   */
  submit(principal: Principal, envelope: unknown): Promise<Reply>;
  /** Runs work in a transaction of its own, now, with a given clock (replay, import, sweeps). Rolls back and throws what it throws. */
  run<T>(principal: Principal, now: number, work: (context: CommandContext) => T): T;
  /**
   * Several such pieces of work in one transaction with one commit, each with its own clock: what would otherwise wait for
   * the disk once a piece. All of it or nothing.
   */
  together<T>(work: (run: Executor['run']) => T): T;
}

/** A refusal: code, field and what stands now, as the client will see it. */
export class CommandError extends Error {
  readonly error: ProtocolError;
  constructor(error: ProtocolError) {
    super(error.message);
    this.name = 'CommandError';
    this.error = error;
  }
}

export type CommandHandler<T extends CommandType> = (
  context: CommandContext,
  data: CommandData<T>,
) => CommandResult<T>;
export type Reaction<T extends EventType> = (context: CommandContext, event: EventOf<T>) => void;

/** Events of some channels after a cursor. Nothing of these channels is missing up to `upTo`. */
export interface EventPage {
  readonly events: readonly AnyEvent[];
  readonly upTo: number;
}

/** How much a read of the log returns at most. */
export interface ReadLimits {
  readonly maxEvents: number;
  /** Bound on the total size of the events' JSON; a page always holds at least one event. */
  readonly maxBytes?: number;
  /** Read no further than this sequence. */
  readonly upTo?: number;
}

/** The event log as everything outside `log/` reads it: committed events only. */
export interface LogReader {
  /** Sequence of the newest committed event; 0 for an empty log. */
  head(): number;
  /** Events of the channels with seq > cursor, ascending. Read on from `upTo` until it is the head. */
  readAfter(cursor: number, channels: ReadonlySet<Channel>, limits: ReadLimits): EventPage;
  /** Calls the listener after each commit that moved the head. Returns an unsubscribe function. */
  onCommit(listener: (head: number) => void): () => void;
}

/** Volatile signals (typing, viewing) between customers and agents. */
export interface Signals {
  /** Sends a signal to all agents, as from a customer. */
  signal(signal: SignalMessage): void;
  /** Calls the listener with each signal an agent sends. Returns an unsubscribe function. */
  onSignal(listener: (signal: SignalMessage) => void): () => void;
}

/** The HTTP application; the schemas of its routes are zod schemas. */
export type GatewayApp = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** What a domain's routes work with. */
export interface RouteDependencies extends Signals {
  /** A read-only connection. */
  readonly sql: Sql;
  readonly config: GatewayConfig;
  readonly clock: Clock;
  readonly executor: Pick<Executor, 'run'>;
  readonly log: LogReader;
  /** Signs tokens. Give each kind of token an audience of its own. */
  readonly secret: string;
  /** Returns a preHandler that admits users with the permission and sets `request.signIn`. */
  authorise(permission: Permission): (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
}

/**
 * Adds a domain's routes to the application, with full paths (`/api/v1/inventory/items`). Routes answer with an error by
 * throwing a CommandError. Every list has a limit and pages by key.
 */
export type ModuleRoutes = (app: GatewayApp, deps: RouteDependencies) => void;

/** Migrations by name, `NNNN-name`. A released migration is never changed or renamed: existing databases know it. */
export type Migrations = Readonly<Record<string, Migration>>;

/**
 * Deletes one slice of rows past their retention, inside a transaction, without emitting events. Returns whether more may
 * be left. A slice takes a few ms, so that commands get their turn.
 */
export type RetentionTask = (context: {
  readonly sql: Sql;
  readonly config: GatewayConfig;
  readonly now: number;
}) => boolean;

/** A part of the gateway that owns tables: it brings their migrations and prunes them. */
export interface StorageOwner {
  readonly name: string;
  readonly migrations?: Migrations;
  readonly retention?: readonly RetentionTask[];
}

/** One domain of the gateway: everything it brings, declared in its folder's `index.ts` and listed in `modules.ts`. */
export interface GatewayModule extends StorageOwner {
  readonly commands: { readonly [T in CommandType]?: CommandHandler<T> };
  /** Run synchronously inside the transaction of the event that triggers them. */
  readonly reactions?: { readonly [T in EventType]?: Reaction<T> };
  /** The rows of a channel's projection on this connection, in a stable order, streamed. */
  readonly snapshots?: { readonly [C in Channel]?: (sql: Sql) => Iterable<SnapshotRow> };
  /** Timed work (expiry, alert timers). Runs in a transaction; returns when it is next due, ms, or null. */
  readonly sweep?: (context: CommandContext) => number | null;
  /** Runs at each start, in a transaction, before anything is served. Creates what must exist; idempotent. */
  readonly setup?: (context: CommandContext) => void;
  /** Reads over REST, pages and streams. */
  readonly routes?: ModuleRoutes;
}

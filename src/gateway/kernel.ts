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
import type { AnyEvent, EmittedEventType, EventData, EventOf } from '#shared/protocol/events/index.ts';
import type { SignalMessage } from '#shared/protocol/messages.ts';
import type { Permission } from '#shared/protocol/permissions.ts';
import type { SnapshotRow } from '#shared/protocol/snapshot.ts';
import type { GatewayConfig } from './config.ts';

/** Largest size of an event's JSON, bytes: it must fit into one message with its frame. */
export const MAX_EVENT_BYTES = 240 * 1024;

/** A SQLite connection that caches prepared statements: `prepare` returns the same statement for the same text. */
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
 * A small value that many commands read and few change, cached between them. It is read again after `forget`, after any
 * rollback, and after another process has written. Code that changes its source must call `forget`.
 */
export interface Memo<T> {
  readonly read: (sql: Sql) => T;
}

/** Who runs a command, and their permissions. */
export interface Principal {
  readonly actor: Actor;
  readonly permissions: ReadonlySet<Permission>;
  /** True for imports of past data: rules about the present, such as alerts, ignore its events. */
  readonly writesHistory?: boolean;
}

/**
 * What a command handler works with. Everything it writes and emits is one transaction. It throws `CommandError` to refuse
 * the command, which undoes everything.
 */
export interface CommandContext {
  readonly sql: Sql;
  readonly config: GatewayConfig;
  readonly principal: Principal;
  /** The command's id; null for the system's own work. */
  readonly commandId: string | null;
  /** The time of this command, ms. Replayed history runs at its own time. */
  readonly now: number;
  /** Makes a UUIDv7. */
  newId(): string;
  /** Returns a memo's value, cached while it is valid. */
  memo<T>(memo: Memo<T>): T;
  /** Invalidates a memo; call it after changing the memo's source. */
  forget(memo: Memo<unknown>): void;
  /** Appends an event to the log in this transaction and runs its reactions. Returns it with its sequence. */
  emit<T extends EmittedEventType>(type: T, data: EventData<T>): EventOf<T>;
  /** Runs another command's handler in this transaction, as the same principal, without checking its permission. */
  dispatch<T extends CommandType>(type: T, data: CommandData<T>): CommandResult<T>;
}

/** Runs commands. After migration, nothing else changes the gateway's database. */
export interface Executor {
  /**
   * Runs a command exactly once per id: parses it, checks the permission, runs the handler in a savepoint of the group's
   * transaction, stores the reply there and resolves after the commit. Never rejects: every failure is a Reply.
   */
  submit(principal: Principal, envelope: unknown): Promise<Reply>;
  /** Runs work in a transaction of its own at a given time (replay, import, sweeps). Rolls back and rethrows its errors. */
  run<T>(principal: Principal, now: number, work: (context: CommandContext) => T): T;
  /**
   * Runs several pieces of work, each at its own time, in one transaction: one wait for the disk instead of one for each.
   * All of it or nothing.
   */
  together<T>(work: (run: Executor['run']) => T): T;
}

/** Refuses a command or request, with the error the client receives. */
export class CommandError extends Error {
  readonly error: ProtocolError;
  constructor(error: ProtocolError) {
    super(error.message);
    this.name = 'CommandError';
    this.error = error;
  }
}

/** Runs a command of one type. */
export type CommandHandler<T extends CommandType> = (
  context: CommandContext,
  data: CommandData<T>,
) => CommandResult<T>;
/** Runs after an event of one type, in its transaction. */
export type Reaction<T extends EmittedEventType> = (context: CommandContext, event: EventOf<T>) => void;

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

/** The values of the columns that rows are sorted by. */
export type RowKey = readonly (string | number)[];

/** A row as it is sent, and its place in the order it was read in. */
export interface KeyedRow extends SnapshotRow {
  readonly key: RowKey;
}

/** Returns at most `limit` rows after a key, in the order of the key. `since` is when the window of a snapshot begins, ms. */
export type RowScan = (sql: Sql, after: RowKey | null, limit: number, since: number) => readonly KeyedRow[];

/** Rows, and whether there are more after the last. */
export interface RowPage {
  readonly rows: readonly KeyedRow[];
  readonly more: boolean;
}

/** The older rows of a kind. Their key begins with the time that they are sorted by, ms. */
export interface RowHistory {
  /** The number of values in a key. */
  readonly keyLength: number;
  /** How much a client needs at least, ms before now; SYNC_WINDOW_DAYS may be more. */
  readonly atLeastMs: number;
  /** The newest part, ms before now, which a snapshot has already. */
  readonly inSnapshotMs: number;
  /** Returns at most `limit` rows before a key, newest first. */
  readonly page: (sql: Sql, before: RowKey | null, limit: number) => RowPage;
  /** The same of one record, by the record's kind. A row may bring others that it depends on. */
  readonly of: Readonly<
    Record<string, (sql: Sql, id: string, before: RowKey | null, limit: number) => RowPage>
  >;
}

/**
 * One kind of row that consoles get: all of it, or, for rows that grow without end, what a windowed snapshot has of it and
 * its history. `wholeTable`, `scanRows` and `rowHistory` in `db/sources.ts` declare them.
 */
export interface RowSource {
  readonly kind: string;
  readonly all: RowScan;
  /** The rows of a windowed snapshot, in an order of its own; null for none. Default: all. */
  readonly now?: RowScan | null;
  readonly history?: RowHistory;
}

/** One domain of the gateway: everything it brings, declared in its folder's `index.ts` and listed in `modules.ts`. */
export interface GatewayModule extends StorageOwner {
  readonly commands: { readonly [T in CommandType]?: CommandHandler<T> };
  /** Run synchronously inside the transaction of the event that triggers them. */
  readonly reactions?: { readonly [T in EmittedEventType]?: Reaction<T> };
  /** The rows of a channel, kind by kind, in the order in which a client must write them. */
  readonly snapshots?: { readonly [C in Channel]?: readonly RowSource[] };
  /** Timed work (expiry, alert timers). Runs in a transaction; returns when it is next due, ms, or null. */
  readonly sweep?: (context: CommandContext) => number | null;
  /** Runs at each start, in a transaction, before anything is served. Creates what must exist; idempotent. */
  readonly setup?: (context: CommandContext) => void;
  /** Reads over REST, pages and streams. */
  readonly routes?: ModuleRoutes;
}

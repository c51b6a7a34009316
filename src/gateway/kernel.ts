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
import type { z } from 'zod';
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
import type { ConnectionLimit } from './connection-limit.ts';
import type { MailPort } from './mail.ts';

/** Largest size of an event's JSON, bytes: it must fit into one message with its frame. */
export const MAX_EVENT_BYTES = 240 * 1024;

/** A prepared statement that reads. */
export interface Query<P extends unknown[], R> {
  get(...values: P): R | undefined;
  all(...values: P): R[];
  iterate(...values: P): IterableIterator<R>;
}

/**
 * A SQLite connection to read from. It caches prepared statements: `prepare` returns the same statement for the same text. Most
 * code has only this; `WritableSql` is for code that applies commit records.
 */
export interface Sql {
  prepare<P extends unknown[] = unknown[], R = unknown>(sql: string): Query<P, R>;
  /** Prepares a statement that is not cached, for a stream that may overlap with another of the same text. */
  readonly raw: { prepare(text: string): { iterate(): Iterable<unknown> } };
}

/** A SQLite connection that can also write. */
export interface WritableSql extends Sql {
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

/** What applies the entries of commit records to the tables. */
export interface Applying {
  readonly sql: WritableSql;
  /** Returns a memo's value. */
  memo<T>(memo: Memo<T>): T;
  /** Replaces a memo's value by what its source holds now. */
  remember<T>(memo: Memo<T>, value: T): void;
  /** Invalidates a memo whose source was changed. */
  forget(memo: Memo<unknown>): void;
}

/**
 * Runs work whose deleted rows are overwritten in the file, whatever that takes. Other work overwrites only what is deleted in
 * pages that are written anyway (`secure_delete = FAST`). The write-ahead log keeps older versions of pages until it is emptied.
 */
export function overwriting<T>({ raw }: Applying['sql'], work: () => T): T {
  raw.pragma('secure_delete = ON');
  try {
    return work();
  } finally {
    raw.pragma('secure_delete = FAST');
  }
}

/**
 * A named change of tables that is no event: a stored reply, an audit row, a sign-in, the deletion of what has expired. Like an
 * event it is an entry of the commit record, so `apply` must depend on its data and the tables alone, and its data must survive JSON.
 */
export interface Write<D, R = unknown> {
  /** `owner.past_participle`. */
  readonly name: string;
  /** Applies it, with data of this process. */
  apply(on: Applying, data: D): R;
  /** Applies it with the data of a record that comes from another process. Throws a ZodError if the data is malformed. */
  replay(on: Applying, data: unknown): void;
}

/** A write of unknown data. */
export type AnyWrite = Pick<Write<unknown>, 'name' | 'replay'>;

/** Creates a write. The schema parses the data of records that come from another process. */
export function defineWrite<D, R>(
  name: string,
  schema: z.ZodType<D>,
  apply: (on: Applying, data: D) => R,
): Write<D, R> {
  return { name, apply, replay: (on, data) => void apply(on, schema.parse(data)) };
}

/** Updates tables from events of some types. It must depend on the event and the tables alone: replicas run it too. */
export type Projection = {
  readonly [T in EmittedEventType]?: (on: Applying, event: EventOf<T>) => void;
};

/** The fields of a record, as the audit shows them. */
export type AuditedFields = Readonly<Record<string, unknown>>;

/** A record before and after an event, so that the audit can say which fields changed. null where there is none. */
export interface AuditedRecord {
  /** `item:17`, like the subjects of commands. */
  readonly record: string;
  readonly before: AuditedFields | null;
  readonly after: AuditedFields | null;
}

/**
 * What events of some types change, for the audit of the command that emits them. Called before the event is applied, so that
 * the tables still hold what was there before. Leave out secrets, message bodies and the details of customers.
 */
export type Audited = {
  readonly [T in EmittedEventType]?: (
    sql: Sql,
    data: EventData<T>,
  ) => AuditedRecord | readonly AuditedRecord[];
};

/** Who runs a command, and their permissions. */
export interface Principal {
  readonly actor: Actor;
  readonly permissions: ReadonlySet<Permission>;
  /** True for imports of past data: rules about the present, such as alerts, ignore its events. */
  readonly writesHistory?: boolean;
  /** The client's address, for the audit; none for work of this machine. */
  readonly address?: string | undefined;
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
  /** Returns the same context for work that somebody else has asked for before, so that events name them. */
  onBehalfOf(actor: Actor): CommandContext;
  /** Runs work that is undone alone where it throws, so that the caller may catch the error and go on. */
  undoable<T>(work: () => T): T;
  /** Appends an event to the log, applies it to the tables, and runs its reactions. Returns it with its sequence. */
  emit<T extends EmittedEventType>(type: T, data: EventData<T>): EventOf<T>;
  /** Applies a change that is no event. Returns what the write's `apply` returns. */
  write<D, R>(write: Write<D, R>, data: D): R;
  /**
   * Runs another command's handler in this transaction, as the same principal, without checking its permission. A refusal
   * undoes all that the handler did, so the caller may catch it. `prepared` is what the command's preparation would return.
   */
  dispatch<T extends CommandType>(type: T, data: CommandData<T>, prepared?: unknown): CommandResult<T>;
  /** What the command's preparation returned; null for a command without one. */
  readonly prepared: unknown;
}

/** Runs one piece of work at its own time, inside the open transaction. */
export type RunPiece = <T>(principal: Principal, now: number, work: (context: CommandContext) => T) => T;

/**
 * Runs commands and work. After migration, nothing else changes the gateway's database. All that writes waits in one queue; where
 * another process holds the database, it waits for that without blocking the event loop.
 */
export interface Executor {
  /**
   * Runs a command exactly once per id: parses it, checks the permission, runs the handler in the group's
   * transaction so that it can be undone alone, stores the reply there and resolves after the commit. Never rejects: every failure is a Reply.
   */
  submit(principal: Principal, envelope: unknown): Promise<Reply>;
  /**
   * Withdraws a command of the same principal, given as it was or would be submitted. If it has run or was refused, resolves
   * with its stored reply; otherwise with the refusal `withdrawn`, which the command will get from then on. Never rejects.
   */
  withdraw(principal: Principal, envelope: unknown): Promise<Reply>;
  /**
   * Runs work at a given time (sign-in, sweeps, import, replay), all of it or nothing. Resolves after the commit. Rejects with
   * the work's own error, or with a CommandError `unavailable` where nothing could be written.
   */
  run<T>(principal: Principal, now: number, work: (context: CommandContext) => T): Promise<T>;
  /** Like `run`, for several pieces of work, each at its own time: all of them or nothing. */
  together<T>(work: (run: RunPiece) => T): Promise<T>;
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
/**
 * Does what a command of one type needs before its transaction and must not do in it: slow work off the event loop, such as
 * hashing a password. It changes nothing, and runs after the permission was checked and before the command is queued. Throws
 * CommandError to refuse the command.
 */
export type Preparation<T extends CommandType> = (data: CommandData<T>) => Promise<unknown>;
/** Decides what follows from an event of one type: it runs in the event's transaction, after the event was applied. */
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
  /** Returns the id of the event at a sequence; null where there is none (0, above the head, no longer kept). */
  idAt(seq: number): string | null;
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
  /** Sends mail; null where the gateway has none. */
  readonly mail: MailPort | null;
  /** Counts the event streams that an address has open. */
  readonly connectionLimit: ConnectionLimit;
  /**
   * Returns a `preParsing` hook that admits users with the permission and sets `request.signIn`. That hook runs after the rate
   * limit and before the body and the query are looked at.
   */
  authorise(permission: Permission): (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
  /** Runs the command of a request that signed in, and sets the status of the answer. Refuses a user with too many commands. */
  submit(request: FastifyRequest, reply: FastifyReply, envelope: unknown): Promise<Reply>;
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
export type RetentionTask = (context: CommandContext) => boolean;

/** A part of the gateway that owns tables: it brings their migrations, writes and prunes them. */
export interface StorageOwner {
  readonly name: string;
  readonly migrations?: Migrations;
  /** Updates the tables from events. */
  readonly projection?: Projection;
  /** The changes of the tables that are no events. */
  readonly writes?: readonly AnyWrite[];
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
/**
 * Who receives the events and rows of a channel that is not for everybody who may read it. Each is asked whenever something is
 * about to be sent, so that it must read little; null means everybody, and an empty list nobody.
 */
export interface ChannelAudience {
  readonly event: (sql: Sql, event: AnyEvent) => readonly string[] | null;
  readonly row: (sql: Sql, kind: string, row: unknown) => readonly string[] | null;
  /** Returns who sees more of the channel's past from this event on; null for nobody. They get a snapshot of it. */
  readonly joins: (event: AnyEvent) => string | null;
}

/** What a sweep returns where it has more to do: it runs again as soon as commands have had their turn. */
export const AT_ONCE = 0;

/** Returns a sweep that runs several, and is due when the first of them is. */
export function soonest(
  ...sweeps: readonly NonNullable<GatewayModule['sweep']>[]
): NonNullable<GatewayModule['sweep']> {
  return (context) => {
    const due = sweeps.flatMap((sweep) => sweep(context) ?? []);
    return due.length === 0 ? null : Math.min(...due);
  };
}

/** One domain of the gateway: everything it brings, declared in its folder's `index.ts` and listed in `modules.ts`. */
export interface GatewayModule extends StorageOwner {
  readonly commands: { readonly [T in CommandType]?: CommandHandler<T> };
  /** What commands need before their transaction; the handler finds it in `context.prepared`. */
  readonly preparations?: { readonly [T in CommandType]?: Preparation<T> };
  /** Run synchronously inside the transaction of the event that triggers them. */
  readonly reactions?: { readonly [T in EmittedEventType]?: Reaction<T> };
  /** Which fields the events of the module's commands change, for the audit. */
  readonly audited?: Audited;
  /** The rows of a channel, kind by kind, in the order in which a client must write them. */
  readonly snapshots?: { readonly [C in Channel]?: readonly RowSource[] };
  /** Who receives the events and rows of a channel; without an entry, everybody who may read it. */
  readonly audiences?: { readonly [C in Channel]?: ChannelAudience };
  /**
   * Timed work (expiry, alert timers). Runs in a transaction; returns when it is next due, ms, or null. Work of more than a few
   * ms is done in slices, each of which returns AT_ONCE.
   */
  readonly sweep?: (context: CommandContext) => number | null;
  /** Runs at each start, in a transaction, before anything is served. Creates what must exist; idempotent. */
  readonly setup?: (context: CommandContext) => void;
  /** Reads over REST, pages and streams. */
  readonly routes?: ModuleRoutes;
}

import type { Database, Statement } from 'better-sqlite3';
import type { Actor } from '#shared/domain/ids.ts';
import type { Channel } from '#shared/protocol/channels.ts';
import type { CommandData, CommandResult, CommandType } from '#shared/protocol/commands/index.ts';
import type { Reply } from '#shared/protocol/envelope.ts';
import type { ProtocolError } from '#shared/protocol/errors.ts';
import type { EventData, EventOf, EventType } from '#shared/protocol/events/index.ts';
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

/** One domain of the gateway, as its folder's `index.ts` offers it to the composition root. */
export interface GatewayModule {
  readonly name: string;
  readonly commands: { readonly [T in CommandType]?: CommandHandler<T> };
  /** Run synchronously inside the transaction of the event that sets them off. */
  readonly reactions?: { readonly [T in EventType]?: Reaction<T> };
  /** The rows of a channel's projection as they stand on this connection, in a stable order, streamed. */
  readonly snapshots?: { readonly [C in Channel]?: (sql: Sql) => Iterable<SnapshotRow> };
  /** Work that time causes (expiry, alert timers): runs in a transaction; returns when it next wants to run, ms, or null. */
  readonly sweep?: (context: CommandContext) => number | null;
  /** Run once at each start, in a transaction, before anything is served: creates what must exist. Does nothing the second time. */
  readonly setup?: (context: CommandContext) => void;
}

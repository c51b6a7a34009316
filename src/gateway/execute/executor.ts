import type { Logger } from 'pino';
import { type AnyCommand, commandDefinition, parseCommand } from '#shared/protocol/commands/index.ts';
import { CommandEnvelope, type Reply } from '#shared/protocol/envelope.ts';
import { invalidFrom, isTransient, type ProtocolError } from '#shared/protocol/errors.ts';
import type { GatewayConfig } from '../config.ts';
import {
  type Clock,
  type CommandContext,
  CommandError,
  type Executor,
  type GatewayModule,
  type Principal,
  type Sql,
} from '../kernel.ts';
import type { EventLog } from '../log/index.ts';
import { audit, reasonIn } from './audit.ts';
import { createContext, createRegistry, type Environment, handle } from './context.ts';
import { failureFields } from './failure.ts';
import { Memos } from './memos.ts';
import { commandHash, findReply, storeReply } from './replies.ts';

/** Commands waiting for their group; more are refused as `unavailable`. */
const MAX_QUEUE = 5000;
/** A group is committed after this many commands or this long, whichever comes first. */
const GROUP_COMMANDS = 200;
const GROUP_MS = 15;

/** The system's clock. */
export const SYSTEM_CLOCK: Clock = { now: () => Date.now() };

/** Counters for the metrics. */
export interface ExecutorStats {
  commands: number;
  refused: number;
  replayed: number;
  groups: number;
  queued: number;
}

/** An executor with its end and its counters. */
export interface RunningExecutor extends Executor {
  readonly stats: Readonly<ExecutorStats>;
  /** Runs work of the gateway itself that appends no events (retention), in a transaction. */
  maintain<T>(work: () => T): T;
  /** Refuses what comes from now on and answers what waits. */
  dispose(): void;
}

export interface ExecutorOptions {
  readonly sql: Sql;
  readonly log: EventLog;
  readonly modules: readonly GatewayModule[];
  readonly config: GatewayConfig;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface Waiting {
  readonly principal: Principal;
  readonly envelope: CommandEnvelope;
  readonly command: AnyCommand;
  readonly resolve: (reply: Reply) => void;
}

const refusal = (id: string, error: ProtocolError): Reply => ({ ok: false, id, error });

function idOf(input: unknown): string {
  if (typeof input !== 'object' || input === null || !('id' in input) || typeof input.id !== 'string')
    return '';
  return input.id.slice(0, 64);
}

/** The only writer of the gateway's data. See `Executor` for what it promises. */
export function createExecutor(options: ExecutorOptions): RunningExecutor {
  const { sql, log, clock, logger } = options;
  const env: Environment = {
    sql,
    log,
    config: options.config,
    registry: createRegistry(options.modules),
    memos: new Memos(sql),
  };
  const stats: ExecutorStats = { commands: 0, refused: 0, replayed: 0, groups: 0, queued: 0 };
  let queue: Waiting[] = [];
  let scheduled: NodeJS.Immediate | null = null;
  let disposed = false;

  function schedule(): void {
    if (scheduled || queue.length === 0) return;
    scheduled = setImmediate(() => {
      scheduled = null;
      flush();
      schedule();
    });
  }

  function flush(): void {
    const answers: [Waiting, Reply][] = [];
    let taken = 0;
    try {
      transaction(() => {
        const end = performance.now() + GROUP_MS;
        while (taken < queue.length && taken < GROUP_COMMANDS && (taken === 0 || performance.now() < end)) {
          const waiting = queue[taken];
          taken += 1;
          if (waiting) answers.push([waiting, execute(waiting)]);
        }
      });
    } catch (error) {
      // The group as a whole could not be written (disk full, file locked): nothing of it remains.
      logger.error(
        { module: 'execute', code: 'group_failed', ...failureFields(error) },
        'a group of commands was rolled back',
      );
      answers.length = 0;
      taken = Math.max(taken, 1);
      for (const waiting of queue.slice(0, taken)) {
        answers.push([
          waiting,
          refusal(waiting.envelope.id, {
            code: 'unavailable',
            message: 'The gateway could not write; nothing was changed. Try again.',
          }),
        ]);
      }
    }
    queue = queue.slice(taken);
    stats.queued = queue.length;
    stats.groups += 1;
    for (const [waiting, reply] of answers) {
      stats.commands += 1;
      if (!reply.ok) stats.refused += 1;
      waiting.resolve(reply);
    }
  }

  /** One command inside the group's transaction, in a savepoint of its own. */
  function execute({ principal, envelope, command }: Waiting): Reply {
    const now = clock.now();
    const { id } = envelope;
    const finish = (reply: Reply): Reply => {
      audit(sql, {
        at: now,
        principal,
        type: command.type,
        commandId: id,
        reason: reasonIn(command.data),
        code: reply.ok ? 'ok' : reply.error.code,
        seq: reply.ok ? reply.seq : null,
      });
      return reply;
    };
    const hash = commandHash(command.type, principal, command.data);
    const stored = findReply(sql, id);
    if (stored) {
      stats.replayed += 1;
      if (stored.hash === hash) return stored.reply;
      return finish(
        refusal(id, {
          code: 'idempotency_conflict',
          message: 'This command id was already used for something else.',
          field: 'id',
        }),
      );
    }
    const permission = commandDefinition(command.type)?.permission;
    if (permission && !principal.permissions.has(permission)) {
      return finish(
        refusal(id, { code: 'forbidden', message: `This needs the permission ${permission}.`, permission }),
      );
    }
    const reply = attempt(principal, envelope, command, now);
    if (reply.ok || !isTransient(reply.error.code)) storeReply(sql, id, hash, reply, now);
    return finish(reply);
  }

  function attempt(principal: Principal, envelope: CommandEnvelope, command: AnyCommand, now: number): Reply {
    const { id } = envelope;
    const mark = log.mark();
    sql.raw.exec('SAVEPOINT command');
    try {
      const context = createContext(env, principal, id, now);
      const result = handle(env.registry, context, command);
      sql.raw.exec('RELEASE command');
      return { ok: true, id, seq: log.position(), result };
    } catch (error) {
      // Where SQLite has given up the whole transaction, the group has failed with it.
      if (!sql.raw.inTransaction) throw error;
      sql.raw.exec('ROLLBACK TO command');
      sql.raw.exec('RELEASE command');
      log.rewind(mark);
      env.memos.clear();
      if (error instanceof CommandError) return refusal(id, error.error);
      logger.error(
        {
          module: 'execute',
          code: 'internal',
          command: command.type,
          commandId: id,
          ...failureFields(error),
        },
        'a command handler failed',
      );
      return refusal(id, {
        code: 'internal',
        message: 'The gateway failed on this command; nothing was changed.',
      });
    }
  }

  function transaction<T>(work: () => T): T {
    if (sql.raw.inTransaction)
      throw new Error('a transaction is already open: use the context you were given');
    sql.raw.exec('BEGIN IMMEDIATE');
    let value: T;
    try {
      log.begin();
      env.memos.begin();
      value = work();
      sql.raw.exec('COMMIT');
    } catch (error) {
      if (sql.raw.inTransaction) sql.raw.exec('ROLLBACK');
      log.rolledBack();
      env.memos.clear();
      throw error;
    }
    log.committed();
    return value;
  }

  return {
    stats,
    submit(principal, input) {
      const envelope = CommandEnvelope.safeParse(input);
      if (!envelope.success)
        return Promise.resolve(refusal(idOf(input), invalidFrom(envelope.error, 'command')));
      const { id, type, data } = envelope.data;
      const command = parseCommand(type, data);
      if (!command.ok) return Promise.resolve(refusal(id, command.error));
      if (disposed)
        return Promise.resolve(
          refusal(id, { code: 'unavailable', message: 'The gateway is stopping. Try again.' }),
        );
      if (queue.length >= MAX_QUEUE)
        return Promise.resolve(
          refusal(id, { code: 'unavailable', message: 'The gateway is busy. Try again.' }),
        );
      return new Promise((resolve) => {
        queue.push({ principal, envelope: envelope.data, command: command.value, resolve });
        stats.queued = queue.length;
        schedule();
      });
    },
    run<T>(principal: Principal, now: number, work: (context: CommandContext) => T): T {
      return transaction(() => work(createContext(env, principal, null, now)));
    },
    together<T>(work: (run: Executor['run']) => T): T {
      return transaction(() =>
        work((principal, now, piece) => piece(createContext(env, principal, null, now))),
      );
    },
    maintain: transaction,
    dispose() {
      disposed = true;
      if (scheduled) clearImmediate(scheduled);
      scheduled = null;
      while (queue.length > 0) flush();
    },
  };
}

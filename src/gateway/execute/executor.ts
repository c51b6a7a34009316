import type { Logger } from 'pino';
import { parseCommand } from '#shared/protocol/commands/index.ts';
import { CommandEnvelope, type Reply } from '#shared/protocol/envelope.ts';
import { invalidFrom } from '#shared/protocol/issues.ts';
import { refused } from '#shared/protocol/refusals.ts';
import type { GatewayConfig } from '../config.ts';
import {
  type Clock,
  CommandError,
  type Executor,
  type GatewayModule,
  type Principal,
  type StorageOwner,
  type WritableSql,
} from '../kernel.ts';
import type { EventLog } from '../log/index.ts';
import { missingPermission, refusal, runCommand, type Submission } from './command.ts';
import { createContext, createRegistry, type Environment } from './context.ts';
import { failureFields } from './failure.ts';
import { commandJob, workJob } from './jobs.ts';
import { Memos } from './memos.ts';
import { JobQueue } from './queue.ts';
import { type CommitRecord, collectAppliers } from './records.ts';
import type { ExecutorStats } from './stats.ts';
import { Transactions } from './transactions.ts';
import { withdrawCommand } from './withdraw.ts';

/** The system's clock. */
export const SYSTEM_CLOCK: Clock = { now: () => Date.now() };

/** An executor with its counters and its end. */
export interface RunningExecutor extends Executor {
  readonly stats: Readonly<ExecutorStats>;
  /** Runs what waits now, in this turn. */
  flush(): void;
  /** Refuses new commands and work, and runs what waits. */
  dispose(): void;
}

export interface ExecutorOptions {
  readonly sql: WritableSql;
  readonly log: EventLog;
  readonly modules: readonly GatewayModule[];
  /** All that own tables, the modules included. */
  readonly owners: readonly StorageOwner[];
  readonly config: GatewayConfig;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How long commands and work wait for another process that writes, ms. Default: two seconds. */
  readonly patienceMs?: number | undefined;
  /** The longest time a group of commands and work is filled for, ms. */
  readonly groupMs?: number | undefined;
  /** Receives the record of each commit, after it. */
  readonly onRecord?: ((record: CommitRecord) => void) | undefined;
}

function idOf(input: unknown): string {
  if (typeof input !== 'object' || input === null || !('id' in input) || typeof input.id !== 'string')
    return '';
  return input.id.slice(0, 64);
}

/** Creates the only writer of the gateway's data. See `Executor` for its guarantees. */
export function createExecutor(options: ExecutorOptions): RunningExecutor {
  const { sql, log, clock, logger, config, onRecord, patienceMs, groupMs } = options;
  const memos = new Memos(sql);
  const appliers = collectAppliers(options.owners);
  const transactions = new Transactions({ sql, log, memos, appliers, logger, names: true, onRecord });
  const registry = createRegistry(options.modules);
  const env: Environment = { sql, log, config, registry, memos, transactions };
  const stats: ExecutorStats = {
    commands: 0,
    refused: 0,
    replayed: 0,
    groups: 0,
    queued: 0,
    blockedSince: null,
    failure: null,
  };
  const runner = { env, clock, logger, stats };
  const queue = new JobQueue({ transactions, logger, stats, patienceMs, groupMs });
  const prepare = async (work: () => Promise<unknown>): Promise<NonNullable<Submission['prepared']>> => {
    try {
      return { value: await work() };
    } catch (error) {
      if (error instanceof CommandError) return { refused: error.error };
      logger.error(
        { module: 'execute', code: 'internal', ...failureFields(error) },
        'the preparation of a command failed',
      );
      return { refused: refused('command_failed', {}) };
    }
  };
  const queued = <T>(work: () => T): Promise<T> =>
    new Promise((resolve, reject) => queue.push(workJob(transactions, work, resolve, reject)));
  const push = (principal: Principal, input: unknown, withdraws: boolean): Promise<Reply> => {
    const envelope = CommandEnvelope.safeParse(input);
    if (!envelope.success)
      return Promise.resolve(refusal(idOf(input), invalidFrom(envelope.error, 'command')));
    const { id, type, data } = envelope.data;
    const command = parseCommand(type, data);
    if (!command.ok) return Promise.resolve(refusal(id, command.error));
    const submission: Submission = { principal, envelope: envelope.data, command: command.value };
    const run = withdraws ? withdrawCommand : runCommand;
    const enqueue = (ready: Submission): Promise<Reply> =>
      new Promise((resolve) =>
        queue.push(commandJob(ready, (waiting) => run(runner, waiting), stats, resolve)),
      );
    const preparation = withdraws ? undefined : registry.preparations.get(type);
    // Commands without preparation are queued in this turn, so that they stay in the order they came.
    if (!preparation || missingPermission(principal, command.value)) return enqueue(submission);
    return prepare(() => preparation(command.value.data)).then((prepared) =>
      enqueue({ ...submission, prepared }),
    );
  };
  return {
    stats,
    submit: (principal, input) => push(principal, input, false),
    withdraw: (principal, input) => push(principal, input, true),
    run: (principal, now, work) => queued(() => work(createContext(env, principal, null, now))),
    together: (work) =>
      queued(() => work((principal, now, piece) => piece(createContext(env, principal, null, now)))),
    flush: () => queue.flush(),
    dispose: () => queue.dispose(),
  };
}

import type { Logger } from 'pino';
import { parseCommand } from '#shared/protocol/commands/index.ts';
import { CommandEnvelope } from '#shared/protocol/envelope.ts';
import { invalidFrom } from '#shared/protocol/errors.ts';
import type { GatewayConfig } from '../config.ts';
import type { Clock, Executor, GatewayModule, Sql } from '../kernel.ts';
import type { EventLog } from '../log/index.ts';
import { refusal, runCommand } from './command.ts';
import { createContext, createRegistry, type Environment } from './context.ts';
import { Memos } from './memos.ts';
import { CommandQueue } from './queue.ts';
import type { ExecutorStats } from './stats.ts';
import { Transactions } from './transactions.ts';

/** The system's clock. */
export const SYSTEM_CLOCK: Clock = { now: () => Date.now() };

/** An executor with its counters and its end. */
export interface RunningExecutor extends Executor {
  readonly stats: Readonly<ExecutorStats>;
  /** Runs maintenance (retention, token rotation), which emits no events, in a transaction. */
  maintain<T>(work: () => T): T;
  /** Refuses new commands and runs those that wait. */
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

function idOf(input: unknown): string {
  if (typeof input !== 'object' || input === null || !('id' in input) || typeof input.id !== 'string')
    return '';
  return input.id.slice(0, 64);
}

/** Creates the only writer of the gateway's data. See `Executor` for its guarantees. */
export function createExecutor(options: ExecutorOptions): RunningExecutor {
  const { sql, log, clock, logger, config } = options;
  const memos = new Memos(sql);
  const env: Environment = { sql, log, config, registry: createRegistry(options.modules), memos };
  const stats: ExecutorStats = { commands: 0, refused: 0, replayed: 0, groups: 0, queued: 0 };
  const transactions = new Transactions(sql, log, memos);
  const runner = { env, transactions, clock, logger, stats };
  const queue = new CommandQueue({
    transactions,
    run: (submission) => runCommand(runner, submission),
    logger,
    stats,
  });
  return {
    stats,
    submit(principal, input) {
      const envelope = CommandEnvelope.safeParse(input);
      if (!envelope.success)
        return Promise.resolve(refusal(idOf(input), invalidFrom(envelope.error, 'command')));
      const { id, type, data } = envelope.data;
      const command = parseCommand(type, data);
      if (!command.ok) return Promise.resolve(refusal(id, command.error));
      return queue.push({ principal, envelope: envelope.data, command: command.value });
    },
    run: (principal, now, work) => transactions.run(() => work(createContext(env, principal, null, now))),
    together: (work) =>
      transactions.run(() =>
        work((principal, now, piece) => piece(createContext(env, principal, null, now))),
      ),
    maintain: (work) => transactions.run(work),
    dispose: () => queue.dispose(),
  };
}

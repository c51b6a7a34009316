import type { Reply } from '#shared/protocol/envelope.ts';
import type { ProtocolError } from '#shared/protocol/errors.ts';
import { CommandError } from '../kernel.ts';
import { refusal, type Submission } from './command.ts';
import type { ExecutorStats } from './stats.ts';
import type { Transactions } from './transactions.ts';

/** Something that writes: it waits in the queue, runs in a group's transaction, and is told how that ended. */
export interface Job {
  /** Whether it can run again after a rollback: it changes nothing but the database. */
  readonly repeatable: boolean;
  /** Runs inside the open transaction. Throws only where SQLite has given up the whole transaction. */
  run(): void;
  /** Called after the commit. */
  committed(): void;
  /** Called where nothing of the job was written. */
  failed(error: ProtocolError): void;
}

/** Creates the job of a command. `answer` receives its reply. */
export function commandJob(
  submission: Submission,
  run: (submission: Submission) => Reply,
  stats: ExecutorStats,
  answer: (reply: Reply) => void,
): Job {
  let reply: Reply | null = null;
  const settle = (final: Reply): void => {
    stats.commands += 1;
    if (!final.ok) stats.refused += 1;
    answer(final);
  };
  return {
    repeatable: true,
    run() {
      reply = run(submission);
    },
    committed() {
      if (reply) settle(reply);
    },
    failed: (error) => settle(refusal(submission.envelope.id, error)),
  };
}

type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown };

/** Creates the job of a piece of work, which may keep more than the database, and has a savepoint of its own: its error undoes nothing else of the group. */
export function workJob<T>(
  transactions: Transactions,
  work: () => T,
  resolve: (value: T) => void,
  reject: (error: unknown) => void,
): Job {
  let outcome: Outcome<T> | null = null;
  return {
    repeatable: false,
    run() {
      try {
        outcome = { ok: true, value: transactions.savepoint(work) };
      } catch (error) {
        if (!transactions.open) throw error;
        outcome = { ok: false, error };
      }
    },
    committed() {
      if (outcome?.ok) resolve(outcome.value);
      else reject(outcome?.error);
    },
    failed: (error) => reject(new CommandError(error)),
  };
}

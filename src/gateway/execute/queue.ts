import type { Logger } from 'pino';
import type { Reply } from '#shared/protocol/envelope.ts';
import { refusal, type Submission } from './command.ts';
import { failureFields } from './failure.ts';
import type { ExecutorStats } from './stats.ts';
import type { Transactions } from './transactions.ts';

/** Commands that wait for their group; more are refused as `unavailable`. */
const MAX_QUEUE = 5000;
/** A group is committed after this many commands or this long, whichever comes first. */
const GROUP_COMMANDS = 200;
const GROUP_MS = 15;

interface Waiting {
  readonly submission: Submission;
  readonly resolve: (reply: Reply) => void;
}

export interface CommandQueueOptions {
  readonly transactions: Transactions;
  readonly run: (submission: Submission) => Reply;
  readonly logger: Logger;
  readonly stats: ExecutorStats;
}

/**
 * Commits the commands of one turn of the event loop as a group: the disk is waited for once, and each command still has
 * a savepoint of its own. Replies are resolved after the commit.
 */
export class CommandQueue {
  readonly #options: CommandQueueOptions;
  #waiting: Waiting[] = [];
  #scheduled: NodeJS.Immediate | null = null;
  #disposed = false;

  constructor(options: CommandQueueOptions) {
    this.#options = options;
  }

  /** Queues a command. Resolves after its group's commit, at once with `unavailable` when full or disposed. */
  push(submission: Submission): Promise<Reply> {
    const { id } = submission.envelope;
    if (this.#disposed)
      return Promise.resolve(
        refusal(id, { code: 'unavailable', message: 'The gateway is stopping. Try again.' }),
      );
    if (this.#waiting.length >= MAX_QUEUE)
      return Promise.resolve(
        refusal(id, { code: 'unavailable', message: 'The gateway is busy. Try again.' }),
      );
    return new Promise((resolve) => {
      this.#waiting.push({ submission, resolve });
      this.#options.stats.queued = this.#waiting.length;
      this.#schedule();
    });
  }

  /** Refuses new commands and runs those that wait. */
  dispose(): void {
    this.#disposed = true;
    if (this.#scheduled) clearImmediate(this.#scheduled);
    this.#scheduled = null;
    while (this.#waiting.length > 0) this.#flush();
  }

  #schedule(): void {
    if (this.#scheduled || this.#waiting.length === 0) return;
    this.#scheduled = setImmediate(() => {
      this.#scheduled = null;
      this.#flush();
      this.#schedule();
    });
  }

  #flush(): void {
    const { stats } = this.#options;
    const replies = this.#runGroup();
    const group = this.#waiting.slice(0, replies.length);
    this.#waiting = this.#waiting.slice(replies.length);
    stats.queued = this.#waiting.length;
    stats.groups += 1;
    group.forEach(({ resolve }, n) => {
      const reply = replies[n];
      if (!reply) return;
      stats.commands += 1;
      if (!reply.ok) stats.refused += 1;
      resolve(reply);
    });
  }

  /** Runs and commits a group from the front of the queue. Returns its replies, at least one. */
  #runGroup(): Reply[] {
    const { transactions, run, logger } = this.#options;
    const replies: Reply[] = [];
    let taken = 0;
    try {
      transactions.run(() => {
        const end = performance.now() + GROUP_MS;
        while (taken < GROUP_COMMANDS && (taken === 0 || performance.now() < end)) {
          const waiting = this.#waiting[taken];
          if (!waiting) break;
          taken += 1;
          replies.push(run(waiting.submission));
        }
      });
      return replies;
    } catch (error) {
      // The group as a whole could not be written (disk full, file locked): nothing of it remains.
      logger.error(
        { module: 'execute', code: 'group_failed', ...failureFields(error) },
        'a group of commands was rolled back',
      );
      return this.#waiting.slice(0, Math.max(taken, 1)).map(({ submission }) =>
        refusal(submission.envelope.id, {
          code: 'unavailable',
          message: 'The gateway could not write; nothing was changed. Try again.',
        }),
      );
    }
  }
}

import type { Logger } from 'pino';
import { refused } from '#shared/protocol/refusals.ts';
import { failureFields, isBusy } from './failure.ts';
import type { Job } from './jobs.ts';
import type { ExecutorStats } from './stats.ts';
import { SpoiltError, type Transactions } from './transactions.ts';

/** Jobs that wait for their group; more are refused as `unavailable`. */
const MAX_QUEUE = 5000;
/** A group is committed after this many jobs or this long, whichever comes first. */
const GROUP_JOBS = 200;
const GROUP_MS = 12;
/** Pauses before the queue tries again while another process holds the database, ms; the last one repeats. */
const PAUSES_MS = [5, 10, 20, 40, 80] as const;
/** How long a job waits for another process before it is refused, ms. */
const PATIENCE_MS = 2000;
/**
 * After a group had to be run again, this many have savepoints from the start: whoever sends commands that fail late cannot make
 * the gateway do everything twice.
 */
const CAREFUL_GROUPS = 50;

export interface JobQueueOptions {
  readonly transactions: Transactions;
  readonly logger: Logger;
  readonly stats: ExecutorStats;
  /** How long a job waits for another process, ms. Default: two seconds. */
  readonly patienceMs?: number | undefined;
  /** The longest time a group takes its jobs for, ms. Default: 12. */
  readonly groupMs?: number | undefined;
}

interface Waiting {
  readonly job: Job;
  /** When it came, monotonic ms. */
  readonly since: number;
}

/**
 * Commits the jobs of one turn of the event loop as a group: the disk is waited for once, and each job is still undone
 * alone. Commands run without savepoints first, and with them in a second run if one of them fails after it had written. Jobs are told the outcome after the commit. The event loop is never blocked by another process that
 * writes: the queue tries again later, and refuses what has waited too long.
 */
export class JobQueue {
  readonly #options: JobQueueOptions;
  #waiting: Waiting[] = [];
  #next: { readonly cancel: () => void } | null = null;
  #busyTries = 0;
  #carefulGroups = 0;
  #disposed = false;

  constructor(options: JobQueueOptions) {
    this.#options = options;
  }

  /** Queues a job. It fails at once when the queue is full or disposed. */
  push(job: Job): void {
    if (this.#disposed || this.#waiting.length >= MAX_QUEUE) {
      job.failed(refused(this.#disposed ? 'gateway_stopping' : 'gateway_busy', {}));
      return;
    }
    this.#waiting.push({ job, since: performance.now() });
    this.#options.stats.queued = this.#waiting.length;
    this.#schedule();
  }

  /** Runs what waits now, in this turn. Where another process holds the database, it goes on waiting. */
  flush(): void {
    while (this.#waiting.length > 0 && this.#runGroup()) {
      // The group is over.
    }
  }

  /** Refuses new jobs, runs those that wait, and refuses those that cannot run now. */
  dispose(): void {
    this.#disposed = true;
    this.#next?.cancel();
    this.#next = null;
    this.flush();
    this.#refuse(this.#waiting, 'gateway_stopping');
    this.#waiting = [];
  }

  #schedule(): void {
    if (this.#next || this.#waiting.length === 0 || this.#disposed) return;
    const go = (): void => {
      this.#next = null;
      this.#runGroup();
      this.#schedule();
    };
    if (this.#busyTries === 0) {
      const immediate = setImmediate(go);
      this.#next = { cancel: () => clearImmediate(immediate) };
      return;
    }
    const timer = setTimeout(go, PAUSES_MS[Math.min(this.#busyTries, PAUSES_MS.length) - 1]);
    this.#next = { cancel: () => clearTimeout(timer) };
  }

  /** Runs and commits a group from the front of the queue. Returns false if another process holds the database. */
  #runGroup(): boolean {
    const { transactions, stats, groupMs = GROUP_MS } = this.#options;
    const { replayed } = stats;
    let taken = 0;
    let failure: unknown = null;
    let repeatable = this.#carefulGroups === 0;
    try {
      transactions.run(() => {
        const end = performance.now() + groupMs;
        while (taken < GROUP_JOBS && (taken === 0 || performance.now() < end)) {
          const waiting = this.#waiting[taken];
          if (!waiting) break;
          taken += 1;
          repeatable &&= waiting.job.repeatable;
          transactions.repeatable = repeatable;
          waiting.job.run();
        }
      });
    } catch (error) {
      if (taken === 0 && isBusy(error)) {
        this.#stillBusy();
        return false;
      }
      if (error instanceof SpoiltError) {
        stats.replayed = replayed;
        this.#carefulGroups = CAREFUL_GROUPS;
        return this.#runGroup();
      }
      failure = error;
    }
    this.#busyTries = 0;
    this.#carefulGroups = Math.max(0, this.#carefulGroups - 1);
    stats.groups += 1;
    stats.blockedSince = null;
    const group = this.#waiting.slice(0, Math.max(taken, 1));
    this.#waiting = this.#waiting.slice(group.length);
    stats.queued = this.#waiting.length;
    if (failure === null) this.#committed(group);
    else this.#rolledBack(group, failure);
    return true;
  }

  #committed(group: readonly Waiting[]): void {
    this.#options.stats.failure = null;
    for (const { job } of group) job.committed();
  }

  /** The group as a whole could not be written (a full disk): nothing of it remains. */
  #rolledBack(group: readonly Waiting[], error: unknown): void {
    const { logger, stats } = this.#options;
    const fields = failureFields(error);
    stats.failure = fields.error;
    logger.error({ module: 'execute', code: 'group_failed', ...fields }, 'a group of writes was rolled back');
    this.#refuse(group, 'gateway_cannot_write');
  }

  #stillBusy(): void {
    const { stats, patienceMs = PATIENCE_MS } = this.#options;
    const now = performance.now();
    this.#busyTries += 1;
    stats.blockedSince ??= now;
    const impatient = this.#waiting.findIndex(({ since }) => now - since < patienceMs);
    const count = impatient === -1 ? this.#waiting.length : impatient;
    const refused = this.#waiting.slice(0, count);
    this.#waiting = this.#waiting.slice(count);
    stats.queued = this.#waiting.length;
    this.#refuse(refused, 'gateway_database_busy');
  }

  #refuse(
    jobs: readonly Waiting[],
    id: 'gateway_stopping' | 'gateway_cannot_write' | 'gateway_database_busy',
  ): void {
    for (const { job } of jobs) job.failed(refused(id, {}));
  }
}

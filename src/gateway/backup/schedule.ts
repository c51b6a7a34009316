import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Clock } from '../kernel.ts';
import {
  foldersWithoutBackup,
  removeDatabase,
  type StoredBackup,
  scheduledIn,
  scheduledName,
} from './files.ts';
import type { BackupRun } from './process.ts';

/** How often the schedule looks at the clock, ms: a machine that slept, or a clock that was set, is noticed by then. */
const LOOK_EVERY_MS = 30_000;
/** Pause after a failed backup, doubled by each further one, ms. */
const FIRST_RETRY_MS = 60_000;
const LAST_RETRY_MS = 3_600_000;

/** What scheduled backups report to operators. */
export interface BackupStatus {
  /** When the newest backup in the folder was begun, ms; null where there is none. */
  readonly lastAt: number | null;
  /** How the last attempt of this process ended; null before the first. */
  readonly lastResult: 'ok' | 'failed' | null;
  /** Attempts of this process that failed. */
  readonly failures: number;
  /** Size and duration of this process's last backup; 0 before the first. */
  readonly bytes: number;
  readonly ms: number;
}

/** Scheduled backups. */
export interface Backups {
  status(): BackupStatus;
  start(): void;
  /** Ends the schedule and a running backup, which leaves no file. */
  dispose(): Promise<void>;
}

export interface BackupsOptions {
  readonly settings: { readonly everyMs: number; readonly keep: number; readonly dir: string };
  /** Returns the identity of the log whose database is backed up; it has one once it has started. */
  readonly logId: () => string;
  readonly run: BackupRun;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Shorter in tests. */
  readonly lookEveryMs?: number | undefined;
}

/** Creates the schedule: the first backup is due when the newest in the folder is older than the interval. */
export function createBackups(options: BackupsOptions): Backups {
  return new ScheduledBackups(options);
}

class ScheduledBackups implements Backups {
  readonly #options: BackupsOptions;
  readonly #stop = new AbortController();
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> = Promise.resolve();
  #lastAt: number | null = null;
  /** The time from which the next one is counted, and the pause from there on. */
  #since: number;
  #pauseMs = 0;
  #result: 'ok' | 'failed' | null = null;
  #failures = 0;
  #failuresInRow = 0;
  #bytes = 0;
  #ms = 0;

  constructor(options: BackupsOptions) {
    this.#options = options;
    this.#since = options.clock.now();
  }

  status(): BackupStatus {
    const { clock } = this.#options;
    // A clock that was set back makes no backup of the future.
    const lastAt = this.#lastAt === null ? null : Math.min(this.#lastAt, clock.now());
    return {
      lastAt,
      lastResult: this.#result,
      failures: this.#failures,
      bytes: this.#bytes,
      ms: this.#ms,
    };
  }

  start(): void {
    const { clock, settings } = this.#options;
    const now = clock.now();
    this.#lastAt = this.#guarded(() => this.#stored().find(({ at }) => at <= now)?.at) ?? null;
    this.#since = this.#lastAt ?? now;
    this.#pauseMs = this.#lastAt === null ? 0 : settings.everyMs;
    this.#look();
  }

  async dispose(): Promise<void> {
    this.#stop.abort();
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    await this.#running;
  }

  #look(): void {
    const now = this.#options.clock.now();
    // A clock that was set back would hold the next one off until it is level again.
    if (now < this.#since) this.#since = now;
    if (now - this.#since >= this.#pauseMs) this.#running = this.#backUp().then(() => this.#plan());
    else this.#plan();
  }

  #plan(): void {
    if (this.#stop.signal.aborted) return;
    const left = this.#since + this.#pauseMs - this.#options.clock.now();
    const wait = Math.min(Math.max(left, 1), this.#options.lookEveryMs ?? LOOK_EVERY_MS);
    this.#timer = setTimeout(() => this.#look(), wait);
    this.#timer.unref();
  }

  /** Makes a backup and removes those that are too many. Never rejects. */
  async #backUp(): Promise<void> {
    const { clock, logger, logId, run, settings } = this.#options;
    const at = clock.now();
    this.#since = at;
    try {
      mkdirSync(settings.dir, { recursive: true, mode: 0o700 });
      for (const draft of scheduledIn(settings.dir, logId()).drafts) removeDatabase(draft);
      // Of several attempts that failed, the last one has all that those before it had copied.
      for (const path of foldersWithoutBackup(settings.dir, logId()).slice(0, -1)) removeFolder(path);
      const { file, bytes, ms, head, files } = await run(
        join(settings.dir, scheduledName(logId(), at)),
        this.#stop.signal,
      );
      this.#lastAt = at;
      this.#result = 'ok';
      this.#bytes = bytes;
      this.#ms = ms;
      this.#failuresInRow = 0;
      this.#pauseMs = settings.everyMs;
      logger.info({ module: 'backup', file, bytes, ms, head, files }, 'backed up the database');
      if (files.lost > 0)
        logger.error(
          { module: 'backup', code: 'backup_files_lost', lost: files.lost },
          'files of messages are damaged or missing, and not in the backup',
        );
      this.#guarded(() => this.#prune(file, at));
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    const { logger, settings } = this.#options;
    this.#result = 'failed';
    this.#failures += 1;
    this.#pauseMs = Math.min(FIRST_RETRY_MS * 2 ** this.#failuresInRow, LAST_RETRY_MS, settings.everyMs);
    this.#failuresInRow = Math.min(this.#failuresInRow + 1, 20);
    logger.error(
      { module: 'backup', code: 'backup_failed', reason: reasonOf(error), retryInMs: this.#pauseMs },
      'the database was not backed up; it will be retried',
    );
  }

  #stored(): readonly StoredBackup[] {
    return scheduledIn(this.#options.settings.dir, this.#options.logId()).backups;
  }

  /** Removes the oldest beyond those to keep, never the one just made. Those of a clock that was ahead go first. */
  #prune(made: string, now: number): void {
    const others = this.#stored().filter(({ path }) => path !== made);
    const [past, ahead] = [others.filter(({ at }) => at <= now), others.filter(({ at }) => at > now)];
    for (const { path } of [...past, ...ahead].slice(this.#options.settings.keep - 1)) rmSync(path);
    // After their databases, and after a backup that may have linked what a killed one had copied.
    for (const path of foldersWithoutBackup(this.#options.settings.dir, this.#options.logId()))
      removeFolder(path);
  }

  /** Work with the folder that may fail without the backup having failed. */
  #guarded<T>(work: () => T): T | null {
    try {
      return work();
    } catch (error) {
      this.#options.logger.error(
        { module: 'backup', code: 'backup_folder_failed', reason: reasonOf(error) },
        'the folder of the backups cannot be read or cleared',
      );
      return null;
    }
  }
}

const removeFolder = (path: string): void => rmSync(path, { recursive: true, force: true });

const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, 500);

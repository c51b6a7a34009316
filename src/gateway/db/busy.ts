import { setTimeout as pause } from 'node:timers/promises';
import { codeOf } from './errors.ts';

/** How long a program waits for another one that holds a database, ms. */
const WAIT_MS = 5000;
const LOOK_EVERY_MS = 100;

/** Another program held the database for longer than this one waits. Nothing was changed. */
export class DatabaseBusyError extends Error {
  constructor(path: string) {
    super(`another program is using ${path}; nothing was changed. Try again when it has finished.`);
    this.name = 'DatabaseBusyError';
  }
}

/** How to wait for another program. */
export interface Waiting {
  /** Called once with a line for the user, as soon as there is something to wait for. */
  readonly say?: ((line: string) => void) | undefined;
  readonly waitMs?: number | undefined;
}

/** Whether SQLite refused because another connection holds a lock. */
function isBusy(error: unknown): boolean {
  return /^SQLITE_(?:BUSY|LOCKED)/.test(codeOf(error));
}

/**
 * Runs work on a database, and again while another program holds a lock that it needs, for at most `waitMs`. The work must
 * not wait itself (`timeout: 0`). Throws DatabaseBusyError; other errors of the work are rethrown at once.
 */
export async function whileBusy<T>(path: string, work: () => T, options: Waiting = {}): Promise<T> {
  const end = performance.now() + (options.waitMs ?? WAIT_MS);
  for (let waited = false; ; waited = true) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (performance.now() >= end) throw new DatabaseBusyError(path);
    }
    if (!waited) options.say?.(`waiting for another program that is using ${path} …`);
    await pause(LOOK_EVERY_MS);
  }
}

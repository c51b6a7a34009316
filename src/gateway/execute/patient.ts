import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { CommandError } from '../kernel.ts';

/** How long a gateway that starts waits until it can write, ms. A supervisor starts it again after that. */
const WAIT_MS = 60_000;
const PAUSE_MS = 250;

/**
 * Runs work of the executor, and again while it is refused as `unavailable` (another program holds the database), for at
 * most `waitMs`. For a gateway's start: nobody is there to try again. Rejects with the work's last error.
 */
export async function patiently<T>(work: () => Promise<T>, logger: Logger, waitMs = WAIT_MS): Promise<T> {
  const end = performance.now() + waitMs;
  for (let told = false; ; told = true) {
    try {
      return await work();
    } catch (error) {
      const refused = error instanceof CommandError && error.error.code === 'unavailable';
      if (!refused || performance.now() >= end) throw error;
      if (!told) logger.warn({ module: 'execute', code: 'unavailable' }, `waiting: ${error.error.message}`);
    }
    await pause(PAUSE_MS);
  }
}

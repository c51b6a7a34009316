import type { Logger } from 'pino';
import { failureFields } from './failure.ts';

/** Pause between two rounds. */
const EVERY_MS = 60_000;
/** Pause between two slices of a round, so that commands get their turn. */
const BETWEEN_MS = 20;

/** Deletes one slice of expired rows; returns whether more are left. */
type Slice = () => Promise<boolean>;

/** Deletes expired rows in short slices, in rounds. Returns a function that stops it. */
export function startHousekeeping(slices: readonly Slice[], logger: Logger, everyMs = EVERY_MS): () => void {
  let timer: NodeJS.Timeout;
  let stopped = false;
  async function work(): Promise<void> {
    let more = false;
    for (const slice of slices) {
      try {
        more = (await slice()) || more;
      } catch (error) {
        logger.error(
          { module: 'execute', code: 'housekeeping_failed', ...failureFields(error) },
          'deleting expired rows failed',
        );
      }
    }
    if (!stopped) plan(more ? BETWEEN_MS : everyMs);
  }
  function plan(delay: number): void {
    timer = setTimeout(() => void work(), delay);
    timer.unref();
  }
  plan(everyMs);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

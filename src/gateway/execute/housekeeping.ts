import type { Logger } from 'pino';
import { failureFields } from './failure.ts';

/** Pause between two rounds. */
const EVERY_MS = 60_000;
/** Pause between two slices of a round, so that commands get their turn. */
const BETWEEN_MS = 20;

/** Deletes one slice of expired rows; returns whether more are left. */
type Slice = () => boolean;

/** Deletes expired rows in short slices, in rounds. Returns a function that stops it. */
export function startHousekeeping(slices: readonly Slice[], logger: Logger, everyMs = EVERY_MS): () => void {
  let timer: NodeJS.Timeout;
  function work(): void {
    let more = false;
    for (const slice of slices) {
      try {
        more = slice() || more;
      } catch (error) {
        logger.error(
          { module: 'execute', code: 'housekeeping_failed', ...failureFields(error) },
          'deleting expired rows failed',
        );
      }
    }
    timer = setTimeout(work, more ? BETWEEN_MS : everyMs);
    timer.unref();
  }
  timer = setTimeout(work, everyMs);
  timer.unref();
  return () => clearTimeout(timer);
}

import type { Logger } from 'pino';
import { failureFields } from './failure.ts';

/** How often old rows are looked for. */
const EVERY_MS = 60_000;
/** Rest between two slices, so that commands get their turn. */
const BETWEEN_MS = 20;

/** Deletes one slice of something that is kept for a time; returns whether there is more. */
export type Slice = () => boolean;

/** Runs slices of deletion in turn, now and then, none for long. Returns the way to stop. */
export function keepHouse(slices: readonly Slice[], logger: Logger, everyMs = EVERY_MS): () => void {
  let timer: NodeJS.Timeout;
  function work(): void {
    let more = false;
    for (const slice of slices) {
      try {
        more = slice() || more;
      } catch (error) {
        logger.error(
          { module: 'execute', code: 'housekeeping_failed', ...failureFields(error) },
          'old rows could not be deleted',
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

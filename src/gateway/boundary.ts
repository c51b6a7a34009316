import type { Logger } from 'pino';
import { failureFields } from './execute/failure.ts';

/**
 * Wraps the callback of a timer, a listener or a stream: its errors are logged, and never end the process. `failed` repairs or ends
 * what the callback was about.
 */
export function guarded<A extends unknown[]>(
  logger: Logger,
  fields: { readonly module: string; readonly code: string },
  callback: (...values: A) => void | Promise<void>,
  failed: () => void = () => undefined,
): (...values: A) => void {
  const caught = (error: unknown): void => {
    logger.error({ ...fields, ...failureFields(error) }, 'a callback failed');
    failed();
  };
  return (...values) => {
    try {
      callback(...values)?.catch(caught);
    } catch (error) {
      caught(error);
    }
  };
}

import type { RunningExecutor } from '../../src/gateway/execute/index.ts';
import type { CommandContext, Principal } from '../../src/gateway/kernel.ts';

/** Runs work through the executor's queue within this turn. Throws the work's error. */
export function runNow<T>(
  executor: Pick<RunningExecutor, 'run' | 'flush'>,
  principal: Principal,
  now: number,
  work: (context: CommandContext) => T,
): T {
  let outcome: { readonly value: T } | null = null;
  let failure: unknown = new Error('the executor did not run the work');
  const done = executor.run(principal, now, (context) => {
    try {
      outcome = { value: work(context) };
      return outcome.value;
    } catch (error) {
      outcome = null;
      failure = error;
      throw error;
    }
  });
  done.catch(() => undefined);
  executor.flush();
  // Assigned in the callback, which TypeScript does not follow.
  const ran = outcome as { readonly value: T } | null;
  if (ran === null) throw failure;
  return ran.value;
}

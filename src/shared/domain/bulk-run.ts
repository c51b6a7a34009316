import { z } from 'zod';
import { Id } from './ids.ts';

/** The most items that one run over many changes. */
export const MAX_RUN_ITEMS = 20_000;

/**
 * A change of many items that is made in steps of at most MAX_BULK, each a command of its own. It is kept before each step is sent, so
 * that a run which was broken off goes on where it was, and sends a step again under the same id.
 */
export const BulkRun = z.object({
  /** What the ids of its commands are made from. */
  id: z.uuidv7(),
  /** The step that was begun last, and the first item of it. */
  step: z.int().min(0),
  first: Id,
});
export type BulkRun = z.infer<typeof BulkRun>;

/** Returns the id of a step's command: the same for the same step of a run, and never that of another one. */
export function stepId(runId: string, step: number): string {
  const random = (BigInt(`0x${runId.slice(-12)}`) + BigInt(step)) % (1n << 48n);
  return runId.slice(0, -12) + random.toString(16).padStart(12, '0');
}

/**
 * Returns where a kept run goes on: the index of the item and the number of the step. Where the items that were changed no longer match
 * the filter, the rest begins with the next step.
 */
export function resumeAt(
  run: BulkRun | null,
  itemIds: readonly string[],
): { readonly from: number; readonly step: number } {
  if (run === null) return { from: 0, step: 0 };
  const from = itemIds.indexOf(run.first);
  return from < 0 ? { from: 0, step: run.step + 1 } : { from, step: run.step };
}

import { create } from 'zustand';
import { type MacroRun, stepOf } from '#shared/domain/macro-run.ts';
import { ownedByUser } from './owned.ts';

/** A macro that was begun, under the key that it is kept by. */
export interface KeptRun {
  readonly key: string;
  readonly run: MacroRun;
  /** Whether it is running in this window now. */
  readonly active: boolean;
}

interface RunStore {
  /** Macros that run, stopped, or whose commands are still in the outbox. */
  readonly runs: readonly KeptRun[];
}

const NONE: RunStore = { runs: [] };

/** The macros that were begun and are not over. */
export const useMacroRuns = create<RunStore>(() => NONE);
ownedByUser('useMacroRuns', () => useMacroRuns.setState(NONE));

/** Puts a run in place of what is known of it. */
export function putRun(kept: KeptRun): void {
  useMacroRuns.setState(({ runs }) => ({ runs: [...runs.filter(({ key }) => key !== kept.key), kept] }));
}

/** Forgets a run. */
export function dropRun(key: string): void {
  useMacroRuns.setState(({ runs }) => ({ runs: runs.filter((one) => one.key !== key) }));
}

/** Returns the macro and the step, from 1, that a command belongs to; null for most. */
export function useMacroStep(
  commandId: string,
): { readonly name: string; readonly step: number; readonly steps: number } | null {
  const runs = useMacroRuns((state) => state.runs);
  const found = stepOf(
    runs.map(({ run }) => run),
    commandId,
  );
  return found && { name: found.run.name, step: found.step + 1, steps: found.run.steps.length };
}

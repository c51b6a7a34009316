import { z } from 'zod';
import { stepId } from './bulk-run.ts';
import { CodedText } from './coded-text.ts';
import { Id, Timestamp } from './ids.ts';
import { MacroAction } from './macros.ts';
import { HOUR_MS } from './time.ts';

/** The longest name of a macro. */
const MAX_NAME = 80;
/** The most actions of a macro. */
const MAX_STEPS = 10;
/** A run that was broken off longer ago is not continued unless somebody says so: what it does may be right no more. */
export const FRESH_MS = HOUR_MS;

/** One step: what it does, and the command that it sends; null for a text that is put into the composer. */
export const MacroStep = z.object({
  action: MacroAction,
  command: z.object({ type: z.string().min(3).max(80), data: z.unknown() }).nullable(),
});
export type MacroStep = z.infer<typeof MacroStep>;

/** Why a run stopped: what the server or the window said. */
const Stopped = z.object({
  code: z.string().max(40),
  message: z.string().max(1000),
  field: z.string().max(200).nullish(),
  why: CodedText.optional().catch(undefined),
});

/**
 * A macro that runs in a conversation. Its commands are made when it begins, so that a change of the macro does not change the run. It is
 * kept before each step: a run that was broken off goes on with that step, under the same id, which takes effect once.
 */
export const MacroRun = z.object({
  /** What the ids of its commands are made from. */
  id: z.uuidv7(),
  name: z.string().min(1).max(MAX_NAME),
  conversationId: Id,
  startedAt: Timestamp,
  steps: z.array(MacroStep).min(1).max(MAX_STEPS),
  /** The step that was begun last; the number of steps once all are done. */
  next: z.int().min(0).max(MAX_STEPS),
  /** Steps that are in the outbox, where they are decided later. */
  waiting: z.int().min(0).max(MAX_STEPS),
  /** Why it stopped at `next`; null while it runs. */
  stopped: Stopped.nullable(),
});
export type MacroRun = z.infer<typeof MacroRun>;

/** What became of a step. `waits`: it is in the outbox and goes on by itself. */
export type StepOutcome =
  | { readonly kind: 'accepted' | 'waits' }
  | { readonly kind: 'refused'; readonly refusal: z.infer<typeof Stopped> };

/** Returns the run after its step was decided. */
export function afterStep(run: MacroRun, outcome: StepOutcome): MacroRun {
  if (outcome.kind === 'refused') {
    const { code, message, field, why } = outcome.refusal;
    const stopped = { code: code.slice(0, 40), message: message.slice(0, 1000), field, why };
    return { ...run, stopped };
  }
  return {
    ...run,
    next: run.next + 1,
    waiting: run.waiting + (outcome.kind === 'waits' ? 1 : 0),
    stopped: null,
  };
}

/** Whether all steps are done or in the outbox. */
export function isOver({ next, steps }: Pick<MacroRun, 'next' | 'steps'>): boolean {
  return next >= steps.length;
}

/**
 * Returns a stopped run as it goes on after somebody asked for it. Its commands get other ids if its step was refused: a refused one is used
 * up. One that was only broken off keeps them, because its step may have been sent.
 */
export function continued(run: MacroRun, id: string, now: number): MacroRun {
  return { ...run, id: run.stopped === null ? run.id : id, startedAt: now, stopped: null };
}

/** Whether a run that was broken off goes on by itself. The clock may have been set back: then the run is fresh. */
export function goesOn(run: Pick<MacroRun, 'startedAt' | 'stopped'>, now: number): boolean {
  return run.stopped === null && now - run.startedAt < FRESH_MS;
}

/** Returns the run and the step that a command belongs to, or null. */
export function stepOf<R extends Pick<MacroRun, 'id' | 'steps'>>(
  runs: readonly R[],
  commandId: string,
): { readonly run: R; readonly step: number } | null {
  for (const run of runs)
    for (let step = 0; step < run.steps.length; step++)
      if (stepId(run.id, step) === commandId) return { run, step };
  return null;
}

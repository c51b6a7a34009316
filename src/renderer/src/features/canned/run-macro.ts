import { stepId } from '#shared/domain/bulk-run.ts';
import {
  afterStep,
  isOver,
  type MacroRun,
  type MacroStep,
  type StepOutcome,
} from '#shared/domain/macro-run.ts';
import { type MacroAction, type MacroPlace, macroCommand } from '#shared/domain/macros.ts';
import type { Said } from '../../lib/said.ts';
import { openWords, type Resolved } from './resolve.ts';

/** What the steps of a macro are made with. */
export interface Preparing {
  readonly resolve: (replyId: string) => Promise<Resolved>;
  readonly sayFailure: (error: unknown) => Said;
  readonly newId: () => string;
}

/** The steps of a run, or the action that cannot be prepared, from 0. */
export type Prepared =
  | { readonly kind: 'steps'; readonly steps: readonly MacroStep[] }
  | { readonly kind: 'stopped'; readonly at: number; readonly why: Said };

/**
 * Makes the commands of a macro, all of them before anything is done: an open variable stops the macro, and what somebody changes in it
 * later is not part of the run.
 */
export async function prepareRun(
  actions: readonly MacroAction[],
  place: MacroPlace,
  preparing: Preparing,
): Promise<Prepared> {
  const steps: MacroStep[] = [];
  for (const [at, action] of actions.entries()) {
    const text = 'replyId' in action ? await textOf(action, preparing) : null;
    if (text !== null && 'why' in text) return { kind: 'stopped', at, why: text.why };
    steps.push({ action, command: commandOf(action, place, text, preparing.newId) });
  }
  return { kind: 'steps', steps };
}

/** Resolves the reply of an action. One that is only inserted may have open variables: the composer asks for them. */
async function textOf(
  action: Extract<MacroAction, { replyId: string }>,
  { resolve, sayFailure }: Preparing,
): Promise<Resolved | { readonly why: Said }> {
  try {
    const resolved = await resolve(action.replyId);
    if (action.kind === 'insert_reply' || resolved.open.length === 0) return resolved;
    return { why: (context) => openWords(context, resolved.open) };
  } catch (error) {
    return { why: sayFailure(error) };
  }
}

function commandOf(
  action: MacroAction,
  place: MacroPlace,
  text: Resolved | null,
  newId: () => string,
): MacroStep['command'] {
  if (action.kind !== 'send_reply' && action.kind !== 'write_note') return macroCommand(action, place);
  const kind = action.kind === 'write_note' ? 'note' : 'text';
  const { conversationId } = place;
  return {
    type: 'chat.send_message',
    data: { conversationId, messageId: newId(), kind, body: text?.text ?? '' },
  };
}

/** What a run needs of the window. */
export interface RunPorts {
  /** Makes it durable that a step begins. Rejects if it cannot be kept; then the step is not begun. */
  readonly keep: (run: MacroRun) => Promise<void>;
  /** Hands a command to the outbox and, while live, waits for the server's answer. */
  readonly send: (id: string, type: string, data: unknown) => Promise<StepOutcome>;
  /** Puts a reply into the composer of the conversation. The same text is never put there twice. */
  readonly insert: (conversationId: string, replyId: string) => Promise<StepOutcome>;
}

/**
 * Takes the steps of a run in order, from the one that was begun last, until all are done, one is refused, or `signal` ends it between two
 * steps. A step that was sent before is sent again under its id, and takes effect once.
 */
export async function runSteps(run: MacroRun, ports: RunPorts, signal: AbortSignal): Promise<MacroRun> {
  let current = run;
  while (!isOver(current) && current.stopped === null && !signal.aborted) {
    await ports.keep(current);
    const outcome = await take(current, ports);
    // Somebody else may have signed in: the outcome is that of the user who left, and the step stands as begun.
    if (signal.aborted) return current;
    current = afterStep(current, outcome);
  }
  return current;
}

function take({ id, next, steps, conversationId }: MacroRun, ports: RunPorts): Promise<StepOutcome> {
  const step = steps[next];
  if (step === undefined) return Promise.resolve({ kind: 'accepted' });
  const { action, command } = step;
  if (command !== null) return ports.send(stepId(id, next), command.type, command.data);
  return action.kind === 'insert_reply'
    ? ports.insert(conversationId, action.replyId)
    : Promise.resolve({ kind: 'accepted' });
}

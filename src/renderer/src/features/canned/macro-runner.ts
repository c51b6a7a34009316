import type { ListedMacro } from '#shared/bridge/canned.ts';
import { fieldsOf } from '#shared/bridge/forms.ts';
import { stepId } from '#shared/domain/bulk-run.ts';
import { continued, goesOn, isOver, type MacroRun, type StepOutcome } from '#shared/domain/macro-run.ts';
import { BridgeCallError, bridge } from '../../bridge/client.ts';
import { gatewayNow } from '../../bridge/gateway-time.ts';
import { describeError, type Refusal } from '../../i18n/errors.ts';
import { newId } from '../../lib/new-id.ts';
import { isLive, useConnection } from '../../stores/connection.ts';
import { dropRun, type KeptRun, putRun, useMacroRuns } from '../../stores/macro-runs.ts';
import { discardCommand, useOutbox } from '../../stores/outbox.ts';
import { ownedByUser } from '../../stores/owned.ts';
import { madeBy, timeZoneOf, useSession } from '../../stores/session.ts';
import {
  sayDone,
  sayInterrupted,
  sayNotKept,
  sayNotStarted,
  sayRunning,
  sayStopped,
} from './macro-toasts.ts';
import { type Resolved, resolve } from './resolve.ts';
import { prepareRun, type RunPorts, runSteps } from './run-macro.ts';

/** How long a step waits for the server's answer before the macro goes on without it, ms. */
const ANSWER_MS = 4_000;
const FORM = 'canned.run';

/** The composers on screen, by conversation: each puts a text behind what is written, unless it is there already. */
const composers = new Map<string, (text: Resolved) => void>();
/** Ends the runs of the user who leaves; they are kept, and go on when the user is back. */
let control = new AbortController();
ownedByUser('control', () => {
  control.abort();
  control = new AbortController();
});

/** Registers where macros insert texts in a conversation. Returns a function that takes it back. */
export function registerComposer(conversationId: string, insert: (text: Resolved) => void): () => void {
  composers.set(conversationId, insert);
  return () => {
    if (composers.get(conversationId) === insert) composers.delete(conversationId);
  };
}

/** Runs a macro in a conversation, and says what became of it. One runs at a time in a conversation. */
export async function startMacro({ name, actions }: ListedMacro, conversationId: string): Promise<void> {
  const userId = useSession.getState().session?.user?.id;
  if (userId === undefined) return;
  const other = useMacroRuns.getState().runs.find(({ run }) => isUnfinished(run, conversationId));
  if (other !== undefined) {
    sayRunning(other.run);
    return;
  }
  const now = gatewayNow();
  const place = { conversationId, userId, now, timeZone: timeZoneOf() };
  const prepared = await prepareRun(actions, place, {
    resolve: (replyId) => resolve(conversationId, { replyId }),
    sayFailure: (error) => (context) => describeError(context, error).title,
    newId,
  });
  if (prepared.kind === 'stopped') {
    sayNotStarted(name, actions, prepared);
    return;
  }
  const { steps } = prepared;
  const id = newId();
  const run = {
    id,
    name,
    conversationId,
    startedAt: gatewayNow(),
    steps: [...steps],
    next: 0,
    waiting: 0,
    stopped: null,
  };
  await take(id, run);
}

function isUnfinished(run: MacroRun, conversationId: string): boolean {
  return run.conversationId === conversationId && !isOver(run);
}

/** Takes up what was broken off when the window or the console ended. What is older than an hour is asked about. */
export async function resumeMacros(): Promise<void> {
  const { forms } = await bridge.call('forms.list', {});
  for (const { key } of forms.filter(({ type }) => type === FORM)) {
    const { fields } = await bridge.call('forms.form', { type: FORM, key });
    const run = fieldsOf(FORM, fields);
    const known = useMacroRuns.getState().runs.find((one) => one.key === key);
    if (run === null || known?.active) continue;
    if (isOver(run) || run.stopped !== null) putRun({ key, run, active: false });
    else if (goesOn(run, gatewayNow())) void take(key, run);
    else if (known === undefined) {
      putRun({ key, run, active: false });
      sayInterrupted(run);
    }
  }
  tidyRuns();
}

/** Goes on with a run that stopped or was broken off, from the step where it is. */
export async function continueMacro({ key, run }: KeptRun): Promise<void> {
  await take(key, continued(run, newId(), gatewayNow()));
}

/** Forgets a run: what is left of it is not done. */
export async function discardMacro({ key }: KeptRun): Promise<void> {
  await bridge.call('forms.save', { type: FORM, key, form: null, ...madeBy() });
  dropRun(key);
}

/** Forgets runs whose steps are all decided. They are kept while the outbox has a step, which is shown with the macro's name. */
export function tidyRuns(): void {
  const { entries } = useOutbox.getState();
  for (const kept of useMacroRuns.getState().runs) {
    const { run, active } = kept;
    if (active || !isOver(run)) continue;
    const open = run.steps.some((_, step) => {
      const entry = entries.get(stepId(run.id, step));
      return entry !== undefined && entry.state !== 'settled';
    });
    if (!open) void discardMacro(kept).catch(() => undefined);
  }
}

/** Runs the rest of a run, in one window at a time. */
function take(key: string, run: MacroRun): Promise<void> {
  const { signal } = control;
  const work = async (lock: Lock | null): Promise<void> => {
    // Another window is at it.
    if (lock === null) return;
    try {
      putRun({ key, run, active: true });
      await finish(key, await runSteps(run, portsOf(key), signal), signal);
    } catch (error) {
      // The step could not be kept, so it was not begun.
      const newest = useMacroRuns.getState().runs.find((one) => one.key === key)?.run ?? run;
      if (signal.aborted) return;
      putRun({ key, run: newest, active: false });
      // While the console cannot be reached, nothing is decided: the run goes on when it is back.
      if (!isAway(error)) sayNotKept(newest, error);
    }
  };
  return navigator.locks.request(`macro ${key}`, { ifAvailable: true }, work);
}

async function finish(key: string, run: MacroRun, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  if (run.stopped === null) sayDone(run);
  else sayStopped(run);
  await keep(key, run);
  if (signal.aborted) return;
  putRun({ key, run, active: false });
  tidyRuns();
}

async function keep(key: string, run: MacroRun): Promise<void> {
  const { name, conversationId } = run;
  const form = { data: { name, conversationId }, fields: run };
  await bridge.call('forms.save', { type: FORM, key, form, ...madeBy() });
}

function portsOf(key: string): RunPorts {
  return {
    async keep(run) {
      await keep(key, run);
      putRun({ key, run, active: true });
    },
    send,
    async insert(conversationId, replyId) {
      const insert = composers.get(conversationId);
      if (insert === undefined) return { kind: 'refused', refusal: { code: 'composer', message: '' } };
      try {
        insert(await resolve(conversationId, { replyId }));
        return { kind: 'accepted' };
      } catch (error) {
        return { kind: 'refused', refusal: refusalOf(error) };
      }
    },
  };
}

async function send(id: string, type: string, data: unknown): Promise<StepOutcome> {
  try {
    await bridge.call('commands.submit', { id, type, data, ...madeBy() });
  } catch (error) {
    if (isAway(error)) throw error;
    return decided(refusalOf(error));
  }
  return isLive(useConnection.getState()) ? answerOf(id) : { kind: 'waits' };
}

/** Whether the console could not be reached, so that nobody knows what it did. */
function isAway(error: unknown): boolean {
  return error instanceof BridgeCallError && error.code === 'unavailable';
}

function refusalOf(error: unknown): Refusal {
  return error instanceof BridgeCallError ? error.error : { code: 'internal', message: String(error) };
}

/** A step that was sent before the run was broken off, and has been decided, is done. */
function decided(refusal: Refusal): StepOutcome {
  return refusal.code === 'idempotency_conflict' ? { kind: 'accepted' } : { kind: 'refused', refusal };
}

/** Resolves to what the server says to a command; `waits` if it says nothing in time. */
function answerOf(id: string): Promise<StepOutcome> {
  const answer = Promise.withResolvers<StepOutcome>();
  const look = (): void => {
    const entry = useOutbox.getState().entries.get(id);
    if (entry?.state === 'settled' || entry?.state === 'sent') answer.resolve({ kind: 'accepted' });
    if (entry?.state !== 'refused') return;
    // The macro says it, and stops; the shell need not say it again.
    discardCommand(id);
    answer.resolve(decided(entry.error ?? { code: 'internal', message: '' }));
  };
  const timer = setTimeout(() => answer.resolve({ kind: 'waits' }), ANSWER_MS);
  const end = useOutbox.subscribe(look);
  look();
  return answer.promise.finally(() => {
    clearTimeout(timer);
    end();
  });
}

import type { MacroRun } from '#shared/domain/macro-run.ts';
import type { MacroAction } from '#shared/domain/macros.ts';
import { failureWords, refusalSentence } from '../../i18n/errors.ts';
import type { Said, SayContext } from '../../lib/said.ts';
import { type ToastContent, toast } from '../../stores/toasts.ts';
import { actionWords } from './action-words.ts';

const show = (conversationId: string): NonNullable<ToastContent['actions']> => [
  {
    label: ({ t }) => t('canned.run.show'),
    run: () => window.location.assign(`#/chat/${encodeURIComponent(conversationId)}`),
  },
];

/** Says why a run stopped. */
export function stoppedWords(context: SayContext, { stopped }: Pick<MacroRun, 'stopped'>): string {
  if (stopped === null) return context.t('canned.run.interrupted');
  if (stopped.code === 'composer') return context.t('canned.run.composer');
  return refusalSentence(context, stopped);
}

/** A macro that could not be prepared: nothing of it was done. */
export function sayNotStarted(
  name: string,
  actions: readonly MacroAction[],
  { at, why }: { readonly at: number; readonly why: Said },
): void {
  const stopped = actions[at];
  toast({
    id: `macro-${name}`,
    tone: 'crit',
    sticky: true,
    title: ({ t }) => t('canned.macro.stopped', { name }),
    body: (context) =>
      context.t('canned.macro.notStarted', {
        step: at + 1,
        steps: actions.length,
        action: stopped === undefined ? '' : actionWords(context, stopped),
        reason: why(context),
      }),
  });
}

export function sayRunning({ name, stopped }: MacroRun): void {
  toast({
    tone: 'neutral',
    title: ({ t }) => t(stopped === null ? 'canned.run.running' : 'canned.run.first', { name }),
  });
}

export function sayDone({ id, name, waiting }: MacroRun): void {
  toast({
    id: `macro-${id}`,
    tone: waiting > 0 ? 'neutral' : 'ok',
    title: ({ t }) => t('canned.macro.done', { name }),
    ...(waiting === 0 ? {} : { body: ({ t }) => t('canned.macro.waiting', { count: waiting }) }),
  });
}

/** The bar of the conversation says the rest, and asks what to do. */
export function sayStopped(run: MacroRun): void {
  const { id, name, next, steps, conversationId } = run;
  toast({
    id: `macro-${id}`,
    tone: 'crit',
    sticky: true,
    title: ({ t }) => t('canned.macro.stopped', { name }),
    body: (context) =>
      context.t('canned.macro.stoppedAt', {
        step: next + 1,
        steps: steps.length,
        action: wordsOf(context, run),
        reason: stoppedWords(context, run),
      }),
    actions: show(conversationId),
  });
}

export function sayInterrupted({ id, name, conversationId }: MacroRun): void {
  toast({
    id: `macro-${id}`,
    tone: 'warn',
    sticky: true,
    title: ({ t }) => t('canned.macro.stopped', { name }),
    body: ({ t }) => t('canned.run.interrupted'),
    actions: show(conversationId),
  });
}

export function sayNotKept({ name }: MacroRun, error: unknown): void {
  const { body } = failureWords(error);
  toast({ tone: 'crit', sticky: true, title: ({ t }) => t('canned.macro.stopped', { name }), body });
}

function wordsOf(context: SayContext, { steps, next }: MacroRun): string {
  const step = steps[next];
  return step === undefined ? '' : actionWords(context, step.action);
}

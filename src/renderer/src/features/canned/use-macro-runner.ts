import { useCallback, useRef } from 'react';
import type { ListedMacro } from '#shared/bridge/canned.ts';
import { BridgeCallError, bridge } from '../../bridge/client.ts';
import { describeError, refusalSentence } from '../../i18n/errors.ts';
import { newId } from '../../lib/new-id.ts';
import { isLive, useConnection } from '../../stores/connection.ts';
import { discardCommand, useOutbox } from '../../stores/outbox.ts';
import { madeBy, useUserId } from '../../stores/session.ts';
import { toast } from '../../stores/toasts.ts';
import { actionWords } from './action-words.ts';
import { type Resolved, resolve } from './resolve.ts';
import { type Answer, type MacroWindow, runMacro } from './run-macro.ts';

/** How long a step waits for the server's answer before the macro goes on without it, ms. */
const ANSWER_MS = 4_000;

/** Resolves to what the server says to a command; `waits` if it says nothing in time. */
function answerOf(id: string): Promise<Answer> {
  return new Promise((done) => {
    const end = (answer: Answer): void => {
      clearTimeout(timer);
      stop();
      done(answer);
    };
    const look = (): void => {
      const entry = useOutbox.getState().entries.get(id);
      if (entry?.state === 'settled' || entry?.state === 'sent') end({ kind: 'accepted' });
      else if (entry?.state === 'refused') {
        // The macro says it, and stops; the shell need not say it again.
        discardCommand(id);
        end({ kind: 'refused', refusal: entry.error ?? { code: 'internal', message: '' } });
      }
    };
    const timer = setTimeout(() => end({ kind: 'waits' }), ANSWER_MS);
    const stop = useOutbox.subscribe(look);
    look();
  });
}

async function submit(type: string, data: unknown): Promise<Answer> {
  try {
    const { id } = await bridge.call('commands.submit', { id: newId(), type, data, ...madeBy() });
    return isLive(useConnection.getState()) ? await answerOf(id) : { kind: 'waits' };
  } catch (error) {
    const refusal =
      error instanceof BridgeCallError ? error.error : { code: 'internal' as const, message: String(error) };
    return { kind: 'refused', refusal };
  }
}

/** Returns a function that runs a macro in a conversation and says what became of it. One runs at a time. */
export function useMacroRunner(
  conversationId: string,
  insert: (resolved: Resolved) => void,
): (macro: ListedMacro) => Promise<void> {
  const userId = useUserId();
  const running = useRef(false);
  const newest = useRef(insert);
  newest.current = insert;
  return useCallback(
    async ({ id, name, actions }) => {
      if (running.current || userId === null) return;
      running.current = true;
      const window: MacroWindow = {
        resolve: (replyId) => resolve(conversationId, { replyId }),
        insert: (resolved) => newest.current(resolved),
        submit,
        sayFailure: (error) => (context) => describeError(context, error).title,
        sayRefusal: (refusal) => (context) => refusalSentence(context, refusal),
      };
      try {
        const outcome = await runMacro(actions, { conversationId, userId }, window);
        const about = { id: `macro-${id}` };
        if (outcome.kind === 'done') {
          toast({
            ...about,
            tone: outcome.waiting > 0 ? 'neutral' : 'ok',
            title: ({ t }) => t('canned.macro.done', { name }),
            ...(outcome.waiting === 0
              ? {}
              : { body: ({ t }) => t('canned.macro.waiting', { count: outcome.waiting }) }),
          });
          return;
        }
        const stopped = actions[outcome.at];
        toast({
          ...about,
          tone: 'crit',
          sticky: true,
          title: ({ t }) => t('canned.macro.stopped', { name }),
          body: (context) =>
            context.t('canned.macro.stoppedAt', {
              step: outcome.at + 1,
              steps: actions.length,
              action: stopped === undefined ? '' : actionWords(context, stopped),
              reason: outcome.why(context),
            }),
        });
      } finally {
        running.current = false;
      }
    },
    [conversationId, userId],
  );
}

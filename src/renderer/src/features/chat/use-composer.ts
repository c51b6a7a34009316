import { useRef } from 'react';
import { flushSync } from 'react-dom';
import { bridge } from '../../bridge/client.ts';
import { useCommand } from '../../hooks/use-command.ts';
import type { KeptWords } from '../../hooks/use-kept-words.ts';
import { useSaid } from '../../hooks/use-say.ts';
import { refusalSentence } from '../../i18n/errors.ts';
import { newId } from '../../lib/new-id.ts';
import {
  afterSent,
  attemptFor,
  type ComposerMode,
  type Draft,
  lengthLeft,
  MESSAGE_LIMIT,
  type SendAttempt,
  TYPING_EVERY_MS,
} from './draft.ts';
import { useDraft } from './use-draft.ts';

/** What the composer shows and what the user can do. */
export interface ComposerState {
  readonly draft: Draft;
  readonly saved: KeptWords<Draft>['saved'];
  /** Characters left; negative when the message is too long. */
  readonly left: number;
  /** Whether the count is worth showing. */
  readonly showLeft: boolean;
  readonly empty: boolean;
  readonly submitting: boolean;
  /** Why the last attempt was not sent; null once the text changes. */
  readonly problem: string | null;
  readonly write: (text: string) => void;
  readonly setMode: (mode: ComposerMode) => void;
  readonly send: () => Promise<void>;
}

/** Returns a function that reports typing in a conversation, at most every few seconds, and one that starts anew. */
function useTypingReport(conversationId: string): {
  readonly report: () => void;
  readonly reset: () => void;
} {
  const reportedAt = useRef(Number.NEGATIVE_INFINITY);
  return {
    report() {
      const now = performance.now();
      if (now - reportedAt.current < TYPING_EVERY_MS) return;
      reportedAt.current = now;
      // A lost signal does no harm.
      bridge.call('signals.typing', { conversationId }).catch(() => undefined);
    },
    reset() {
      reportedAt.current = Number.NEGATIVE_INFINITY;
    },
  };
}

/** The text being written in a conversation. It stays until the message is durable. */
export function useComposer(conversationId: string): ComposerState {
  const { value: draft, saved, change } = useDraft(conversationId);
  const { submit, submitting } = useCommand('chat.send_message');
  const typing = useTypingReport(conversationId);
  const [problem, say] = useSaid();
  const attempt = useRef<SendAttempt | null>(null);
  const newest = useRef(draft);
  newest.current = draft;
  const { left, show } = lengthLeft(draft.text);
  const empty = draft.text.trim() === '';

  const send = async (): Promise<void> => {
    if (empty || submitting) return;
    if (left < 0) {
      say(({ t }) => t('chat.composer.tooLong', { max: MESSAGE_LIMIT }));
      return;
    }
    attempt.current = attemptFor(attempt.current, draft, newId);
    const { commandId, messageId, text, mode } = attempt.current;
    const result = await submit(
      { conversationId, messageId, kind: mode === 'note' ? 'note' : 'text', body: text.trim() },
      { id: commandId, quiet: true },
    );
    if (!result.ok) {
      const { error } = result;
      say((context) => context.t('chat.composer.sendFailed', { reason: refusalSentence(context, error) }));
      return;
    }
    attempt.current = null;
    typing.reset();
    say(null);
    // Synchronously: a key pressed before the next render would bring the sent text back.
    flushSync(() => change({ mode: newest.current.mode, text: afterSent(newest.current.text, text) }));
  };

  return {
    draft,
    saved,
    left,
    showLeft: show,
    empty,
    submitting,
    problem,
    write(text) {
      say(null);
      change({ mode: draft.mode, text });
      if (draft.mode !== 'note' && text !== '') typing.report();
    },
    setMode: (mode) => change({ mode, text: draft.text }),
    send,
  };
}

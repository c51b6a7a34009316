import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { MessageRow } from '#shared/bridge/chat.ts';
import { messageLength } from '#shared/domain/chat.ts';
import { type ChangedFigure, movedFigures, type StockFigure, withFigures } from '#shared/domain/templates.ts';
import { bridge } from '../../bridge/client.ts';
import { useCommand } from '../../hooks/use-command.ts';
import type { KeptWords } from '../../hooks/use-kept-words.ts';
import { useMessageLimit } from '../../hooks/use-message-limit.ts';
import { useSaid, useSay } from '../../hooks/use-say.ts';
import { describeError, refusalSentence } from '../../i18n/errors.ts';
import { newId } from '../../lib/new-id.ts';
import { useUserId } from '../../stores/session.ts';
import { checkSending, type Outgoing } from '../canned/index.ts';
import { type DraftFiles, useDraftFiles } from './attachments/index.ts';
import {
  afterSent,
  attemptFor,
  type ComposerMode,
  type Draft,
  inMode,
  rewritten,
  type SendAttempt,
  TYPING_EVERY_MS,
} from './draft.ts';
import { newestOf, newestShown, writtenSince } from './newer/newer.ts';
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
  readonly files: DraftFiles;
  readonly submitting: boolean;
  /** Why the text cannot be sent, or the last attempt was not; null once the text changes. */
  readonly problem: string | null;
  readonly write: (text: string) => void;
  readonly setMode: (mode: ComposerMode) => void;
  readonly send: () => Promise<void>;
  /** Puts a text with its stock figures in place of `[start, end)`. */
  readonly insert: (range: readonly [number, number], inserted: Outgoing) => void;
  /** Replaces the text and its stock figures. */
  readonly replace: (next: Outgoing) => void;
  /** What the user decides before the text is sent; null for nothing. */
  readonly question: SendingQuestion | null;
}

/** What the user decides before a text is sent: about stock figures that are others by now, or messages that came meanwhile. */
export type SendingQuestion =
  | {
      readonly kind: 'figures';
      readonly changes: readonly ChangedFigure[];
      readonly update: () => void;
      readonly sendAsItIs: () => Promise<void>;
    }
  | {
      readonly kind: 'newer';
      readonly messages: readonly MessageRow[];
      readonly keep: () => void;
      readonly sendAsItIs: () => Promise<void>;
    };

const NO_FIGURES: readonly StockFigure[] = [];

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
  const { t, format } = useSay();
  const limit = useMessageLimit();
  const { left, show, over } = messageLength(draft.text, limit);
  const files = useDraftFiles(conversationId);
  const [waits, setWaits] = useState(false);
  const empty = draft.text.trim() === '' && files.files.length === 0;

  const figures = draft.figures ?? NO_FIGURES;
  const client = useQueryClient();
  const userId = useUserId();
  /** What its writer has before them now. */
  const seenNow = (): Pick<Draft, 'seen'> => {
    const seen = newestShown(client, conversationId) ?? newest.current.seen;
    return seen === undefined ? {} : { seen };
  };
  const [asked, ask] = useState<
    | { readonly kind: 'figures'; readonly changes: readonly ChangedFigure[]; readonly updated: Outgoing }
    | { readonly kind: 'newer'; readonly messages: readonly MessageRow[] }
    | null
  >(null);
  const checking = useRef(false);
  const put = ({ text, figures: placed }: Outgoing): void => {
    say(null);
    ask(null);
    // Synchronously: what selects a part of the text has to find it.
    flushSync(() => change(rewritten(newest.current, { text, figures: placed, ...seenNow() })));
  };

  /** Whether the text may go as it stands: nothing new by others, no variable left open, no stock figure that is old. */
  const checked = async (seen: number | undefined): Promise<boolean> => {
    if (checking.current) return false;
    checking.current = true;
    try {
      const messages =
        draft.mode === 'note' || seen === undefined ? [] : await writtenSince(conversationId, seen, userId);
      if (messages.length > 0) {
        if (newest.current.text === draft.text) ask({ kind: 'newer', messages });
        return false;
      }
      const check = await checkSending(conversationId, { text: draft.text, figures });
      // What was typed meanwhile was not checked.
      if (newest.current.text !== draft.text) return false;
      if (check.kind === 'changed') ask({ ...check, kind: 'figures' });
      if (check.kind !== 'stopped') return check.kind === 'fine';
      if (check.filled !== null) put(check.filled);
      say(check.why);
    } catch (error) {
      say((context) =>
        context.t('chat.composer.sendFailed', { reason: describeError(context, error).title }),
      );
    } finally {
      checking.current = false;
    }
    return false;
  };

  /** Sends the text, as an answer to the messages up to `seen`. */
  const send = async (seen = draft.seen): Promise<void> => {
    if (empty || over || submitting) return;
    setWaits(!files.complete);
    if (!files.complete) return;
    ask(null);
    if (!(await checked(seen))) return;
    await submitText(seen);
  };

  const submitText = async (seen: number | undefined): Promise<void> => {
    const { seen: _, other: __, ...written } = draft;
    const answers = seen === undefined || draft.mode === 'note' ? {} : { seen };
    const added = files.files.map(({ id }) => id);
    attempt.current = attemptFor(attempt.current, { ...written, ...answers }, newId, added);
    const { commandId, messageId, text, mode } = attempt.current;
    const kind = mode === 'note' ? 'note' : 'text';
    const result = await submit(
      {
        ...{ conversationId, messageId, kind, body: text.trim() },
        ...answers,
        ...(added.length > 0 && { attachments: added }),
      },
      { id: commandId, quiet: true },
    );
    if (!result.ok) {
      const { error } = result;
      say((context) => context.t('chat.composer.sendFailed', { reason: refusalSentence(context, error) }));
      return;
    }
    attempt.current = null;
    if (added.length > 0) await files.sent();
    typing.reset();
    say(null);
    // Synchronously: a key pressed before the next render would bring the sent text back.
    const rest = afterSent(newest.current.text, text);
    const kept = movedFigures(newest.current.figures ?? NO_FIGURES, newest.current.text, rest);
    flushSync(() => change(rewritten(newest.current, { text: rest, figures: kept, ...seenNow() })));
  };

  const questionOf = (about: NonNullable<typeof asked>): SendingQuestion => {
    if (about.kind === 'figures')
      return {
        ...about,
        update: () => put(about.updated),
        async sendAsItIs() {
          ask(null);
          await submitText(draft.seen);
        },
      };
    const seen = newestOf(about.messages);
    return {
      ...about,
      keep() {
        ask(null);
        change({ ...newest.current, seen });
      },
      sendAsItIs: () => send(seen),
    };
  };

  return {
    draft,
    files,
    saved,
    left,
    showLeft: show,
    empty,
    submitting,
    problem: over
      ? t('chat.composer.tooLong', { max: format.integer(limit) })
      : waits && !files.complete
        ? t('chat.files.incomplete')
        : problem,
    write(text) {
      say(null);
      ask(null);
      change(rewritten(draft, { text, figures: movedFigures(figures, draft.text, text), ...seenNow() }));
      if (draft.mode !== 'note' && text !== '') typing.report();
    },
    setMode(mode) {
      say(null);
      ask(null);
      change(inMode(newest.current, mode));
    },
    send: () => send(),
    insert([start, end], inserted) {
      const { text, figures: placed = NO_FIGURES } = newest.current;
      put({
        text: text.slice(0, start) + inserted.text + text.slice(end),
        figures: withFigures(placed, [start, end], inserted),
      });
    },
    replace: put,
    question: asked && questionOf(asked),
  };
}

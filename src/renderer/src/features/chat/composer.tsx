import { CloudOff, Lock, SendHorizontal } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, type RefObject, useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { ConversationRow } from '#shared/bridge/chat.ts';
import { bridge } from '../../bridge/client.ts';
import { Button } from '../../components/button.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { newId, useCommand } from '../../hooks/use-command.ts';
import { cx } from '../../lib/cx.ts';
import { useIsLive } from '../../stores/connection.ts';
import {
  afterSent,
  attemptFor,
  type ComposerMode,
  lengthLeft,
  MESSAGE_LIMIT,
  type SendAttempt,
  TYPING_EVERY_MS,
} from './draft.ts';
import { useDraft } from './use-draft.ts';

/** Where messages are written. The text stays until the message is durable; the draft is saved as one types. */
export function Composer({
  conversation,
  input,
  onEscape,
}: {
  readonly conversation: ConversationRow;
  readonly input: RefObject<HTMLTextAreaElement | null>;
  readonly onEscape: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const live = useIsLive();
  const conversationId = conversation.id;
  const { draft, saved, change } = useDraft(conversationId, true);
  const { submit, submitting } = useCommand('chat.send_message');
  const [problem, setProblem] = useState<string | null>(null);
  const attempt = useRef<SendAttempt | null>(null);
  const newest = useRef(draft);
  newest.current = draft;
  const typedAt = useRef(0);
  const noteId = useId();

  const { left, show } = lengthLeft(draft.text);
  const empty = draft.text.trim() === '';
  const note = draft.mode === 'note';

  const onText = (text: string): void => {
    setProblem(null);
    change({ mode: draft.mode, text });
    const now = performance.now();
    if (note || text === '' || (typedAt.current !== 0 && now - typedAt.current < TYPING_EVERY_MS)) return;
    typedAt.current = now;
    // Nobody needs to know that a signal was lost.
    bridge.call('signals.typing', { conversationId }).catch(() => undefined);
  };

  const send = async (): Promise<void> => {
    if (empty || submitting) return;
    if (left < 0) {
      setProblem(t('chat.composer.tooLong', { max: MESSAGE_LIMIT }));
      return;
    }
    attempt.current = attemptFor(attempt.current, draft, newId);
    const { commandId, messageId, text, mode } = attempt.current;
    const result = await submit(
      { conversationId, messageId, kind: mode === 'note' ? 'note' : 'text', body: text.trim() },
      { id: commandId, quiet: true },
    );
    if (!result.ok) {
      setProblem(t('chat.composer.sendFailed', { reason: result.error.message }));
      return;
    }
    attempt.current = null;
    typedAt.current = 0;
    setProblem(null);
    // At once: a key pressed before the next render would bring the sent text back.
    flushSync(() => change({ mode: newest.current.mode, text: afterSent(newest.current.text, text) }));
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      void send();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      onEscape();
    }
  };

  const tell =
    problem ??
    (saved === 'failed' ? t('chat.composer.draftFailed') : !live ? t('chat.composer.offline') : null);
  return (
    <div className="shrink-0 px-4 pt-1 pb-3">
      <form
        className={cx(
          'mx-auto max-w-[48rem] rounded-lg border bg-surface focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-focus',
          note ? 'border-dashed border-warn bg-warn-soft' : 'border-control',
        )}
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <textarea
          ref={input}
          rows={2}
          value={draft.text}
          aria-label={
            note
              ? t('chat.composer.notePlaceholder')
              : t('chat.composer.replyTo', { name: conversation.customer.name })
          }
          placeholder={
            note
              ? t('chat.composer.notePlaceholder')
              : t('chat.composer.replyTo', { name: conversation.customer.name })
          }
          aria-describedby={noteId}
          aria-invalid={left < 0}
          spellCheck
          onChange={(event) => onText(event.target.value)}
          onKeyDown={onKeyDown}
          className="field-sizing-content block max-h-52 min-h-[58px] w-full resize-none bg-transparent px-3 pt-2.5 pb-1 text-md outline-none placeholder:text-ink-3"
        />
        <div className="flex items-center gap-2 px-2 pb-2">
          <Segmented<ComposerMode>
            value={draft.mode}
            label={t('chat.composer.mode')}
            segments={[
              { value: 'reply', label: t('chat.composer.reply') },
              { value: 'note', label: t('chat.composer.note') },
            ]}
            onChange={(mode) => {
              change({ mode, text: draft.text });
              input.current?.focus();
            }}
          />
          <span id={noteId} className="flex min-w-0 flex-1 items-center gap-1.5 text-xs text-ink-3">
            {note && !problem && live && (
              <span className="inline-flex items-center gap-1 text-warn">
                <Lock size={11} aria-hidden />
                {t('chat.messages.noteExplain')}
              </span>
            )}
            {tell !== null ? (
              <span
                role={problem ? 'alert' : 'status'}
                className={cx(
                  'flex min-w-0 items-start gap-1.5',
                  problem || saved === 'failed' ? 'text-crit' : 'text-ink-2',
                )}
              >
                {!problem && !live && <CloudOff size={13} aria-hidden className="mt-0.5 shrink-0" />}
                {tell}
              </span>
            ) : (
              !note && (
                <span className="hidden truncate wide:inline">
                  {saved === 'yes' && !empty ? t('chat.composer.draftSaved') : t('chat.composer.hint')}
                </span>
              )
            )}
          </span>
          {show && (
            <span
              className={cx('text-xs whitespace-nowrap', left < 0 ? 'font-semibold text-crit' : 'text-ink-2')}
            >
              {left < 0
                ? t('chat.composer.over', { count: -left })
                : t('chat.composer.left', { count: left })}
            </span>
          )}
          <Button
            type="submit"
            variant="primary"
            icon={note ? Lock : SendHorizontal}
            disabled={empty || left < 0}
            busy={submitting}
          >
            {note ? t('chat.composer.sendNote') : t('chat.composer.send')}
          </Button>
        </div>
      </form>
    </div>
  );
}

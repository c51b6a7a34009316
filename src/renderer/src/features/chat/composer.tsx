import { CloudOff, Lock, SendHorizontal } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, type RefObject, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationRow } from '#shared/bridge/chat.ts';
import { Button } from '../../components/button.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { isPlain, isSend } from '../../keyboard/key-press.ts';
import { cx } from '../../lib/cx.ts';
import { useIsLive } from '../../stores/connection.ts';
import type { ComposerMode } from './draft.ts';
import { type ComposerState, useComposer } from './use-composer.ts';

/** Where messages are written. The text stays until the message is durable; the draft is saved as the user types. */
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
  const composer = useComposer(conversation.id);
  const { draft, left, empty, submitting, setMode, send } = composer;
  const noteId = useId();
  const note = draft.mode === 'note';
  const label = note
    ? t('chat.composer.notePlaceholder')
    : t('chat.composer.replyTo', { name: conversation.customer.name });

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (isSend(event)) {
      event.preventDefault();
      void send();
    } else if (event.key === 'Escape' && isPlain(event)) {
      event.preventDefault();
      onEscape();
    }
  };
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
          dir="auto"
          rows={2}
          value={draft.text}
          aria-label={label}
          placeholder={label}
          aria-describedby={noteId}
          aria-invalid={left < 0}
          spellCheck
          onChange={(event) => composer.write(event.target.value)}
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
              setMode(mode);
              input.current?.focus();
            }}
          />
          <span id={noteId} className="flex min-w-0 flex-1 items-center gap-1.5 text-xs text-ink-3">
            <ComposerNote composer={composer} />
          </span>
          <LengthLeft composer={composer} />
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

/** What the user needs to know about the text: a problem, that it is kept offline, who sees a note, or a hint. */
function ComposerNote({
  composer: { draft, problem, saved, empty },
}: {
  readonly composer: ComposerState;
}): ReactNode {
  const { t } = useTranslation();
  const live = useIsLive();
  const note = draft.mode === 'note';
  const message =
    problem ??
    (saved === 'failed' ? t('chat.composer.draftFailed') : !live ? t('chat.composer.offline') : null);
  return (
    <>
      {note && !problem && live && (
        <span className="inline-flex items-center gap-1 text-warn">
          <Lock size={11} aria-hidden />
          {t('chat.messages.noteExplain')}
        </span>
      )}
      {message !== null ? (
        <span
          role={problem ? 'alert' : 'status'}
          className={cx(
            'flex min-w-0 items-start gap-1.5',
            problem || saved === 'failed' ? 'text-crit' : 'text-ink-2',
          )}
        >
          {!problem && !live && <CloudOff size={13} aria-hidden className="mt-0.5 shrink-0" />}
          {message}
        </span>
      ) : (
        !note && (
          <span className="hidden truncate wide:inline">
            {saved === 'yes' && !empty ? t('chat.composer.draftSaved') : t('chat.composer.hint')}
          </span>
        )
      )}
    </>
  );
}

/** How many characters are left, once that matters. */
function LengthLeft({ composer: { left, showLeft } }: { readonly composer: ComposerState }): ReactNode {
  const { t } = useTranslation();
  if (!showLeft) return null;
  return (
    <span className={cx('text-xs whitespace-nowrap', left < 0 ? 'font-semibold text-crit' : 'text-ink-2')}>
      {left < 0 ? t('chat.composer.over', { count: -left }) : t('chat.composer.left', { count: left })}
    </span>
  );
}

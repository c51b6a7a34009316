import { CloudOff, Lock, SendHorizontal } from 'lucide-react';
import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useId,
  useImperativeHandle,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationRow } from '#shared/bridge/chat.ts';
import type { TeamUser } from '#shared/domain/admin.ts';
import { nextVariable } from '#shared/domain/templates.ts';
import { Button } from '../../components/button.tsx';
import { EmojiButton } from '../../components/emoji/emoji-button.tsx';
import { EmojiList } from '../../components/emoji/emoji-list.tsx';
import { MentionList } from '../../components/mention-list.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { useEmojiNames } from '../../hooks/use-emoji-names.ts';
import { useHotkeys } from '../../hooks/use-hotkeys.ts';
import { useMentions } from '../../hooks/use-mentions.ts';
import { useTeam } from '../../hooks/use-team.ts';
import { isPlain, isSend } from '../../keyboard/key-press.ts';
import { cx } from '../../lib/cx.ts';
import { useIsLive } from '../../stores/connection.ts';
import { ChangedQuestion, OpenVariables, type Outgoing, SlashList, useSlash } from '../canned/index.ts';
import { AttachButton, DraftList } from './attachments/index.ts';
import type { ComposerMode } from './draft.ts';
import { NewerQuestion } from './newer/newer-question.tsx';
import { type ComposerState, useComposer } from './use-composer.ts';

/** What others may do with the composer. */
export interface ComposerHandle {
  /** Adds a text behind what is written, on a line of its own; with `once`, unless it is there already. */
  readonly add: (text: Outgoing, once?: boolean) => void;
  /** Goes on with the reply to the customer. */
  readonly reply: () => void;
  /** Goes on with the private note. */
  readonly note: () => void;
  /** Opens the list of canned replies. */
  readonly openReplies: () => void;
  /** Opens the system's dialog for files. */
  readonly chooseFiles: () => void;
  /** Adds files to the message. */
  readonly attach: (files: Iterable<File>) => void;
}

const NOBODY: readonly TeamUser[] = [];

/** Where messages are written. The text stays until the message is durable; the draft is saved as the user types. */
export function Composer({
  conversation,
  input,
  handle,
  onEscape,
}: {
  readonly conversation: ConversationRow;
  readonly input: RefObject<HTMLTextAreaElement | null>;
  readonly handle: RefObject<ComposerHandle | null>;
  readonly onEscape: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const composer = useComposer(conversation.id);
  const { draft, files, left, empty, submitting, setMode, send } = composer;
  const noteId = useId();
  const openFiles = useRef<(() => void) | null>(null);
  const note = draft.mode === 'note';
  const label = note
    ? t('chat.composer.notePlaceholder')
    : t('chat.composer.replyTo', { name: conversation.customer.name });

  const place = ([start, end]: readonly [number, number], inserted: Outgoing): void => {
    composer.insert([start, end], inserted);
    const field = input.current;
    const first = nextVariable(inserted.text, 0);
    field?.focus();
    const at = start + inserted.text.length;
    field?.setSelectionRange(first ? start + first.start : at, first ? start + first.end : at);
  };
  const team = useTeam();
  // The customer does not know the usernames of the team.
  const mentions = useMentions({
    text: draft.text,
    people: note ? team : NOBODY,
    input,
    write: composer.write,
  });
  const emoji = useEmojiNames(draft.text, input);
  const [picking, setPicking] = useState(false);
  useHotkeys({ 'shortcuts.emoji': () => setPicking(true) });
  const slash = useSlash({ conversationId: conversation.id, text: draft.text, input, onInsert: place });
  useImperativeHandle(handle, () => ({
    add(added, once = false) {
      if (once && added.text !== '' && draft.text.includes(added.text)) return;
      const end = draft.text.length;
      const gap = draft.text.trim() === '' ? '' : '\n';
      const shift = gap.length;
      const figures = added.figures.map((one) => ({
        ...one,
        start: one.start + shift,
        end: one.end + shift,
      }));
      place([gap === '' ? 0 : end, end], { text: gap + added.text, figures });
    },
    reply() {
      setMode('reply');
      input.current?.focus();
    },
    note() {
      setMode('note');
      input.current?.focus();
    },
    chooseFiles: () => openFiles.current?.(),
    attach(added) {
      files.add(added);
      input.current?.focus();
    },
    openReplies() {
      const field = input.current;
      if (!field) return;
      const at = field.selectionEnd;
      const gap = /(^|\s)$/.test(draft.text.slice(0, at)) ? '' : ' ';
      place([at, at], { text: `${gap}/`, figures: [] });
    },
  }));

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (mentions.onKeyDown(event) || emoji.onKeyDown(event) || slash.onKeyDown(event)) {
      event.preventDefault();
    } else if (isSend(event)) {
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
          'relative mx-auto max-w-[48rem] rounded-lg border bg-surface focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-focus',
          note ? 'border-dashed border-warn bg-warn-soft' : 'border-control',
        )}
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <MentionList mentions={mentions} />
        <SlashList slash={slash} />
        <EmojiList names={emoji} />
        <textarea
          ref={input}
          {...mentions.field}
          {...slash.field}
          {...emoji.field}
          dir="auto"
          rows={2}
          value={draft.text}
          aria-label={label}
          placeholder={label}
          aria-describedby={noteId}
          aria-invalid={left < 0}
          spellCheck
          onChange={(event) => {
            mentions.typedAt(event.target.selectionStart);
            composer.write(event.target.value);
          }}
          onKeyDown={onKeyDown}
          onPaste={(event) => {
            const pasted = [...event.clipboardData.files];
            if (pasted.length === 0) return;
            event.preventDefault();
            files.add(pasted);
          }}
          className="field-sizing-content block max-h-52 min-h-[58px] w-full resize-none bg-transparent px-3 pt-2.5 pb-1 text-md outline-none placeholder:text-ink-3"
        />
        <DraftList draft={files} />
        <OpenVariables
          conversationId={conversation.id}
          text={draft.text}
          figures={draft.figures ?? []}
          onFill={composer.replace}
        />
        <Question question={composer.question} focus={() => input.current?.focus()} />
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
          <AttachButton onAdd={files.add} opener={openFiles} />
          <EmojiButton input={input} open={picking} onOpenChange={setPicking} />
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

/** What the user decides before the text is sent. The answer takes the focus back to the text. */
function Question({
  question,
  focus,
}: {
  readonly question: ComposerState['question'];
  readonly focus: () => void;
}): ReactNode {
  if (question === null) return null;
  const send = (): void => {
    focus();
    void question.sendAsItIs();
  };
  if (question.kind === 'newer')
    return (
      <NewerQuestion
        messages={question.messages}
        onKeep={() => {
          question.keep();
          focus();
        }}
        onSend={send}
      />
    );
  return (
    <ChangedQuestion
      changes={question.changes}
      onUpdate={() => {
        question.update();
        focus();
      }}
      onSend={send}
    />
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
          {t(draft.other === undefined ? 'chat.messages.noteExplain' : 'chat.composer.replyKept')}
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
            {draft.other !== undefined
              ? t('chat.composer.noteKept')
              : saved === 'yes' && !empty
                ? t('chat.composer.draftSaved')
                : t('chat.composer.hint')}
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

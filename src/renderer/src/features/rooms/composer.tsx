import { SendHorizontal } from 'lucide-react';
import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomListRow } from '#shared/bridge/rooms.ts';
import { completeMention, mentionBeingTyped } from '#shared/domain/mentions.ts';
import { Button } from '../../components/button.tsx';
import { EmojiButton } from '../../components/emoji/emoji-button.tsx';
import { EmojiList } from '../../components/emoji/emoji-list.tsx';
import { useEmojiNames } from '../../hooks/use-emoji-names.ts';
import { useHotkeys } from '../../hooks/use-hotkeys.ts';
import { isPlain, isSend } from '../../keyboard/key-press.ts';
import { cx } from '../../lib/cx.ts';
import { useIsLive } from '../../stores/connection.ts';
import { MentionList, matchingPeople } from './mention-list.tsx';
import { usePost } from './use-post.ts';

/** Where messages to a room are written. `@` offers the people who read it. */
export function RoomComposer({
  room,
  name,
  input,
  onEscape,
}: {
  readonly room: RoomListRow;
  readonly name: string;
  readonly input: RefObject<HTMLTextAreaElement | null>;
  readonly onEscape: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const live = useIsLive();
  const post = usePost(room);
  const noteId = useId();
  const listId = useId();
  const [caret, setCaret] = useState<number | null>(null);
  const [dismissed, setDismissed] = useState<number | null>(null);
  const [chosen, setChosen] = useState(0);
  const nextCaret = useRef<number | null>(null);
  const typed = caret === null ? null : mentionBeingTyped(post.text, caret);
  const offered = typed === null || typed.start === dismissed ? [] : matchingPeople(post.people, typed.query);
  const active = Math.min(chosen, offered.length - 1);
  const emoji = useEmojiNames(post.text, input);
  const [picking, setPicking] = useState(false);
  useHotkeys({ 'shortcuts.emoji': () => setPicking(true) });
  const label = t('rooms.composer.to', { room: name });

  useLayoutEffect(() => {
    if (nextCaret.current === null) return;
    input.current?.setSelectionRange(nextCaret.current, nextCaret.current);
    nextCaret.current = null;
  });
  const complete = (username: string): void => {
    if (typed === null) return;
    const done = completeMention(post.text, typed, username);
    nextCaret.current = done.caret;
    setCaret(done.caret);
    setChosen(0);
    post.write(done.text);
    input.current?.focus();
  };
  const onOffer = (event: KeyboardEvent): boolean => {
    const person = offered[active];
    if (person === undefined || !isPlain(event)) return false;
    if (event.key === 'Enter' || event.key === 'Tab') complete(person.username);
    else if (event.key === 'ArrowDown') setChosen((active + 1) % offered.length);
    else if (event.key === 'ArrowUp') setChosen((active + offered.length - 1) % offered.length);
    else if (event.key === 'Escape') setDismissed(typed?.start ?? null);
    else return false;
    return true;
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (onOffer(event) || emoji.onKeyDown(event)) {
      event.preventDefault();
      event.stopPropagation();
    } else if (isSend(event)) {
      event.preventDefault();
      void post.send();
    } else if (event.key === 'Escape' && isPlain(event)) {
      event.preventDefault();
      onEscape();
    }
  };
  const note =
    post.problem ??
    (post.saved === 'failed' ? t('chat.composer.draftFailed') : live ? null : t('chat.composer.offline'));
  return (
    <div className="relative shrink-0 px-4 pt-1 pb-3">
      <div className="relative mx-auto max-w-[48rem]">
        {offered.length > 0 && (
          <MentionList id={listId} people={offered} active={active} onChoose={complete} />
        )}
        <EmojiList names={emoji} />
        <form
          className="rounded-lg border border-control bg-surface focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-focus"
          onSubmit={(event) => {
            event.preventDefault();
            void post.send();
          }}
        >
          <textarea
            ref={input}
            dir="auto"
            rows={2}
            value={post.text}
            aria-label={label}
            placeholder={label}
            aria-describedby={noteId}
            aria-invalid={(post.left ?? 0) < 0}
            aria-autocomplete="list"
            aria-controls={offered.length > 0 ? listId : undefined}
            aria-activedescendant={offered.length > 0 ? `${listId}-${active}` : undefined}
            {...emoji.field}
            spellCheck
            onChange={(event) => {
              setCaret(event.target.selectionStart);
              setChosen(0);
              post.write(event.target.value);
            }}
            onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
            onBlur={() => setCaret(null)}
            onKeyDown={onKeyDown}
            className="field-sizing-content block max-h-52 min-h-[58px] w-full resize-none bg-transparent px-3 pt-2.5 pb-1 text-md outline-none placeholder:text-ink-3"
          />
          <div className="flex items-center gap-2 px-2 pb-2">
            <EmojiButton input={input} open={picking} onOpenChange={setPicking} />
            <span
              id={noteId}
              role={post.problem ? 'alert' : undefined}
              className={cx(
                'min-w-0 flex-1 px-1 text-xs',
                post.problem || post.saved === 'failed' ? 'text-crit' : 'text-ink-3',
              )}
            >
              {note ?? t('rooms.composer.hint')}
            </span>
            {post.left !== null && (
              <span className={cx('text-xs', post.left < 0 ? 'font-semibold text-crit' : 'text-ink-2')}>
                {post.left < 0
                  ? t('chat.composer.over', { count: -post.left })
                  : t('chat.composer.left', { count: post.left })}
              </span>
            )}
            <Button
              type="submit"
              variant="primary"
              icon={SendHorizontal}
              disabled={post.empty || (post.left ?? 0) < 0}
              busy={post.submitting}
            >
              {t('rooms.composer.send')}
            </Button>
          </div>
        </form>
      </div>
    </div>
  );
}

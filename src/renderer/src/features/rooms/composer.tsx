import { SendHorizontal } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, type RefObject, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomListRow } from '#shared/bridge/rooms.ts';
import { Button } from '../../components/button.tsx';
import { EmojiButton } from '../../components/emoji/emoji-button.tsx';
import { EmojiList } from '../../components/emoji/emoji-list.tsx';
import { MentionList } from '../../components/mention-list.tsx';
import { useEmojiNames } from '../../hooks/use-emoji-names.ts';
import { useHotkeys } from '../../hooks/use-hotkeys.ts';
import { useMentions } from '../../hooks/use-mentions.ts';
import { isPlain, isSend } from '../../keyboard/key-press.ts';
import { cx } from '../../lib/cx.ts';
import { useIsLive } from '../../stores/connection.ts';
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
  const mentions = useMentions({ text: post.text, people: post.people, input, write: post.write });
  const emoji = useEmojiNames(post.text, input);
  const [picking, setPicking] = useState(false);
  useHotkeys({ 'shortcuts.emoji': () => setPicking(true) });
  const label = t('rooms.composer.to', { room: name });

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (mentions.onKeyDown(event) || emoji.onKeyDown(event)) {
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
        <MentionList mentions={mentions} />
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
            {...mentions.field}
            {...emoji.field}
            spellCheck
            onChange={(event) => {
              mentions.typedAt(event.target.selectionStart);
              post.write(event.target.value);
            }}
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

import { Smile } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { insertEmoji } from '../../hooks/use-emoji.ts';
import { useAriaKeys } from '../kbd.tsx';
import { Popover } from '../overlay.tsx';
import { EmojiPicker } from './emoji-picker.tsx';

/** A button that opens the picker. What is picked is put at the caret of the field. */
export function EmojiButton({
  input,
  open,
  onOpenChange,
}: {
  readonly input: RefObject<HTMLTextAreaElement | null>;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}): ReactNode {
  const { t } = useTranslation();
  const keys = useAriaKeys('shortcuts.emoji');
  const pick = (emoji: string): void => {
    const field = input.current;
    if (field === null) return;
    // A field keeps its selection without the focus.
    const { selectionStart: start, selectionEnd: end } = field;
    onOpenChange(false);
    // The panel holds the focus until it has closed.
    setTimeout(() => insertEmoji(field, start, end, emoji), 0);
  };
  return (
    <Popover
      label={t('emoji.picker')}
      align="start"
      className="w-[312px] p-2"
      open={open}
      onOpenChange={onOpenChange}
      closeFocus={input}
      trigger={
        <button
          type="button"
          aria-label={t('emoji.open')}
          aria-keyshortcuts={keys}
          title={t('emoji.open')}
          className="inline-flex size-[30px] shrink-0 items-center justify-center rounded-md text-ink-2 hover:bg-hover hover:text-ink"
        >
          <Smile size={16} aria-hidden />
        </button>
      }
    >
      <EmojiPicker onPick={pick} />
    </Popover>
  );
}

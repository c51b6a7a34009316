import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { EmojiNames } from '../../hooks/use-emoji-names.ts';
import { cx } from '../../lib/cx.ts';

/** The emoji that match what was typed after a colon. The text field keeps the focus. */
export function EmojiList({ names }: { readonly names: EmojiNames }): ReactNode {
  const { t } = useTranslation();
  const { offered, active, listId, pick } = names;
  if (offered.length === 0) return null;
  return (
    <div
      id={listId}
      role="listbox"
      aria-label={t('emoji.names')}
      className="q-pop absolute bottom-full left-0 z-20 mb-1 w-72 overflow-hidden rounded-lg border border-line-strong bg-raised p-1 shadow-pop"
    >
      {offered.map(({ emoji, known }, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the text has the focus and handles the keys
        <div
          key={known.emoji}
          id={`${listId}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          // The text must not lose the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => pick(index)}
          className={cx(
            'flex h-[30px] cursor-pointer items-center gap-2 rounded-sm px-2',
            index === active && 'bg-hover',
          )}
        >
          <span aria-hidden className="w-6 text-center text-lg leading-none">
            {emoji}
          </span>
          <span dir="auto" className="min-w-0 flex-1 truncate">
            {known.label}
          </span>
        </div>
      ))}
    </div>
  );
}

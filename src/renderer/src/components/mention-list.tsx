import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Mentions } from '../hooks/use-mentions.ts';
import { cx } from '../lib/cx.ts';
import { Avatar } from './avatar.tsx';

/** Offers people to mention, above the text field. The text keeps the focus; its keys choose. */
export function MentionList({
  mentions: { listId, offered, active, complete },
}: {
  readonly mentions: Pick<Mentions, 'listId' | 'offered' | 'active' | 'complete'>;
}): ReactNode {
  const { t } = useTranslation();
  if (offered.length === 0) return null;
  return (
    <div
      id={listId}
      role="listbox"
      aria-label={t('rooms.composer.people')}
      className="q-pop absolute bottom-full left-0 z-20 mb-1 w-72 overflow-hidden rounded-lg border border-line-strong bg-raised p-1 shadow-pop"
    >
      {offered.map(({ id: userId, name, username }, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the text has the focus and handles the keys
        <div
          key={userId}
          id={`${listId}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          // The text must not lose the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => complete(username)}
          className={cx(
            'flex h-[30px] cursor-pointer items-center gap-2 rounded-sm px-2',
            index === active && 'bg-hover',
          )}
        >
          <Avatar name={name} size="sm" />
          <span dir="auto" className="min-w-0 truncate">
            {name}
          </span>
          <span className="min-w-0 flex-1 truncate text-xs text-ink-3">@{username}</span>
        </div>
      ))}
    </div>
  );
}

import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TeamUser } from '#shared/domain/admin.ts';
import { Avatar } from '../../components/avatar.tsx';
import { cx } from '../../lib/cx.ts';

/** People offered at most. */
const MAX_OFFERED = 6;

/** Returns the people whose username or a part of whose name begins with what was typed. */
export function matchingPeople(people: readonly TeamUser[], query: string): TeamUser[] {
  const wanted = query.toLowerCase();
  return people
    .filter(({ username, name }) =>
      [username, ...name.split(/\s+/)].some((word) => word.toLowerCase().startsWith(wanted)),
    )
    .slice(0, MAX_OFFERED);
}

/** Offers people to mention. The text keeps the focus; its keys choose. */
export function MentionList({
  id,
  people,
  active,
  onChoose,
}: {
  readonly id: string;
  readonly people: readonly TeamUser[];
  readonly active: number;
  readonly onChoose: (username: string) => void;
}): ReactNode {
  const { t } = useTranslation();
  return (
    <div
      id={id}
      role="listbox"
      aria-label={t('rooms.composer.people')}
      className="q-pop absolute bottom-full left-0 z-20 mb-1 w-72 overflow-hidden rounded-lg border border-line-strong bg-raised p-1 shadow-pop"
    >
      {people.map(({ id: userId, name, username }, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the text has the focus and handles the keys
        <div
          key={userId}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          // The text must not lose the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(username)}
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

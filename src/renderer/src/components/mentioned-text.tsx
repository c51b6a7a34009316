import type { ReactNode } from 'react';
import type { TeamUser } from '#shared/domain/admin.ts';
import { mentionsIn } from '#shared/domain/mentions.ts';
import { cx } from '../lib/cx.ts';
import { useUserId } from '../stores/session.ts';
import { LinkedText } from './linked-text.tsx';

/** A text with the people that it mentions set apart, the user most. */
export function MentionedText({
  text,
  people,
}: {
  readonly text: string;
  readonly people: readonly TeamUser[];
}): ReactNode {
  const userId = useUserId();
  let at = 0;
  const parts: ReactNode[] = [];
  for (const { start, end, id } of mentionsIn(text, people)) {
    parts.push(<LinkedText key={`t${at}`} text={text.slice(at, start)} />);
    parts.push(
      <mark
        key={`m${start}`}
        className={cx(
          'rounded-sm px-0.5 font-medium',
          id === userId ? 'bg-accent text-on-accent' : 'bg-accent-soft text-accent-ink',
        )}
      >
        {text.slice(start, end)}
      </mark>,
    );
    at = end;
  }
  parts.push(<LinkedText key={`t${at}`} text={text.slice(at)} />);
  return parts;
}

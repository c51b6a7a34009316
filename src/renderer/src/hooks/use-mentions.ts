import { type KeyboardEvent, type RefObject, useId, useLayoutEffect, useRef, useState } from 'react';
import type { TeamUser } from '#shared/domain/admin.ts';
import { completeMention, mentionBeingTyped } from '#shared/domain/mentions.ts';
import { isPlain } from '../keyboard/key-press.ts';
import { matchingPeople } from '../lib/matching-people.ts';

/** The people whose names match what is typed after `@`. */
export interface Mentions {
  readonly listId: string;
  readonly offered: readonly TeamUser[];
  readonly active: number;
  readonly complete: (username: string) => void;
  /** What the text field needs. */
  readonly field: {
    readonly onSelect: (event: { readonly currentTarget: HTMLTextAreaElement }) => void;
    readonly onBlur: () => void;
    readonly 'aria-controls'?: string;
    readonly 'aria-activedescendant'?: string;
  };
  /** The text was changed by its writer, who is now at `caret`. */
  readonly typedAt: (caret: number) => void;
  /** Returns whether the list has taken the key. */
  readonly onKeyDown: (event: KeyboardEvent<HTMLTextAreaElement>) => boolean;
}

/** Offers people after `@` in a text field, which keeps the focus. Nobody where `people` is empty. */
export function useMentions({
  text,
  people,
  input,
  write,
}: {
  readonly text: string;
  readonly people: readonly TeamUser[];
  readonly input: RefObject<HTMLTextAreaElement | null>;
  readonly write: (text: string) => void;
}): Mentions {
  const listId = useId();
  const [caret, setCaret] = useState<number | null>(null);
  const [dismissed, setDismissed] = useState<number | null>(null);
  const [chosen, setChosen] = useState(0);
  const nextCaret = useRef<number | null>(null);
  const typed = caret === null || people.length === 0 ? null : mentionBeingTyped(text, caret);
  const offered = typed === null || typed.start === dismissed ? [] : matchingPeople(people, typed.query);
  const active = Math.min(chosen, offered.length - 1);
  useLayoutEffect(() => {
    if (nextCaret.current === null) return;
    input.current?.setSelectionRange(nextCaret.current, nextCaret.current);
    nextCaret.current = null;
  });
  const complete = (username: string): void => {
    if (typed === null) return;
    const done = completeMention(text, typed, username);
    nextCaret.current = done.caret;
    setCaret(done.caret);
    setChosen(0);
    write(done.text);
    input.current?.focus();
  };
  return {
    listId,
    offered,
    active,
    complete,
    field: {
      onSelect: (event) => setCaret(event.currentTarget.selectionStart),
      onBlur: () => setCaret(null),
      ...(offered.length > 0 && {
        'aria-controls': listId,
        'aria-activedescendant': `${listId}-${active}`,
      }),
    },
    typedAt(at) {
      setCaret(at);
      setChosen(0);
    },
    onKeyDown(event) {
      const person = offered[active];
      if (person === undefined || !isPlain(event)) return false;
      if (event.key === 'Enter' || event.key === 'Tab') complete(person.username);
      else if (event.key === 'ArrowDown') setChosen((active + 1) % offered.length);
      else if (event.key === 'ArrowUp') setChosen((active + offered.length - 1) % offered.length);
      else if (event.key === 'Escape') setDismissed(typed?.start ?? null);
      else return false;
      return true;
    },
  };
}

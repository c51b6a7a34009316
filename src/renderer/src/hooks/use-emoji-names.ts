import { type KeyboardEvent, type RefObject, useEffect, useId, useState } from 'react';
import { emojiBefore, findEmoji, inTone, type KnownEmoji } from '#shared/domain/emoji.ts';
import { isPlain } from '../keyboard/key-press.ts';
import { insertEmoji, useEmoji, useEmojiChoice } from './use-emoji.ts';

/** Emoji offered for a name at most. */
const MAX_OFFERED = 8;

/** The emoji whose names match what is typed after a colon. */
export interface EmojiNames {
  readonly listId: string;
  readonly offered: readonly { readonly emoji: string; readonly known: KnownEmoji }[];
  readonly active: number;
  readonly pick: (index: number) => void;
  /** What the text field needs while the list is open; nothing otherwise. */
  readonly field: {
    readonly 'aria-autocomplete'?: 'list';
    readonly 'aria-controls'?: string;
    readonly 'aria-activedescendant'?: string;
  };
  /** Returns whether the list has taken the key. */
  readonly onKeyDown: (event: KeyboardEvent<HTMLTextAreaElement>) => boolean;
}

/** Offers emoji after `:name` in a text field. The field keeps the focus. */
export function useEmojiNames(text: string, input: RefObject<HTMLTextAreaElement | null>): EmojiNames {
  const listId = useId();
  const caret = useCaret(input, text);
  const [dismissed, dismiss] = useState<number | null>(null);
  const [chosen, setChosen] = useState(0);
  const { tone } = useEmojiChoice();
  const typed = caret === null ? null : emojiBefore(text, Math.min(caret, text.length));
  const wanted = typed !== null && typed.start !== dismissed;
  const { all } = useEmoji(wanted);
  const query = wanted ? typed.query : '';
  const offered = wanted
    ? findEmoji(all, query, MAX_OFFERED).map((known) => ({ known, emoji: inTone(known, tone) }))
    : [];
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text begins at the top
  useEffect(() => setChosen(0), [query]);
  // A colon at the same place later is another one.
  const gone = dismissed !== null && text[dismissed] !== ':';
  useEffect(() => {
    if (gone) dismiss(null);
  }, [gone]);
  const active = Math.min(chosen, offered.length - 1);
  const pick = (index: number): void => {
    const field = input.current;
    const one = offered[index];
    if (field && one && typed) insertEmoji(field, typed.start, typed.end, one.emoji);
  };
  return {
    listId,
    offered,
    active,
    pick,
    field:
      offered.length === 0
        ? {}
        : {
            'aria-autocomplete': 'list',
            'aria-controls': listId,
            'aria-activedescendant': `${listId}-${active}`,
          },
    onKeyDown(event) {
      if (offered.length === 0 || !isPlain(event)) return false;
      if (event.key === 'Enter' || event.key === 'Tab') pick(active);
      else if (event.key === 'ArrowDown') setChosen((active + 1) % offered.length);
      else if (event.key === 'ArrowUp') setChosen((active + offered.length - 1) % offered.length);
      else if (event.key === 'Escape') dismiss(typed?.start ?? null);
      else return false;
      return true;
    },
  };
}

/** The caret of a text field; null without the focus or with a selection. */
function useCaret(input: RefObject<HTMLTextAreaElement | null>, text: string): number | null {
  const [caret, setCaret] = useState<number | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the caret moves with the text
  useEffect(() => {
    const read = (): void => {
      const field = input.current;
      const here = field !== null && document.activeElement === field;
      setCaret(here && field.selectionStart === field.selectionEnd ? field.selectionStart : null);
    };
    read();
    document.addEventListener('selectionchange', read);
    document.addEventListener('focusout', read);
    return () => {
      document.removeEventListener('selectionchange', read);
      document.removeEventListener('focusout', read);
    };
  }, [input, text]);
  return caret;
}

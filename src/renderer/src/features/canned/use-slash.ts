import { type KeyboardEvent, type RefObject, useEffect, useId, useRef, useState } from 'react';
import type { ListedReply } from '#shared/bridge/canned.ts';
import { type SlashQuery, slashBefore } from '#shared/domain/canned.ts';
import { nextVariable } from '#shared/domain/templates.ts';
import { bridge } from '../../bridge/client.ts';
import { type InfiniteList, useInfinite } from '../../hooks/use-infinite.ts';
import { failureWords } from '../../i18n/errors.ts';
import { isPlain } from '../../keyboard/key-press.ts';
import { useCan } from '../../stores/session.ts';
import { toast } from '../../stores/toasts.ts';
import { type Resolved, resolve } from './resolve.ts';

const PAGE = 30;

/** The list of canned replies that opens over a text after `/`. */
export interface Slash {
  readonly open: boolean;
  readonly listId: string;
  readonly query: string;
  readonly list: InfiniteList<ListedReply>;
  readonly active: number;
  readonly pick: (index: number) => void;
  /** Attributes of the text field: it keeps the focus, and names the row that Enter inserts. */
  readonly field: {
    readonly 'aria-autocomplete': 'list' | undefined;
    readonly 'aria-controls': string | undefined;
    readonly 'aria-activedescendant': string | undefined;
    readonly onSelect: () => void;
    readonly onFocus: () => void;
    readonly onBlur: () => void;
  };
  /** Handles a key in the text field. Returns whether it did. */
  readonly onKeyDown: (event: KeyboardEvent<HTMLTextAreaElement>) => boolean;
}

/** The id of a row of the list. */
export function rowId(listId: string, index: number): string {
  return `${listId}-${index}`;
}

/**
 * Searches canned replies for what follows a `/` before the caret, and inserts the chosen one with its variables resolved for the
 * conversation. Tab moves to variables that are still open.
 */
export function useSlash({
  conversationId,
  text,
  input,
  onInsert,
}: {
  readonly conversationId: string;
  readonly text: string;
  readonly input: RefObject<HTMLTextAreaElement | null>;
  readonly onInsert: (range: readonly [number, number], resolved: Resolved) => void;
}): Slash {
  const listId = useId();
  const allowed = useCan('canned:read');
  const [caret, setCaret] = useState<number | null>(null);
  const [dismissed, dismiss] = useState<number | null>(null);
  const [active, setActive] = useState(0);
  const found = allowed && caret !== null ? slashBefore(text, Math.min(caret, text.length)) : null;
  const open = found !== null && found.start !== dismissed;
  const query = open ? found.query : '';
  const list = useInfinite(
    ['canned', 'search', 'slash', query],
    async (after) => ({ ...(await find(query, after, PAGE)), query }),
    { enabled: open },
  );
  // A slash at the same place later is another one.
  const gone = dismissed !== null && text[dismissed] !== '/';
  useEffect(() => {
    if (gone) dismiss(null);
  }, [gone]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text begins at the top
  useEffect(() => setActive(0), [query]);
  const readCaret = (): void => {
    const field = input.current;
    if (field) setCaret(field.selectionStart === field.selectionEnd ? field.selectionStart : null);
  };
  const newest = useRef({ text, found });
  newest.current = { text, found };

  /** Replaces what was typed, from the slash to the caret as they are by then. */
  const insert = async (reply: Pick<ListedReply, 'id'>, typed: SlashQuery): Promise<void> => {
    try {
      const resolved = await resolve(conversationId, { replyId: reply.id });
      const { start, end } = newest.current.found ?? typed;
      onInsert([start, end], resolved);
    } catch (error) {
      toast({ tone: 'crit', ...failureWords(error) });
    }
  };
  /** Inserts a row. What is on screen may be the answer to less than what was typed. */
  const pick = (index: number): void => {
    if (found === null) return;
    const row = list.rows[index];
    if (list.first?.query === query) {
      if (row) void insert(row, found);
      return;
    }
    find(query, null, 1).then(
      ({ rows: [first] }) => first && insert(first, found),
      (error: unknown) => toast({ tone: 'crit', ...failureWords(error) }),
    );
  };
  const move = (key: string): boolean => {
    const next = key === 'ArrowDown' ? active + 1 : key === 'ArrowUp' ? active - 1 : null;
    if (next === null) return false;
    setActive(Math.max(0, Math.min(next, list.rows.length - 1)));
    if (next >= list.rows.length - 5) list.more();
    return true;
  };
  const onListKey = (event: KeyboardEvent<HTMLTextAreaElement>): boolean => {
    if (!isPlain(event)) return false;
    if (event.key === 'Escape') dismiss(found?.start ?? null);
    // Enter never sends a shortcut to a customer: where nothing matches, it does nothing.
    else if (event.key === 'Enter' || event.key === 'Tab') pick(active);
    else return move(event.key);
    return true;
  };
  /** Selects the next open variable; behind the last one, Tab leaves the field as usual. */
  const onTab = (event: KeyboardEvent<HTMLTextAreaElement>): boolean => {
    const field = input.current;
    if (event.key !== 'Tab' || !isPlain(event) || field === null) return false;
    const next = nextVariable(text, field.selectionEnd);
    if (next !== null) field.setSelectionRange(next.start, next.end);
    return next !== null;
  };
  return {
    open,
    listId,
    query,
    list,
    active,
    pick,
    field: {
      'aria-autocomplete': allowed ? 'list' : undefined,
      'aria-controls': open ? listId : undefined,
      'aria-activedescendant': open && list.rows.length > 0 ? rowId(listId, active) : undefined,
      onSelect: readCaret,
      // A dialog that closes may give the focus back later, with the same selection.
      onFocus: readCaret,
      onBlur: () => setCaret(null),
    },
    onKeyDown: (event) => (open ? onListKey(event) : onTab(event)),
  };
}

function find(text: string, after: string | null, limit: number) {
  return bridge.call('canned.search', { text, folder: null, scope: 'all', after, limit });
}

import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import { olderThan } from '../../store/older.ts';
import {
  asOf,
  counter,
  decodeCursor,
  encodeCursor,
  ownUserId,
  pendingEffects,
  type Reader,
} from '../../store/reader.ts';
import { searchTerms } from '../../store/text.ts';
import { ChatEffect } from './effects.ts';
import { countInbox, inboxCondition, ORDERS } from './inbox-filter.ts';
import { matchOf, searchList } from './list-search.ts';
import { LISTED, type Listed, view } from './view.ts';

type ListInput = MethodInput<'chat.list'>;

/** A row with the value that its list is sorted by. */
interface Sorted extends Listed {
  readonly sort_key: number;
}
/** The position of a row: what the list is sorted by, then the number of the conversation. */
type Key = readonly [number, number];

/**
 * Lists conversations. Folders: `open` (open or pending), `mine` (assigned to the user and not resolved, snoozed included),
 * `unassigned` (open or pending without an assignee). The sort `waiting` starts with the customers who have waited longest, followed by
 * the rest by latest activity; `due` with the clock that runs out first.
 */
export function list(reader: Reader, input: ListInput, now: number): MethodOutput<'chat.list'> {
  const { parts, condition, values } = inboxCondition(reader, input, now);
  // No one waits in resolved conversations, so both sorts are the same.
  const order = input.sort === 'waiting' && parts.every((part) => part === 0) ? 'newest' : input.sort;
  const key = decodeCursor(input.after, ['number', 'number']);
  const { by, ascending, index } = ORDERS[order];
  const [op, direction] = ascending ? ['>', 'ASC'] : ['<', 'DESC'];
  const select = (
    from: string,
    where: string,
    first: unknown[],
    after: Key | null,
    limit: number,
  ): Sorted[] =>
    reader.all<Sorted>(
      `SELECT ${LISTED}, ${by} AS sort_key FROM ${from} WHERE ${where} AND ${condition} ${after ? `AND ${by} ${op}= ? AND (${by}, c.k) ${op} (?, ?)` : ''}
       ORDER BY ${by} ${direction}, c.k ${direction} LIMIT ?`,
      ...first,
      ...values,
      // SQLite compares a pair by no index of an expression, so its first value is compared alone, too.
      ...(after ? [after[0], ...after] : []),
      limit,
    );
  const keyOf = (row: Sorted): Key => [row.sort_key, row.k];
  const sign = ascending ? 1 : -1;
  const walk = (after: Key | null, limit: number): Sorted[] => {
    const found = parts.map((part) =>
      select(`conversations c INDEXED BY ${index}`, 'c.active = ?', [part], after, limit),
    );
    if (found.length === 1) return found[0] ?? [];
    return found
      .flat()
      .sort((a, b) => sign * (a.sort_key - b.sort_key || a.k - b.k))
      .slice(0, limit);
  };
  const terms = searchTerms(input.search);
  const first = key === null ? null : ([Number(key[0]), Number(key[1])] as const);
  const source = {
    after: (row: Sorted | null, limit: number) => walk(row === null ? first : keyOf(row), limit),
    among: (keys: readonly number[], limit: number) =>
      select(
        'json_each(?) f CROSS JOIN conversations c ON c.k = f.value',
        'c.active IN (SELECT value FROM json_each(?))',
        [JSON.stringify(keys), JSON.stringify(parts)],
        first,
        limit,
      ),
  };
  const found =
    terms.length > 0
      ? searchList(reader, source, terms, input.limit + 1)
      : source.after(null, input.limit + 1);
  const shown = found.slice(0, input.limit);
  const last = shown.at(-1);
  const pending = pendingEffects(reader, ChatEffect);
  return {
    rows: shown.map((row) => ({
      ...view(reader, row, pending),
      match: terms.length === 0 ? null : matchOf(reader, row, terms),
    })),
    next: found.length > input.limit && last ? encodeCursor(keyOf(last)) : null,
    asOf: asOf(reader, ['chat']),
    // All conversations that are not resolved are in the cache.
    ...(parts.some((part) => part === 0) || terms.length > 0
      ? olderThan(reader, {
          channel: 'chat',
          kind: terms.length > 0 ? 'message' : 'conversation',
          of: null,
          before: null,
          isLast: found.length <= input.limit,
          at: order !== 'newest' || terms.length > 0 ? null : (last?.last_message_at ?? null),
        })
      : {}),
  };
}

/** Counts saved folders. */
export function folderCounts(
  reader: Reader,
  { folders }: MethodInput<'chat.folder_counts'>,
  now: number,
): MethodOutput<'chat.folder_counts'> {
  return { counts: folders.map((filter) => countInbox(reader, filter, now)), asOf: asOf(reader, ['chat']) };
}

/** Lists the labels in use, most used first. */
export function labels(reader: Reader): MethodOutput<'chat.labels'> {
  return {
    labels: reader.all<MethodOutput<'chat.labels'>['labels'][number]>(
      'SELECT label, count(*) AS count FROM conversation_labels GROUP BY label ORDER BY count DESC, label LIMIT 200',
    ),
  };
}

function countParticipating(reader: Reader): number {
  const counted = reader.get<{ n: number }>(
    `SELECT count(*) AS n FROM conversation_participants p CROSS JOIN conversations c ON c.k = p.conversation_k
     WHERE p.user_id = ? AND c.active <> 0`,
    ownUserId(reader),
  );
  return counted?.n ?? 0;
}

/** Counts conversations. `unread`: unresolved ones with customer messages after the user's read position. */
export function counts(reader: Reader): MethodOutput<'chat.counts'> {
  return {
    open: counter(reader, 'chat.open'),
    mine: counter(reader, 'chat.mine'),
    waiting: counter(reader, 'chat.waiting'),
    snoozed: counter(reader, 'chat.snoozed'),
    participating: countParticipating(reader),
    unassigned: counter(reader, 'chat.unassigned'),
    unread: counter(reader, 'chat.unread'),
    asOf: asOf(reader, ['chat']),
  };
}

import type { CHAT_FOLDERS, CHAT_ORDERS, CLOCK_FILTERS } from '#shared/bridge/chat.ts';
import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import { priorityRank } from '#shared/domain/chat.ts';
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
import { NO_CLOCK } from './clock-keys.ts';
import { ChatEffect } from './effects.ts';
import { matchOf, searchList } from './list-search.ts';
import { LISTED, type Listed, view } from './view.ts';

const FOLDERS = {
  open: 'c.active = 1',
  mine: 'c.active <> 0 AND c.assignee_id = ?',
  unassigned: 'c.active <> 0 AND c.active = 1 AND c.assignee_id IS NULL',
  participating:
    'c.active <> 0 AND c.k IN (SELECT conversation_k FROM conversation_participants WHERE user_id = ?)',
  waiting: 'c.active <> 0 AND c.waiting_since IS NOT NULL',
  snoozed: 'c.active = 2',
  resolved: 'c.active = 0',
  all: '1',
} as const satisfies Record<(typeof CHAT_FOLDERS)[number], string>;

/** What each order sorts by, and which way. Times and the key of priorities are far below 9e15. */
const ORDERS = {
  newest: { by: 'c.last_message_at', ascending: false },
  waiting: { by: 'c.wait_key', ascending: true },
  created: { by: 'c.created_at', ascending: false },
  priority: { by: '(c.priority_rank * 100000000000000 - c.last_message_at)', ascending: true },
  due: { by: 'c.due_key', ascending: true },
} as const satisfies Record<(typeof CHAT_ORDERS)[number], unknown>;

/** By the times of the clocks alone, whatever the gateway has reported about them. */
const CLOCKS = {
  breached: 'c.due_key <= ?',
  warning: 'c.warn_key <= ? AND c.due_key > ?',
  none: 'c.due_key = ?',
} as const satisfies Record<(typeof CLOCK_FILTERS)[number], string>;

type ListInput = MethodInput<'chat.list'>;

/**
 * Returns the index for a list. The user's own conversations are few, so SQLite sorts them, as it does what has a label and the
 * orders that are rarely used.
 */
function indexFor({ filter, label, team }: ListInput, order: ListInput['sort']): string {
  if (label !== undefined || team !== undefined || filter === 'participating') return '';
  if (filter === 'mine') return 'INDEXED BY conversations_by_assignee';
  if (order === 'waiting') return 'INDEXED BY conversations_by_wait';
  if (order === 'due') return 'INDEXED BY conversations_by_due';
  if (order !== 'newest') return '';
  if (filter === 'unassigned') return 'INDEXED BY conversations_by_assignee';
  return filter === 'all' || filter === 'waiting'
    ? 'INDEXED BY conversations_by_time'
    : 'INDEXED BY conversations_by_active';
}

/** Returns the condition of a list, with its values. */
function conditionOf(
  reader: Reader,
  { filter, priority, label, clock, team }: ListInput,
  now: number,
): readonly [string, unknown[]] {
  const parts: string[] = [FOLDERS[filter]];
  const values: unknown[] = filter === 'mine' || filter === 'participating' ? [ownUserId(reader)] : [];
  if (priority !== undefined) {
    parts.push('c.priority_rank = ?');
    values.push(priorityRank(priority));
  }
  if (label !== undefined) {
    parts.push('c.k IN (SELECT conversation_k FROM conversation_labels WHERE label = ?)');
    values.push(label);
  }
  if (clock !== undefined) {
    parts.push(CLOCKS[clock]);
    if (clock === 'warning') values.push(now, now);
    else values.push(clock === 'none' ? NO_CLOCK : now);
  }
  if (team !== undefined) {
    parts.push('c.team_id = ?');
    values.push(team);
  }
  return [parts.join(' AND '), values];
}

/** A row with the value that its list is sorted by. */
interface Sorted extends Listed {
  readonly sort_key: number;
}

/**
 * Lists conversations. Folders: `open` (open or pending), `mine` (assigned to the user and not resolved, snoozed included),
 * `unassigned` (open or pending without an assignee), `waiting` (the customer waits for a reply), `snoozed`. The sort `waiting`
 * starts with the customers who have waited longest, followed by the rest by latest activity; `due` with the clock that runs out first.
 */
export function list(reader: Reader, input: ListInput, now: number): MethodOutput<'chat.list'> {
  // No one waits in resolved conversations, so both sorts are the same.
  const order = input.sort === 'waiting' && input.filter === 'resolved' ? 'newest' : input.sort;
  const key = decodeCursor(input.after, ['number', 'number']);
  const { by, ascending } = ORDERS[order];
  const [op, direction] = ascending ? ['>', 'ASC'] : ['<', 'DESC'];
  const [condition, values] = conditionOf(reader, input, now);
  const select = (
    from: string,
    first: unknown[],
    after: readonly unknown[] | null,
    limit: number,
  ): Sorted[] =>
    reader.all<Sorted>(
      `SELECT ${LISTED}, ${by} AS sort_key FROM ${from} WHERE ${condition} ${after ? `AND (${by}, c.k) ${op} (?, ?)` : ''}
       ORDER BY ${by} ${direction}, c.k ${direction} LIMIT ?`,
      ...first,
      ...values,
      ...(after ?? []),
      limit,
    );
  const keyOf = (row: Sorted): [number, number] => [row.sort_key, row.k];
  const walked = `conversations c ${indexFor(input, order)}`;
  const terms = searchTerms(input.search);
  const source = {
    after: (row: Sorted | null, limit: number) => select(walked, [], row === null ? key : keyOf(row), limit),
    among: (keys: readonly number[], limit: number) =>
      select(
        'json_each(?) f CROSS JOIN conversations c ON c.k = f.value',
        [JSON.stringify(keys)],
        key,
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
    ...(input.filter === 'resolved' || input.filter === 'all' || terms.length > 0
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

import type { CHAT_FOLDERS, CHAT_ORDERS, CLOCK_FILTERS, InboxFilter } from '#shared/bridge/chat.ts';
import { priorityRank } from '#shared/domain/chat.ts';
import { ownUserId, type Reader } from '../../store/reader.ts';
import { NO_CLOCK } from './clock-keys.ts';

/*
 * How the inbox is read: each order has an index that begins with `active` (0 resolved, 1 in work, 2 snoozed) and has what is filtered
 * by. A list walks the parts that it shows, each in order from the last position, and is put together from their beginnings.
 */

/** Which parts a folder shows, and whose conversations. */
const FOLDERS = {
  open: { parts: [1], whose: null },
  mine: { parts: [1, 2], whose: 'c.assignee_id = ?' },
  unassigned: { parts: [1], whose: 'c.assignee_id IS NULL' },
  participating: {
    parts: [1, 2],
    whose: 'c.k IN (SELECT conversation_k FROM conversation_participants WHERE user_id = ?)',
  },
  resolved: { parts: [0], whose: null },
  all: { parts: [1, 2, 0], whose: null },
} as const satisfies Record<(typeof CHAT_FOLDERS)[number], unknown>;

const STATUS_PARTS = { open: [1], pending: [1], snoozed: [2], resolved: [0] } as const;

/** What each order sorts by, and which way. Times and the key of priorities are far below 9e15. */
export const ORDERS = {
  newest: { by: 'c.last_message_at', ascending: false, index: 'conversations_by_newest' },
  waiting: { by: 'c.wait_key', ascending: true, index: 'conversations_by_wait' },
  created: { by: 'c.created_at', ascending: false, index: 'conversations_by_created' },
  priority: {
    by: '(c.priority_rank * 100000000000000 - c.last_message_at)',
    ascending: true,
    index: 'conversations_by_priority',
  },
  due: { by: 'c.due_key', ascending: true, index: 'conversations_by_due' },
} as const satisfies Record<(typeof CHAT_ORDERS)[number], unknown>;

/** By the times of the clocks alone, whatever the gateway has reported about them. */
const CLOCKS = {
  breached: 'c.due_key <= ?',
  warning: 'c.warn_key <= ? AND c.due_key > ?',
  // The plus leaves the index to the position of the page.
  none: '+c.due_key = ?',
} as const satisfies Record<(typeof CLOCK_FILTERS)[number], string>;

/** What a list shows: the parts of the indexes, and a condition with its values. */
export interface InboxCondition {
  readonly parts: readonly number[];
  readonly condition: string;
  readonly values: readonly unknown[];
}

/** Returns what a filter means at a time, ms. All of its parts must hold; a status takes the place of the folder's own. */
export function inboxCondition(reader: Reader, filter: InboxFilter, now: number): InboxCondition {
  const folder = FOLDERS[filter.filter];
  const terms: string[] = [];
  const values: unknown[] = [];
  const need = (term: string, ...bound: unknown[]): void => {
    terms.push(term);
    values.push(...bound);
  };
  if (folder.whose !== null) need(folder.whose, ...(folder.whose.includes('?') ? [ownUserId(reader)] : []));
  if (filter.status !== undefined) need('c.status = ?', filter.status);
  if (filter.priority !== undefined) need('c.priority_rank = ?', priorityRank(filter.priority));
  if (filter.channel !== undefined) need('c.channel = ?', filter.channel);
  if (filter.team !== undefined) need('c.team_id = ?', filter.team);
  if (filter.waiting === true) need('c.waiting_since IS NOT NULL');
  if (filter.label !== undefined)
    need('c.k IN (SELECT conversation_k FROM conversation_labels WHERE label = ?)', filter.label);
  if (filter.clock === 'warning') need(CLOCKS.warning, now, now);
  else if (filter.clock !== undefined) need(CLOCKS[filter.clock], filter.clock === 'none' ? NO_CLOCK : now);
  return {
    parts: filter.status === undefined ? folder.parts : STATUS_PARTS[filter.status],
    condition: ['1', ...terms].join(' AND '),
    values,
  };
}

/** How many conversations a saved folder has that are not resolved, and how many of them have news for the user. */
export interface FolderCount {
  readonly open: number;
  readonly unread: number;
}

/** Counts what a filter shows and is not resolved. Reads one index, and of it no resolved conversation. */
export function countInbox(reader: Reader, filter: InboxFilter, now: number): FolderCount {
  const { parts, condition, values } = inboxCondition(reader, filter, now);
  const counted = parts
    .filter((part) => part !== 0)
    .map((part) =>
      reader.get<FolderCount>(
        `SELECT count(*) AS open, count(*) FILTER (WHERE c.last_customer_seq > c.my_read_seq) AS unread
         FROM conversations c INDEXED BY conversations_by_newest WHERE c.active = ? AND ${condition}`,
        part,
        ...values,
      ),
    );
  const sum = (of: keyof FolderCount): number => counted.reduce((all, part) => all + (part?.[of] ?? 0), 0);
  return { open: sum('open'), unread: sum('unread') };
}

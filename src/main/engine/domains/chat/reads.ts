import type { ConversationRow as ConversationView, MessageRow as MessageView } from '#shared/bridge/chat.ts';
import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import { type Conversation, isUnread, type Message, receiptOf } from '#shared/domain/chat.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import { olderThan } from '../../store/older.ts';
import {
  asOf,
  counter,
  decodeCursor,
  encodeCursor,
  ownUserId,
  type Pending,
  parseEffect,
  pendingEffects,
  ReadError,
  type Reader,
} from '../../store/reader.ts';
import { searchTerms } from '../../store/text.ts';
import { ordersTable } from '../orders/tables.ts';
import { membersTable } from '../team/index.ts';
import { ChatEffect, MessageEffect } from './effects.ts';
import { matchOf, searchList } from './list-search.ts';
import { conversationsTable, MESSAGE_COLUMNS, messagesTable } from './tables.ts';

/** The maximum unread count. It means this number or more. */
const MAX_UNREAD = 100;

interface Listed extends StoredRow {
  readonly k: number;
  readonly wait_key: number;
  readonly last_message_at: number;
  readonly last_customer_seq: number;
  readonly my_read_seq: number;
  readonly words: string;
}

const LISTED = `c.k, c.wait_key, c.last_customer_seq, c.my_read_seq, c.words, ${conversationsTable.select('c')}`;

function unreadOf(reader: Reader, row: Listed, readUpTo: number): number {
  if (!isUnread(row.last_customer_seq, readUpTo)) return 0;
  const counted = reader.get<{ n: number }>(
    `SELECT count(*) AS n FROM (SELECT 1 FROM messages INDEXED BY messages_from_customer
       WHERE conversation_k = ? AND seq > ? AND author_kind = 'customer' LIMIT ${MAX_UNREAD})`,
    row.k,
    readUpTo,
  );
  return counted?.n ?? 0;
}

/** Returns a conversation with the effects of unsettled commands. */
function view(reader: Reader, row: Listed, pending: readonly Pending<ChatEffect>[]): ConversationView {
  let conversation: Conversation = conversationsTable.decode(row);
  let readUpTo = row.my_read_seq;
  let messages = 0;
  for (const { effect } of pending) {
    if (effect.conversationId !== conversation.id) continue;
    if (effect.kind === 'message') messages++;
    else if (effect.kind === 'read') readUpTo = Math.max(readUpTo, effect.upToSeq);
    else if (effect.kind === 'conversation_status') conversation = { ...conversation, status: effect.status };
    else conversation = { ...conversation, assigneeId: effect.assigneeId, assigneeName: effect.assigneeName };
  }
  const hasDraft =
    reader.get('SELECT 1 FROM drafts WHERE conversation_id = ?', conversation.id) !== undefined;
  const unread = unreadOf(reader, row, readUpTo);
  return { ...conversation, unread, pending: messages, hasDraft, match: null };
}

const FILTERS = {
  open: 'c.active = 1',
  mine: 'c.active <> 0 AND c.assignee_id = ?',
  unassigned: 'c.active <> 0 AND c.active = 1 AND c.assignee_id IS NULL',
  resolved: 'c.active = 0',
  all: '1',
} as const;

/** Returns the index for a filter and order. The user's own conversations are few, so SQLite sorts them. */
function indexFor(filter: keyof typeof FILTERS, waiting: boolean): string {
  if (filter === 'mine') return 'INDEXED BY conversations_by_assignee';
  if (waiting) return 'INDEXED BY conversations_by_wait';
  if (filter === 'unassigned') return 'INDEXED BY conversations_by_assignee';
  return filter === 'all' ? 'INDEXED BY conversations_by_time' : 'INDEXED BY conversations_by_active';
}

/**
 * Lists conversations. Filters: `open` (open or pending), `mine` (assigned to the user and not resolved, snoozed included),
 * `unassigned` (open or pending without an assignee). The sort `waiting` starts with the customers who have waited longest,
 * followed by the rest by latest activity.
 */
export function list(reader: Reader, input: MethodInput<'chat.list'>): MethodOutput<'chat.list'> {
  // No one waits in resolved conversations, so both sorts are the same.
  const waiting = input.sort === 'waiting' && input.filter !== 'resolved';
  const key = decodeCursor(input.after, ['number', 'number']);
  const column = waiting ? 'c.wait_key' : 'c.last_message_at';
  const [op, direction] = waiting ? ['>', 'ASC'] : ['<', 'DESC'];
  const select = (
    from: string,
    first: unknown[],
    after: readonly unknown[] | null,
    limit: number,
  ): Listed[] =>
    reader.all<Listed>(
      `SELECT ${LISTED} FROM ${from} WHERE ${FILTERS[input.filter]} ${after ? `AND (${column}, c.k) ${op} (?, ?)` : ''}
       ORDER BY ${column} ${direction}, c.k ${direction} LIMIT ?`,
      ...first,
      ...(input.filter === 'mine' ? [ownUserId(reader)] : []),
      ...(after ?? []),
      limit,
    );
  const keyOf = (row: Listed): [number, number] => [waiting ? row.wait_key : row.last_message_at, row.k];
  const walked = `conversations c ${indexFor(input.filter, waiting)}`;
  const terms = searchTerms(input.search);
  const source = {
    after: (row: Listed | null, limit: number) => select(walked, [], row === null ? key : keyOf(row), limit),
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
          at: waiting || terms.length > 0 ? null : (last?.last_message_at ?? null),
        })
      : {}),
  };
}

/** Counts conversations. `unread`: unresolved ones with customer messages after the user's read position. */
export function counts(reader: Reader): MethodOutput<'chat.counts'> {
  return {
    open: counter(reader, 'chat.open'),
    mine: counter(reader, 'chat.mine'),
    unassigned: counter(reader, 'chat.unassigned'),
    unread: counter(reader, 'chat.unread'),
    asOf: asOf(reader, ['chat']),
  };
}

function listed(reader: Reader, conversationId: string): Listed {
  const row = reader.get<Listed>(`SELECT ${LISTED} FROM conversations c WHERE c.id = ?`, conversationId);
  if (!row)
    throw new ReadError({
      code: 'not_found',
      message: 'This conversation is not in the cache.',
      field: 'conversationId',
    });
  return row;
}

/** Returns a conversation with the orders that it names. */
export function conversation(
  reader: Reader,
  { conversationId }: MethodInput<'chat.conversation'>,
): MethodOutput<'chat.conversation'> {
  const shown = view(reader, listed(reader, conversationId), pendingEffects(reader, ChatEffect));
  const orders = reader
    .all<StoredRow>(
      `SELECT ${ordersTable.select()} FROM orders WHERE id IN (SELECT value FROM json_each(?)) ORDER BY placed_at DESC LIMIT 50`,
      JSON.stringify(shown.orderIds),
    )
    .map(ordersTable.decode);
  const missing = shown.orderIds.find((id) => !orders.some((order) => order.id === id));
  return {
    conversation: shown,
    orders,
    asOf: asOf(reader, ['chat', 'orders']),
    ...(missing === undefined
      ? {}
      : olderThan(reader, {
          channel: 'orders',
          kind: 'order',
          of: { kind: 'order', id: missing },
          before: null,
          isLast: true,
          at: null,
        })),
  };
}

const ABOUT = {
  order: 'conversation_orders n CROSS JOIN conversations c ON c.id = n.conversation_id WHERE n.order_id = ?',
  customer: 'conversations c INDEXED BY conversations_by_customer WHERE c.customer_id = ?',
} as const;

/** Lists the conversations about an order, or with a customer, latest activity first. */
export function about(reader: Reader, input: MethodInput<'chat.about'>): MethodOutput<'chat.about'> {
  const key = decodeCursor(input.after, ['number', 'number']);
  const found = reader.all<Listed>(
    `SELECT ${LISTED} FROM ${ABOUT[input.subject.kind]} ${key ? 'AND (c.last_message_at, c.k) < (?, ?)' : ''}
     ORDER BY c.last_message_at DESC, c.k DESC LIMIT ?`,
    input.subject.id,
    ...(key ?? []),
    input.limit + 1,
  );
  const shown = found.slice(0, input.limit);
  const last = shown.at(-1);
  const pending = pendingEffects(reader, ChatEffect);
  return {
    rows: shown.map((row) => view(reader, row, pending)),
    next: found.length > input.limit && last ? encodeCursor([last.last_message_at, last.k]) : null,
    asOf: asOf(reader, ['chat']),
  };
}

interface OutboxMessage {
  readonly id: string;
  readonly state: 'queued' | 'sending' | 'sent' | 'refused';
  readonly effect: string | null;
  readonly error: string | null;
}

/**
 * Returns the messages in the outbox, newest first. Refused ones are shown as failed until they are retried or
 * discarded.
 */
function unsent(reader: Reader, conversationId: string): MessageView[] {
  const rows = reader.all<OutboxMessage>(
    `SELECT id, state, effect, error FROM outbox WHERE state IN ('queued', 'sending', 'sent', 'refused') AND type = 'chat.send_message'
       AND subject = ? AND withdraw = 0 ORDER BY n DESC LIMIT 200`,
    `chat:${conversationId}`,
  );
  return rows.flatMap(({ id, state, effect: json, error }) => {
    const effect = parseEffect(MessageEffect, json);
    if (effect === null) return [];
    const message: Message = {
      id: effect.messageId,
      conversationId,
      author: effect.author,
      kind: effect.messageKind,
      body: effect.body,
      attachments: [],
      at: effect.at,
      seq: 0,
    };
    return [
      {
        ...message,
        receipt: state === 'refused' ? ('failed' as const) : state,
        commandId: id,
        error: errorText(error),
      },
    ];
  });
}

function errorText(json: string | null): string | null {
  if (json === null) return null;
  try {
    const error: unknown = JSON.parse(json);
    const text = typeof error === 'object' && error !== null && 'message' in error ? error.message : null;
    return typeof text === 'string' ? text.slice(0, 1000) : null;
  } catch {
    return null;
  }
}

/** Lists messages, newest first. The first page starts with those in the outbox, in addition to its limit. */
export function messages(reader: Reader, input: MethodInput<'chat.messages'>): MethodOutput<'chat.messages'> {
  const key = decodeCursor(input.after, ['number']);
  const row = listed(reader, input.conversationId);
  const shownTo = conversationsTable.decode(row);
  const found = reader.all<StoredRow>(
    `SELECT ${MESSAGE_COLUMNS} FROM messages m INDEXED BY messages_by_conversation CROSS JOIN conversations c ON c.k = m.conversation_k
     WHERE m.conversation_k = ? AND m.seq < ? ORDER BY m.seq DESC LIMIT ?`,
    row.k,
    key?.[0] ?? Number.MAX_SAFE_INTEGER,
    input.limit + 1,
  );
  const shown = found.slice(0, input.limit).map(messagesTable.decode);
  const last = shown.at(-1);
  const waiting = key === null ? unsent(reader, input.conversationId) : [];
  // The log may have a message shortly before its command is marked as settled. Do not show it twice.
  const logged = new Set(shown.map((message) => message.id));
  return {
    rows: [
      ...waiting.filter((message) => !logged.has(message.id)),
      ...shown.map((message) => ({
        ...message,
        receipt:
          message.author.kind === 'user' && message.kind === 'text' ? receiptOf(message.seq, shownTo) : null,
        commandId: null,
        error: null,
      })),
    ],
    next: found.length > input.limit && last ? encodeCursor([last.seq]) : null,
    asOf: asOf(reader, ['chat']),
    ...olderThan(reader, {
      channel: 'chat',
      kind: 'message',
      of: { kind: 'conversation', id: input.conversationId },
      before: last ? JSON.stringify([last.seq]) : key && JSON.stringify(key),
      isLast: found.length <= input.limit,
      at: last?.at ?? null,
    }),
  };
}

/** Returns the draft of a conversation; an empty one if there is none. */
export function draft(
  reader: Reader,
  { conversationId }: MethodInput<'chat.draft'>,
): MethodOutput<'chat.draft'> {
  return (
    reader.get<{ body: string }>('SELECT body FROM drafts WHERE conversation_id = ?', conversationId) ?? {
      body: '',
    }
  );
}

/** Returns the newest drafts. */
export function drafts(reader: Reader): MethodOutput<'chat.drafts'> {
  return {
    drafts: reader.all<MethodOutput<'chat.drafts'>['drafts'][number]>(
      'SELECT conversation_id AS conversationId, body, at FROM drafts ORDER BY at DESC, conversation_id LIMIT 100',
    ),
  };
}

/** Lists the team members by name. */
export function team(reader: Reader): MethodOutput<'chat.team'> {
  const rows = reader.all<StoredRow>(
    `SELECT ${membersTable.select()} FROM team_members ORDER BY name COLLATE NOCASE, id LIMIT 500`,
  );
  return { users: rows.map(membersTable.decode) };
}

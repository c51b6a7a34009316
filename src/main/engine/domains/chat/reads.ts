import type { MessageRow as MessageView } from '#shared/bridge/chat.ts';
import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import { type Conversation, type Message, receiptOf } from '#shared/domain/chat.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import { olderThan } from '../../store/older.ts';
import {
  asOf,
  decodeCursor,
  encodeCursor,
  parseEffect,
  pendingEffects,
  ReadError,
  type Reader,
} from '../../store/reader.ts';
import { ordersTable } from '../orders/tables.ts';
import { membersTable } from '../team/index.ts';
import { ChatEffect, MessageEffect } from './effects.ts';
import { conversationsNaming } from './mentions.ts';
import { conversationsTable, MESSAGE_COLUMNS, messagesTable } from './tables.ts';
import { LISTED, type Listed, view } from './view.ts';

/** Returns a stored conversation. Throws a ReadError, `not_found`. */
export function listed(reader: Reader, conversationId: string): Listed {
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
  item: 'conversations c WHERE c.k IN (SELECT value FROM json_each(?))',
} as const;

/** Lists the conversations about an order, with a customer, or that name an item, latest activity first. */
export function about(reader: Reader, input: MethodInput<'chat.about'>): MethodOutput<'chat.about'> {
  const key = decodeCursor(input.after, ['number', 'number']);
  const { kind, id } = input.subject;
  const found = reader.all<Listed>(
    `SELECT ${LISTED} FROM ${ABOUT[kind]} ${input.unresolved ? "AND c.status <> 'resolved'" : ''} ${key ? 'AND (c.last_message_at, c.k) < (?, ?)' : ''}
     ORDER BY c.last_message_at DESC, c.k DESC LIMIT ?`,
    kind === 'item' ? JSON.stringify(conversationsNaming(reader, id)) : id,
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
      // Their names are where the files are: `attachments.states`.
      attachments: effect.attachments.map((file) => ({
        ...{ id: file, name: '', mime: '', bytes: 0, width: null, height: null },
      })),
      masked: null,
      at: effect.at,
      seq: 0,
      redacted: null,
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

/** Adds to a message of the log how far it has come. */
export function withReceipt(message: Message, shownTo: Conversation): MessageView {
  const ours = message.author.kind === 'user' && message.kind === 'text';
  return {
    ...message,
    receipt: ours ? receiptOf(message.seq, shownTo) : null,
    commandId: null,
    error: null,
  };
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
      ...shown.map((message) => withReceipt(message, shownTo)),
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

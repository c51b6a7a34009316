import type { Conversation, Message, ReadPosition } from '#shared/domain/chat.ts';
import type { SnapshotRow } from '#shared/protocol/snapshot.ts';
import type { Sql } from '../kernel.ts';
import type { TimeKey } from '../paging.ts';

const CONVERSATION_COLUMNS = `id, customer_id AS customerId, customer_name AS customerName, customer_email AS customerEmail, subject, status, priority, labels,
  assignee_id AS assigneeId, assignee_name AS assigneeName, order_ids AS orderIds, created_at AS createdAt, last_message_at AS lastMessageAt,
  last_message_preview AS lastMessagePreview, last_customer_message_at AS lastCustomerMessageAt, waiting_since AS waitingSince,
  snoozed_until AS snoozedUntil, customer_delivered_seq AS customerDeliveredSeq, customer_read_seq AS customerReadSeq`;
const MESSAGE_COLUMNS = 'id, conversation_id AS conversationId, author, kind, body, attachments, at, seq';
const POSITION_COLUMNS = 'conversation_id AS conversationId, user_id AS userId, up_to_seq AS upToSeq';

interface ConversationRow extends Omit<Conversation, 'customer' | 'labels' | 'orderIds'> {
  readonly customerId: string;
  readonly customerName: string;
  readonly customerEmail: string | null;
  readonly labels: string;
  readonly orderIds: string;
}

type MessageRow = Omit<Message, 'author' | 'attachments'> & {
  readonly author: string;
  readonly attachments: string;
};

function toConversation({
  customerId,
  customerName,
  customerEmail,
  labels,
  orderIds,
  ...row
}: ConversationRow): Conversation {
  return {
    ...row,
    customer: { id: customerId, name: customerName, email: customerEmail },
    labels: JSON.parse(labels) as string[],
    orderIds: JSON.parse(orderIds) as string[],
  };
}

function toMessage(row: MessageRow): Message {
  return {
    ...row,
    author: JSON.parse(row.author) as Message['author'],
    attachments: JSON.parse(row.attachments) as Message['attachments'],
  };
}

/** A conversation with the sequence of its last message (0 for none). */
export interface StoredConversation {
  readonly conversation: Conversation;
  readonly lastMessageSeq: number;
}

/** Returns a conversation by id. */
export function readConversation(sql: Sql, id: string): StoredConversation | undefined {
  const row = sql
    .prepare<[string], ConversationRow & { lastMessageSeq: number }>(
      `SELECT ${CONVERSATION_COLUMNS}, last_message_seq AS lastMessageSeq FROM conversations WHERE id = ?`,
    )
    .get(id);
  if (!row) return undefined;
  const { lastMessageSeq, ...conversation } = row;
  return { conversation: toConversation(conversation), lastMessageSeq };
}

/** Returns a message by id. */
export function readMessage(sql: Sql, id: string): Message | undefined {
  const row = sql
    .prepare<[string], MessageRow>(`SELECT ${MESSAGE_COLUMNS} FROM messages WHERE id = ?`)
    .get(id);
  return row && toMessage(row);
}

/** Returns the sequence up to which a user has read a conversation; 0 for not at all. */
export function readPosition(sql: Sql, conversationId: string, userId: string): number {
  return (
    sql
      .prepare<[string, string], ReadPosition>(
        `SELECT ${POSITION_COLUMNS} FROM read_positions WHERE conversation_id = ? AND user_id = ?`,
      )
      .get(conversationId, userId)?.upToSeq ?? 0
  );
}

/** Returns a page of conversations, latest activity first, before a key. */
export function listConversations(sql: Sql, before: TimeKey, limit: number): Conversation[] {
  return sql
    .prepare<[number, string, number], ConversationRow>(
      `SELECT ${CONVERSATION_COLUMNS} FROM conversations WHERE (last_message_at, id) < (?, ?) ORDER BY last_message_at DESC, id DESC LIMIT ?`,
    )
    .all(before.at, before.id, limit)
    .map(toConversation);
}

/** Returns a page of a conversation's messages, notes included, newest first, before a sequence. */
export function listMessages(sql: Sql, conversationId: string, beforeSeq: number, limit: number): Message[] {
  return sql
    .prepare<[string, number, number], MessageRow>(
      `SELECT ${MESSAGE_COLUMNS} FROM messages WHERE conversation_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?`,
    )
    .all(conversationId, beforeSeq, limit)
    .map(toMessage);
}

/** Returns the messages a customer may see (all but notes) after a sequence, oldest first. */
export function listMessagesForCustomer(
  sql: Sql,
  conversationId: string,
  afterSeq: number,
  limit: number,
): Message[] {
  return sql
    .prepare<[string, number, number], MessageRow>(
      `SELECT ${MESSAGE_COLUMNS} FROM messages WHERE conversation_id = ? AND seq > ? AND kind <> 'note' ORDER BY seq LIMIT ?`,
    )
    .all(conversationId, afterSeq, limit)
    .map(toMessage);
}

/** Returns the number of conversations. */
export function countConversations(sql: Sql): number {
  return sql.prepare<[], { n: number }>('SELECT count(*) AS n FROM conversations').get()?.n ?? 0;
}

/** Returns the number of unresolved conversations whose id starts with a prefix, counted up to a limit. */
export function countUnresolved(sql: Sql, idPrefix: string, limit: number): number {
  return (
    sql
      .prepare<[string, string, number], { n: number }>(
        `SELECT count(*) AS n FROM (SELECT 1 FROM conversations
         WHERE status <> 'resolved' AND substr(id, 1, length(?)) = ? LIMIT ?)`,
      )
      .get(idPrefix, idPrefix, limit)?.n ?? 0
  );
}

/** Returns the last text message (no note) of a conversation after a sequence. */
export function lastTextAfter(sql: Sql, conversationId: string, afterSeq: number): Message | undefined {
  const row = sql
    .prepare<[string, number], MessageRow>(
      `SELECT ${MESSAGE_COLUMNS} FROM messages WHERE conversation_id = ? AND seq > ? AND kind = 'text' ORDER BY seq DESC LIMIT 1`,
    )
    .get(conversationId, afterSeq);
  return row && toMessage(row);
}

/** Streams the rows of the channel `chat`, kind by kind, each by its key. */
export function* chatSnapshot(sql: Sql): Iterable<SnapshotRow> {
  const rows = <R>(text: string): IterableIterator<R> => sql.raw.prepare<[], R>(text).iterate();
  for (const row of rows<ConversationRow>(`SELECT ${CONVERSATION_COLUMNS} FROM conversations ORDER BY id`)) {
    yield { kind: 'conversation', row: toConversation(row) };
  }
  for (const row of rows<MessageRow>(`SELECT ${MESSAGE_COLUMNS} FROM messages ORDER BY seq`))
    yield { kind: 'message', row: toMessage(row) };
  for (const row of rows<ReadPosition>(
    `SELECT ${POSITION_COLUMNS} FROM read_positions ORDER BY conversation_id, user_id`,
  )) {
    yield { kind: 'read_position', row };
  }
}

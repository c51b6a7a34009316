import type { Conversation, Message } from '#shared/domain/chat.ts';

/** Columns of a conversation (table `c`) as its row has them. */
export const CONVERSATION_COLUMNS = `c.id, c.customer_id AS customerId, c.customer_name AS customerName, c.customer_email AS customerEmail,
  c.subject, c.status, c.priority, c.labels, c.assignee_id AS assigneeId, c.assignee_name AS assigneeName, c.order_ids AS orderIds,
  c.created_at AS createdAt, c.last_message_at AS lastMessageAt, c.last_message_preview AS lastMessagePreview,
  c.last_customer_message_at AS lastCustomerMessageAt, c.waiting_since AS waitingSince, c.snoozed_until AS snoozedUntil,
  c.customer_delivered_seq AS customerDeliveredSeq, c.customer_read_seq AS customerReadSeq`;

export interface ConversationRow extends Omit<Conversation, 'customer' | 'labels' | 'orderIds'> {
  readonly customerId: string;
  readonly customerName: string;
  readonly customerEmail: string | null;
  readonly labels: string;
  readonly orderIds: string;
}

export function toConversation(row: ConversationRow): Conversation {
  return {
    id: row.id,
    customer: { id: row.customerId, name: row.customerName, email: row.customerEmail },
    subject: row.subject,
    status: row.status,
    priority: row.priority,
    labels: JSON.parse(row.labels),
    assigneeId: row.assigneeId,
    assigneeName: row.assigneeName,
    orderIds: JSON.parse(row.orderIds),
    createdAt: row.createdAt,
    lastMessageAt: row.lastMessageAt,
    lastMessagePreview: row.lastMessagePreview,
    lastCustomerMessageAt: row.lastCustomerMessageAt,
    waitingSince: row.waitingSince,
    snoozedUntil: row.snoozedUntil,
    customerDeliveredSeq: row.customerDeliveredSeq,
    customerReadSeq: row.customerReadSeq,
  };
}

/** Columns of a message (table `m`) of a conversation (table `c`). */
export const MESSAGE_COLUMNS = `m.seq, m.id, c.id AS conversationId, m.author_kind AS authorKind, m.author_id AS authorId,
  m.author_name AS authorName, m.kind, m.body, m.attachments, m.at`;

export interface MessageRow extends Omit<Message, 'author' | 'attachments'> {
  readonly authorKind: Message['author']['kind'];
  readonly authorId: string;
  readonly authorName: string;
  readonly attachments: string;
}

export function toMessage(row: MessageRow): Message {
  return {
    id: row.id,
    conversationId: row.conversationId,
    author: { kind: row.authorKind, id: row.authorId, name: row.authorName },
    kind: row.kind,
    body: row.body,
    attachments: row.attachments === '[]' ? [] : JSON.parse(row.attachments),
    at: row.at,
    seq: row.seq,
  };
}

import { z } from 'zod';
import { Actor, Id, Seq, Timestamp } from './ids.ts';
import { Customer } from './orders.ts';

/** The statuses of a conversation. */
export const CONVERSATION_STATUSES = ['open', 'pending', 'snoozed', 'resolved'] as const;
/** The priorities of a conversation, highest first. */
export const PRIORITIES = ['urgent', 'high', 'medium', 'low', 'none'] as const;

/** What a customer of the chat page entered, and what of it has been verified. */
export const VisitorClaims = z.object({
  /** Whether the customer has shown that the e-mail address is theirs. */
  emailVerified: z.boolean(),
  /** An order number that does not belong to the e-mail address, or to no order; null if there is none. */
  unverifiedOrder: z.string().max(64).nullable(),
});
export type VisitorClaims = z.infer<typeof VisitorClaims>;

/** A conversation with a customer. Times are in ms. */
export const Conversation = z.object({
  id: Id,
  customer: Customer,
  subject: z.string().max(200).nullable(),
  status: z.enum(CONVERSATION_STATUSES),
  priority: z.enum(PRIORITIES),
  labels: z.array(z.string().min(1).max(40)).max(50),
  assigneeId: Id.nullable(),
  assigneeName: z.string().max(200).nullable(),
  orderIds: z.array(Id).max(50),
  /** For conversations of the chat page; null for others. */
  visitor: VisitorClaims.nullable().default(null),
  createdAt: Timestamp,
  lastMessageAt: Timestamp,
  lastMessagePreview: z.string().max(160),
  lastCustomerMessageAt: Timestamp.nullable(),
  /** When the customer started waiting for a reply; null if no customer is waiting. */
  waitingSince: Timestamp.nullable(),
  snoozedUntil: Timestamp.nullable(),
  /** Sequence numbers up to which the customer has received and read the team's messages. */
  customerDeliveredSeq: Seq,
  customerReadSeq: Seq,
});
export type Conversation = z.infer<typeof Conversation>;

/** The kinds of messages. Customers do not see notes. */
export const MESSAGE_KINDS = ['text', 'image', 'file', 'system', 'note'] as const;

/** A file attached to a message. */
export const Attachment = z.object({
  id: Id,
  name: z.string().max(200),
  mime: z.string().max(100),
  bytes: z.int().min(0),
});

/** A message in a conversation. */
export const Message = z.object({
  id: Id,
  conversationId: Id,
  author: Actor,
  kind: z.enum(MESSAGE_KINDS),
  /** The maximum of the protocol. The gateway enforces the workspace's own limit (1,000 characters by default). */
  body: z.string().max(10_000),
  attachments: z.array(Attachment).max(10),
  at: Timestamp,
  /** Sequence number of the event that added the message. */
  seq: Seq,
});
export type Message = z.infer<typeof Message>;

/** How far a team member has read a conversation. */
export const ReadPosition = z.object({ conversationId: Id, userId: Id, upToSeq: Seq });
export type ReadPosition = z.infer<typeof ReadPosition>;

/** The fields of a conversation that a new message changes. */
export const ConversationProgress = Conversation.pick({
  status: true,
  lastMessageAt: true,
  lastMessagePreview: true,
  lastCustomerMessageAt: true,
  waitingSince: true,
  snoozedUntil: true,
});
export type ConversationProgress = z.infer<typeof ConversationProgress>;

/**
 * Returns a conversation's progress after a message. A customer's message starts the wait, unless one is running, and
 * reopens a pending, snoozed or resolved conversation. An agent's reply ends the wait. Notes and system messages change
 * neither.
 */
export function afterMessage(
  before: ConversationProgress,
  message: Pick<Message, 'author' | 'kind' | 'body' | 'at'>,
): ConversationProgress {
  const note = message.kind === 'note' || message.kind === 'system';
  const next = {
    ...before,
    lastMessageAt: message.at,
    lastMessagePreview: note ? before.lastMessagePreview : preview(message.body),
  };
  if (message.author.kind === 'customer') {
    return {
      ...next,
      status: 'open',
      snoozedUntil: null,
      lastCustomerMessageAt: message.at,
      waitingSince: before.waitingSince ?? message.at,
    };
  }
  if (message.author.kind === 'user' && !note) return { ...next, waitingSince: null };
  return next;
}

/** Shortens a message to one line of at most 160 characters. Never splits a surrogate pair. */
export function preview(body: string): string {
  const line = body.replace(/\s+/g, ' ').trim();
  if (line.length <= 160) return line;
  const cut = line.slice(0, 159);
  const last = cut.charCodeAt(158);
  return `${last >= 0xd800 && last <= 0xdbff ? cut.slice(0, 158) : cut}…`;
}

/** Returns whether a conversation is active: open or pending, not snoozed or resolved. */
export function isInWork(conversation: Pick<Conversation, 'status'>): boolean {
  return conversation.status === 'open' || conversation.status === 'pending';
}

/** Returns whether a conversation still needs attention, now or later. */
export function isUnresolved(conversation: Pick<Conversation, 'status'>): boolean {
  return conversation.status !== 'resolved';
}

/** Returns whether an active conversation has no assignee. */
export function isUnassigned(conversation: Pick<Conversation, 'status' | 'assigneeId'>): boolean {
  return isInWork(conversation) && conversation.assigneeId === null;
}

/** Returns whether the customer of an unresolved conversation is waiting for a reply. */
export function isWaiting(conversation: Pick<Conversation, 'status' | 'waitingSince'>): boolean {
  return isUnresolved(conversation) && conversation.waitingSince !== null;
}

/** Returns whether the newest customer message comes after a reader's position. Both are sequence numbers of the log. */
export function isUnread(lastCustomerSeq: number, readUpToSeq: number): boolean {
  return lastCustomerSeq > readUpToSeq;
}

/** The delivery state of a team message, as shown to its author. */
export type ReceiptState = 'queued' | 'sending' | 'sent' | 'delivered' | 'read' | 'failed';

/** Returns the receipt of a message that is in the log. `seq` is the message's sequence number. */
export function receiptOf(
  seq: number,
  conversation: Pick<Conversation, 'customerDeliveredSeq' | 'customerReadSeq'>,
): ReceiptState {
  if (conversation.customerReadSeq >= seq) return 'read';
  return conversation.customerDeliveredSeq >= seq ? 'delivered' : 'sent';
}

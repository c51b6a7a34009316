import { afterMessage, type Conversation, type Message } from '#shared/domain/chat.ts';
import { findUser } from '../auth/index.ts';
import type { CommandContext, GatewayModule } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { readConversation, readMessage, readPosition, type StoredConversation } from './queries.ts';

/** Returns the conversation. Refuses with `not_found`, also for a customer who does not own it. */
function existing(context: CommandContext, conversationId: string): StoredConversation {
  const stored = readConversation(context.sql, conversationId);
  const { actor } = context.principal;
  if (!stored || (actor.kind === 'customer' && stored.conversation.customer.id !== actor.id)) {
    return refuse('unknown_conversation', {}, { field: 'conversationId' });
  }
  return stored;
}

/** A message to post. */
export interface NewMessage {
  readonly conversationId: string;
  readonly messageId: string;
  readonly body: string;
}

function post(
  context: CommandContext,
  { conversationId, messageId, body }: NewMessage,
  kind: 'text' | 'note',
): void {
  const { conversation } = existing(context, conversationId);
  const longest = context.config.chat.maxMessageLength;
  if (body.trim() === '') refuse('message_empty', {}, { field: 'body' });
  if (body.length > longest) refuse('message_long', { max: longest, length: body.length }, { field: 'body' });
  const present = readMessage(context.sql, messageId);
  if (present) refuse('duplicate_id', {}, { field: 'messageId', current: present });
  const message: Omit<Message, 'seq'> = {
    id: messageId,
    conversationId,
    author: context.principal.actor,
    kind,
    body,
    attachments: [],
    at: context.now,
  };
  const { status, lastMessageAt, lastMessagePreview, lastCustomerMessageAt, waitingSince, snoozedUntil } =
    conversation;
  const progress = afterMessage(
    { status, lastMessageAt, lastMessagePreview, lastCustomerMessageAt, waitingSince, snoozedUntil },
    message,
  );
  if (kind === 'note') context.emit('chat.note_added', { message, progress });
  else context.emit('chat.message_sent', { message, progress });
}

/** Posts a customer's message. The customer is the principal's actor, and can write in their own conversations only. */
export function postCustomerMessage(context: CommandContext, message: NewMessage): { messageId: string } {
  post(context, message, 'text');
  return { messageId: message.messageId };
}

/** Records that the customer has received messages up to a sequence. Does nothing if that is recorded already. */
export function markDelivered(context: CommandContext, conversationId: string, upToSeq: number): void {
  const { conversation, lastMessageSeq } = existing(context, conversationId);
  const upTo = Math.min(upToSeq, lastMessageSeq);
  if (upTo > conversation.customerDeliveredSeq)
    context.emit('chat.message_delivered', { conversationId, upToSeq: upTo });
}

/**
 * Records that the customer has read, and so received, messages up to a sequence. Does nothing if that is recorded
 * already.
 */
export function markReadByCustomer(context: CommandContext, conversationId: string, upToSeq: number): void {
  const { conversation, lastMessageSeq } = existing(context, conversationId);
  const upTo = Math.min(upToSeq, lastMessageSeq);
  if (upTo > conversation.customerReadSeq)
    context.emit('chat.message_read', { conversationId, userId: null, upToSeq: upTo });
}

export const chatHandlers: GatewayModule['commands'] = {
  'chat.open_conversation': (context, { conversationId, customer, subject, orderIds, visitor }) => {
    const present = readConversation(context.sql, conversationId);
    if (present) refuse('duplicate_id', {}, { field: 'conversationId' });
    const { actor } = context.principal;
    if (actor.kind === 'customer' && actor.id !== customer.id) refuse('conversation_of_another', {});
    // A team member who writes to a customer also gets the answer.
    const starter = actor.kind === 'user' ? findUser(context.sql, actor.id) : undefined;
    const conversation: Conversation = {
      id: conversationId,
      customer,
      subject,
      status: 'open',
      priority: 'none',
      labels: [],
      assigneeId: starter?.id ?? null,
      assigneeName: starter?.name ?? null,
      orderIds,
      visitor: visitor ?? null,
      createdAt: context.now,
      lastMessageAt: context.now,
      lastMessagePreview: '',
      lastCustomerMessageAt: null,
      waitingSince: null,
      snoozedUntil: null,
      customerDeliveredSeq: 0,
      customerReadSeq: 0,
    };
    context.emit('chat.conversation_opened', { conversation });
    return { conversationId };
  },

  'chat.send_message': (context, { conversationId, messageId, kind, body }) => {
    if (kind === 'note' && context.principal.actor.kind === 'customer')
      refuse('note_by_customer', {}, { field: 'kind' });
    post(context, { conversationId, messageId, body }, kind);
    return { messageId };
  },

  'chat.mark_read': (context, { conversationId, upToSeq }) => {
    const { actor } = context.principal;
    if (actor.kind === 'customer') {
      markReadByCustomer(context, conversationId, upToSeq);
      return {};
    }
    const { lastMessageSeq } = existing(context, conversationId);
    // Clamped, so that messages not yet written cannot be marked as read.
    const upTo = Math.min(upToSeq, lastMessageSeq);
    if (upTo > readPosition(context.sql, conversationId, actor.id)) {
      context.emit('chat.message_read', { conversationId, userId: actor.id, upToSeq: upTo });
    }
    return {};
  },

  'chat.assign': (context, { conversationId, assigneeId }) => {
    const { conversation } = existing(context, conversationId);
    const user = assigneeId === null ? null : findUser(context.sql, assigneeId);
    if (assigneeId !== null && user?.disabledAt !== null)
      refuse('unknown_member', {}, { field: 'assigneeId' });
    const assigneeName = user?.name ?? null;
    if (conversation.assigneeId !== assigneeId)
      context.emit('chat.assigned', { conversationId, assigneeId, assigneeName });
    return { assigneeName };
  },

  'chat.set_status': (context, { conversationId, status }) => {
    const { conversation } = existing(context, conversationId);
    if (conversation.status === status) return {};
    // No customer is waiting in a conversation that is resolved or waits for the customer.
    const waitingSince = status === 'resolved' || status === 'pending' ? null : conversation.waitingSince;
    context.emit('chat.status_changed', { conversationId, status, waitingSince });
    return {};
  },
};

import {
  AWAKE,
  afterMessage,
  type Conversation,
  type ConversationChannel,
  ConversationProgress,
  type Message,
  messageLength,
} from '#shared/domain/chat.ts';
import type { Actor } from '#shared/domain/ids.ts';
import { filesForMessage } from '../attachments/index.ts';
import { findUser, keyOfActor } from '../auth/index.ts';
import { passFilter } from '../filter/index.ts';
import type { CommandContext, GatewayModule } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { change, changeAssignee, changeLabels, changePriority, changeStatus, snooze } from './changes.ts';
import {
  newestByOthers,
  readConversation,
  readMessage,
  readPosition,
  type StoredConversation,
} from './queries.ts';
import { redactMessage } from './redact.ts';

/** Returns the conversation. Refuses with `not_found`, also for a customer who does not own it. */
function existing(context: CommandContext, conversationId: string): StoredConversation {
  const stored = readConversation(context.sql, conversationId);
  const { actor } = context.principal;
  if (!stored || (actor.kind === 'customer' && stored.conversation.customer.id !== actor.id)) {
    return refuse('unknown_conversation', {}, { field: 'conversationId' });
  }
  return stored;
}

/** Nobody can have seen a message that is younger, ms: it and the reply were written at the same time. */
const UNSEEN_MS = 2_000;

/** A message to post. */
export interface NewMessage {
  readonly conversationId: string;
  readonly messageId: string;
  readonly body: string;
  /** The ids of uploaded files. */
  readonly attachments?: readonly string[] | undefined;
}

/** What refusals say of a message. They are stored, so they must not hold its text. */
function placeOf({
  id,
  seq,
  at,
  author,
  kind,
}: Message): Omit<Message, 'body' | 'attachments' | 'masked' | 'conversationId' | 'redacted'> {
  return { id, seq, at, author, kind };
}

function post(
  context: CommandContext,
  { conversationId, messageId, body, attachments = [] }: NewMessage,
  kind: 'text' | 'note',
): void {
  const { conversation } = existing(context, conversationId);
  const longest = context.config.chat.maxMessageLength;
  if (body.trim() === '' && attachments.length === 0) refuse('message_empty', {}, { field: 'body' });
  if (messageLength(body, longest).over)
    refuse('message_long', { max: longest, length: body.length }, { field: 'body' });
  const present = readMessage(context.sql, messageId);
  if (present) refuse('duplicate_id', {}, { field: 'messageId', current: placeOf(present) });
  const filtered = passFilter(context, body);
  const message: Omit<Message, 'seq'> = {
    id: messageId,
    conversationId,
    author: context.principal.actor,
    kind,
    body: filtered.text,
    attachments: filesForMessage(context, conversationId, attachments),
    masked: filtered.masked,
    at: context.now,
    redacted: null,
  };
  const progress = afterMessage(ConversationProgress.parse(conversation), message);
  if (kind === 'note') context.emit('chat.note_added', { message, progress });
  else context.emit('chat.message_sent', { message, progress });
}

/** Refuses a reply whose author had not seen what others wrote. */
function refuseOutdated({ sql, now, principal }: CommandContext, conversationId: string, seen: number): void {
  const { id: userId } = principal.actor;
  const until = now - UNSEEN_MS;
  const current = newestByOthers(sql, conversationId, { afterSeq: seen, until, userId });
  if (current) refuse('reply_outdated', {}, { field: 'seen', current: placeOf(current) });
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

/** Customers write on the chat page only; a key is of another program. */
function channelOf(opener: Actor): ConversationChannel {
  if (opener.kind === 'customer') return 'widget';
  return opener.kind === 'user' && keyOfActor(opener.id) === null ? 'agent' : 'api';
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
      channel: channelOf(actor),
      createdAt: context.now,
      lastMessageAt: context.now,
      lastMessagePreview: '',
      lastCustomerMessageAt: null,
      waitingSince: null,
      ...AWAKE,
      customerDeliveredSeq: 0,
      customerReadSeq: 0,
      clocks: null,
      rating: null,
      teamId: null,
      participantIds: [],
    };
    context.emit('chat.conversation_opened', { conversation });
    return { conversationId };
  },

  'chat.send_message': (context, { conversationId, messageId, kind, body, seen, attachments }) => {
    if (kind === 'note' && context.principal.actor.kind === 'customer')
      refuse('note_by_customer', {}, { field: 'kind' });
    if (seen !== undefined) refuseOutdated(context, conversationId, seen);
    post(context, { conversationId, messageId, body, attachments }, kind);
    return { messageId };
  },

  'chat.redact_message': (context, { conversationId, messageId, reason }) => {
    existing(context, conversationId);
    redactMessage(context, { conversationId, messageId, reason });
    return {};
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

  'chat.assign': (context, { conversationId, assigneeId, seenAssigneeId }) => {
    const { conversation } = existing(context, conversationId);
    return { assigneeName: changeAssignee(context, conversation, assigneeId, seenAssigneeId).assigneeName };
  },

  'chat.set_status': (context, { conversationId, status }) => {
    changeStatus(context, existing(context, conversationId).conversation, status);
    return {};
  },

  'chat.set_priority': (context, { conversationId, priority }) => {
    changePriority(context, existing(context, conversationId).conversation, priority);
    return {};
  },

  'chat.set_labels': (context, { conversationId, ...labels }) => {
    changeLabels(context, existing(context, conversationId).conversation, labels);
    return {};
  },

  'chat.snooze': (context, { conversationId, ...until }) => {
    snooze(context, existing(context, conversationId).conversation, until);
    return {};
  },

  'chat.change_many': (context, { conversationIds, change: made }) => {
    const found = [...new Set(conversationIds)].flatMap((id) => readConversation(context.sql, id) ?? []);
    if (found.length === 0) refuse('unknown_conversation', {}, { field: 'conversationIds' });
    return { changed: found.filter(({ conversation }) => change(context, conversation, made)).length };
  },
};

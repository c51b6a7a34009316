import { v7 as uuidv7 } from 'uuid';
import type { MessageRow } from '#shared/bridge/chat.ts';
import { AWAKE, type Conversation, type ConversationProgress, type Message } from '#shared/domain/chat.ts';
import { makeCustomer } from './order.ts';

/** An open, unassigned conversation without messages. */
export function makeConversation(overrides: Partial<Conversation> = {}): Conversation {
  const createdAt = overrides.createdAt ?? 0;
  return {
    id: overrides.id ?? uuidv7(),
    customer: overrides.customer ?? makeCustomer(),
    subject: null,
    status: 'open',
    priority: 'none',
    labels: [],
    assigneeId: null,
    assigneeName: null,
    orderIds: [],
    visitor: null,
    channel: 'widget',
    createdAt,
    lastMessageAt: createdAt,
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
    ...overrides,
  };
}

/** The progress of an open conversation without messages. */
export function makeProgress(overrides: Partial<ConversationProgress> = {}): ConversationProgress {
  return {
    status: 'open',
    lastMessageAt: 0,
    lastMessagePreview: '',
    lastCustomerMessageAt: null,
    waitingSince: null,
    ...AWAKE,
    ...overrides,
  };
}

/** A customer's text message as in an event, without a sequence number. */
export function makeMessage(overrides: Partial<Omit<Message, 'seq'>> = {}): Omit<Message, 'seq'> {
  return {
    id: overrides.id ?? uuidv7(),
    conversationId: 'conversation',
    author: { kind: 'customer', id: 'customer', name: 'Customer' },
    kind: 'text',
    body: 'Where is my order?',
    attachments: [],
    masked: null,
    at: 0,
    redacted: null,
    ...overrides,
  };
}

/** A message with its receipt, as in the bridge. */
export function makeMessageRow(overrides: Partial<MessageRow> = {}): MessageRow {
  return { ...makeMessage(), seq: 1, receipt: null, commandId: null, error: null, ...overrides };
}

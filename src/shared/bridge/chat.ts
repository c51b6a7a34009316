import { z } from 'zod';
import { TeamUser } from '../domain/admin.ts';
import { Conversation, Message } from '../domain/chat.ts';
import { Id, Timestamp } from '../domain/ids.ts';
import { Order } from '../domain/orders.ts';
import { SignalMessage } from '../protocol/messages.ts';
import { MadeBy, method, Nothing, PageRequest, Provenance, page, read, stream } from './contract.ts';

/**
 * A conversation in a list. `unread` counts customer messages after the user's read position, at most 100. `hasDraft` tells
 * whether the user has begun a message on this computer. `match` is the part of a message that a search found; null if it
 * found the customer or the subject, or nothing was searched for.
 */
export const ConversationRow = Conversation.extend({
  unread: z.int().min(0).max(100),
  pending: z.int().min(0),
  hasDraft: z.boolean(),
  match: z.string().max(400).nullable(),
});
export type ConversationRow = z.infer<typeof ConversationRow>;

/** A message with its receipt. A message still in the outbox has `seq` 0 and the id of its command. */
export const MessageRow = Message.extend({
  receipt: z.enum(['queued', 'sending', 'sent', 'delivered', 'read', 'failed']).nullable(),
  commandId: Id.nullable(),
  error: z.string().max(1000).nullable(),
});
export type MessageRow = z.infer<typeof MessageRow>;

/** Methods of conversations and messages. */
export const chatMethods = {
  'chat.list': read(
    'chat:read',
    z.strictObject({
      ...PageRequest,
      filter: z.enum(['open', 'mine', 'unassigned', 'resolved', 'all']),
      search: z.string().max(200),
      sort: z.enum(['newest', 'waiting']),
    }),
    page(ConversationRow),
  ),
  'chat.counts': read(
    'chat:read',
    Nothing,
    z.object({ open: z.int(), mine: z.int(), unassigned: z.int(), unread: z.int(), asOf: Provenance }),
  ),
  'chat.conversation': read(
    'chat:read',
    z.strictObject({ conversationId: Id }),
    page(Order)
      .omit({ rows: true, next: true })
      /** The orders that the conversation names, newest first. */
      .extend({ conversation: ConversationRow, orders: z.array(Order).max(50) }),
  ),
  /** The conversations about an order or with a customer, latest activity first, as far as they are in the cache. */
  'chat.about': read(
    'chat:read',
    z.strictObject({
      ...PageRequest,
      subject: z.strictObject({ kind: z.enum(['order', 'customer']), id: Id }),
    }),
    page(ConversationRow),
  ),
  /** Newest first. The first page starts with the messages still in the outbox. */
  'chat.messages': read(
    'chat:read',
    z.strictObject({ ...PageRequest, conversationId: Id }),
    page(MessageRow),
  ),
  'chat.draft': read(
    'chat:write',
    z.strictObject({ conversationId: Id }),
    z.object({ body: z.string().max(10_000) }),
  ),
  /** The unsent messages that were typed, newest first. */
  'chat.drafts': read(
    'chat:read',
    Nothing,
    z.object({
      drafts: z.array(z.object({ conversationId: Id, body: z.string().max(10_000), at: Timestamp })).max(100),
    }),
  ),
  'chat.save_draft': method(
    'chat:write',
    z.strictObject({ conversationId: Id, body: z.string().max(10_000), ...MadeBy }),
    Nothing,
  ),
  'chat.team': read('chat:read', Nothing, z.object({ users: z.array(TeamUser).max(500) })),
  'signals.typing': method('chat:write', z.strictObject({ conversationId: Id }), Nothing),
} as const;

/** The stream of signals, such as typing. */
export const chatStreams = {
  'signals.received': stream('chat:read', Nothing, z.object({ signals: z.array(SignalMessage).max(100) })),
} as const;

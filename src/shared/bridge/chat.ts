import { z } from 'zod';
import { TeamUser } from '../domain/admin.ts';
import { MAX_ATTACHMENTS } from '../domain/attachments.ts';
import {
  CONVERSATION_CHANNELS,
  CONVERSATION_STATUSES,
  Conversation,
  Label,
  MAX_MESSAGE_LENGTH,
  Message,
  PRIORITIES,
} from '../domain/chat.ts';
import { Id, Seq, Timestamp } from '../domain/ids.ts';
import { MessageRetentionDays, RetentionReport } from '../domain/message-retention.ts';
import { Order } from '../domain/orders.ts';
import { MAX_FOLDERS } from '../domain/views.ts';
import { SignalMessage } from '../protocol/messages.ts';
import { MadeBy, method, Nothing, PageRequest, Provenance, page, read, stream } from './contract.ts';

/** A draft holds the texts of both modes, in characters. */
const MAX_DRAFT_LENGTH = 2 * MAX_MESSAGE_LENGTH + 100;

/** Parts of a text: from, to, in UTF-16 units. */
const Marks = z.array(z.tuple([z.int().min(0), z.int().min(0)])).max(200);

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

/** The folders of the inbox. `open`: open or pending; `mine`: assigned to the user and not resolved. */
export const CHAT_FOLDERS = ['open', 'mine', 'unassigned', 'participating', 'resolved', 'all'] as const;
/** The orders of the inbox: latest activity, longest wait, latest opened, highest priority, the clock that runs out first. */
export const CHAT_ORDERS = ['newest', 'waiting', 'created', 'priority', 'due'] as const;
/** What the clocks of conversations are filtered by; `none`: no clock runs. */
export const CLOCK_FILTERS = ['breached', 'warning', 'none'] as const;
/** What the list of conversations is filtered by; all parts must hold. */
export const InboxFilter = z.strictObject({
  filter: z.enum(CHAT_FOLDERS),
  /** Takes the place of the statuses that the folder has. */
  status: z.enum(CONVERSATION_STATUSES).optional(),
  /** Only conversations with this priority, with this label, of this channel, of this team. */
  priority: z.enum(PRIORITIES).optional(),
  label: Label.optional(),
  channel: z.enum(CONVERSATION_CHANNELS).optional(),
  team: Id.optional(),
  clock: z.enum(CLOCK_FILTERS).optional(),
  /** Only those whose customers wait for a reply. */
  waiting: z.literal(true).optional(),
});
export type InboxFilter = z.infer<typeof InboxFilter>;

/** The number of messages that a search of a conversation counts at most; it means this number or more. */
export const MAX_FOUND = 1_000;

/** Methods of conversations and messages. */
export const chatMethods = {
  'chat.list': read(
    'chat:read',
    z.strictObject({
      ...PageRequest,
      ...InboxFilter.shape,
      search: z.string().max(200),
      sort: z.enum(CHAT_ORDERS),
    }),
    page(ConversationRow),
  ),
  'chat.counts': read(
    'chat:read',
    Nothing,
    z.object({
      open: z.int(),
      mine: z.int(),
      unassigned: z.int(),
      waiting: z.int(),
      snoozed: z.int(),
      participating: z.int(),
      unread: z.int(),
      asOf: Provenance,
    }),
  ),
  /** By filter: how many conversations are not resolved, and how many of them the user has not read. */
  'chat.folder_counts': read(
    'chat:read',
    z.strictObject({ folders: z.array(InboxFilter).max(MAX_FOLDERS) }),
    z.object({
      counts: z.array(z.object({ open: z.int().min(0), unread: z.int().min(0) })).max(MAX_FOLDERS),
      asOf: Provenance,
    }),
  ),
  /** The labels in use, most used first, with the number of conversations in the cache that have them. */
  'chat.labels': read(
    'chat:read',
    Nothing,
    z.object({ labels: z.array(z.object({ label: z.string().max(40), count: z.int() })).max(200) }),
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
      subject: z.strictObject({ kind: z.enum(['order', 'customer', 'item']), id: Id }),
      /** Whether only those that are not resolved are returned. */
      unresolved: z.boolean().optional(),
    }),
    page(ConversationRow),
  ),
  /** Newest first. The first page starts with the messages still in the outbox. */
  'chat.messages': read(
    'chat:read',
    z.strictObject({ ...PageRequest, conversationId: Id }),
    page(MessageRow),
  ),
  /**
   * The messages around one of them, newest first: half of `limit` before it, itself and half after it. `next` is as in
   * `chat.messages`; `newer` goes on in the other direction (`towards`), null at the newest message in the cache.
   */
  'chat.around': read(
    'chat:read',
    z.strictObject({
      conversationId: Id,
      limit: z.int().min(2).max(200),
      /** Where to begin: at a message, or before or after a position. */
      at: z.strictObject({ seq: Seq, towards: z.enum(['both', 'older', 'newer']) }),
    }),
    z.object({
      rows: z.array(MessageRow).max(200),
      /** The sequence numbers to go on from; null at the ends of what is in the cache. */
      older: Seq.nullable(),
      newer: Seq.nullable(),
      asOf: Provenance,
    }),
  ),
  /** The messages of a conversation that have all words of a text, newest first. Pass `next` to get the following ones. */
  'chat.find': read(
    'chat:read',
    z.strictObject({
      conversationId: Id,
      text: z.string().max(200),
      after: Seq.nullable(),
      limit: z.int().min(1).max(200),
    }),
    z.object({
      hits: z
        .array(
          z.object({
            id: Id,
            seq: Seq,
            /** What was found, as positions in the text of the message: from, to. */
            marks: Marks,
            /** The same in the names of its files. */
            files: z.array(z.object({ id: Id, marks: Marks })).max(MAX_ATTACHMENTS),
          }),
        )
        .max(200),
      next: Seq.nullable(),
      /** How many messages were found, at most MAX_FOUND. */
      total: z.int().min(0),
      /** The messages before this time are not in the cache and were not searched; null if all are. */
      missingBefore: Timestamp.nullable(),
    }),
  ),
  /** The workspace's limits for those who write. */
  'chat.limits': read(
    'chat:read',
    Nothing,
    z.object({ maxMessageLength: z.int().min(1), messageRetentionDays: MessageRetentionDays }),
  ),
  /** What retention has deleted lately; asked of the server, and kept nowhere. */
  'chat.retention': method('chat:read', Nothing, RetentionReport),
  'chat.draft': read(
    'chat:write',
    z.strictObject({ conversationId: Id }),
    z.object({ body: z.string().max(MAX_DRAFT_LENGTH) }),
  ),
  /** The unsent messages that were typed, newest first. */
  'chat.drafts': read(
    'chat:read',
    Nothing,
    z.object({
      drafts: z
        .array(z.object({ conversationId: Id, body: z.string().max(MAX_DRAFT_LENGTH), at: Timestamp }))
        .max(100),
    }),
  ),
  'chat.save_draft': method(
    'chat:write',
    z.strictObject({ conversationId: Id, body: z.string().max(MAX_DRAFT_LENGTH), ...MadeBy }),
    Nothing,
  ),
  'chat.team': read('chat:read', Nothing, z.object({ users: z.array(TeamUser).max(500) })),
  'signals.typing': method('chat:write', z.strictObject({ conversationId: Id }), Nothing),
  /** Tells colleagues that the user looks at a conversation, to be repeated at half its lifetime, or has left it (`here`). */
  'signals.viewing': method(
    'chat:write',
    z.strictObject({ conversationId: Id, hasDraft: z.boolean(), here: z.boolean() }),
    Nothing,
  ),
} as const;

/** The stream of signals, such as typing. */
export const chatStreams = {
  'signals.received': stream('chat:read', Nothing, z.object({ signals: z.array(SignalMessage).max(100) })),
} as const;

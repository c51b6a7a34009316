import { z } from 'zod';
import { Attachment, MAX_ATTACHMENTS } from './attachments.ts';
import { Masked } from './filter.ts';
import { Actor, Id, Seq, Timestamp } from './ids.ts';
import { Customer } from './orders.ts';
import { Rating } from './ratings.ts';
import { isPreviewed, Redaction } from './redaction.ts';
import { assertNever } from './result.ts';
import { ServiceClocks } from './service-levels.ts';

/** The statuses of a conversation. */
export const CONVERSATION_STATUSES = ['open', 'pending', 'snoozed', 'resolved'] as const;
/** The priorities of a conversation, highest first. */
export const PRIORITIES = ['urgent', 'high', 'medium', 'low', 'none'] as const;

/** How a conversation came to be: the customer wrote on the chat page, a team member or another program opened it. */
export const CONVERSATION_CHANNELS = ['widget', 'agent', 'api'] as const;
export type ConversationChannel = (typeof CONVERSATION_CHANNELS)[number];

/** The most labels of a conversation. */
export const MAX_LABELS = 20;
/** The most conversations that one command changes. */
export const MAX_CHANGED = 200;

/** The longest label. */
export const MAX_LABEL_LENGTH = 40;

/** A label: one line, in lower case, so that nobody sees two that look alike. */
export const Label = z
  .string()
  .trim()
  .toLowerCase()
  .min(1)
  .max(MAX_LABEL_LENGTH)
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp},]*$/u);

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
  /** null where the gateway does not say: it is older. */
  channel: z.enum(CONVERSATION_CHANNELS).nullable().default(null),
  createdAt: Timestamp,
  lastMessageAt: Timestamp,
  lastMessagePreview: z.string().max(160),
  lastCustomerMessageAt: Timestamp.nullable(),
  /** When the customer started waiting for a reply; null if no customer is waiting. */
  waitingSince: Timestamp.nullable(),
  /** When a snoozed conversation opens again; null if only a reply or stock opens it. */
  snoozedUntil: Timestamp.nullable(),
  /** The item whose stock opens a snoozed conversation again. */
  snoozedItemId: Id.nullable().default(null),
  /** Sequence numbers up to which the customer has received and read the team's messages. */
  customerDeliveredSeq: Seq,
  customerReadSeq: Seq,
  /** What the customer was promised, and how they rated the last resolution; null where nothing is known. */
  clocks: ServiceClocks.nullable().default(null),
  rating: Rating.nullable().default(null),
  /** The team that the conversation was given to, and colleagues who take part in it besides the assignee. */
  teamId: Id.nullable().default(null),
  participantIds: z.array(Id).max(10).default([]),
});
export type Conversation = z.infer<typeof Conversation>;

/** The kinds of messages. Customers do not see notes. */
export const MESSAGE_KINDS = ['text', 'image', 'file', 'system', 'note'] as const;

/** The longest message of the protocol, UTF-16 units. The gateway enforces the workspace's own limit. */
export const MAX_MESSAGE_LENGTH = 10_000;
/** The workspace's limit unless the gateway's settings say otherwise, UTF-16 units. */
export const DEFAULT_MESSAGE_LIMIT = 1000;
/** The share of the limit from which on writers are shown how much is left. */
export const COUNT_FROM = 0.8;

/** How long a message is, as the gateway counts it. */
export interface MessageLength {
  /** What is left, UTF-16 units; negative if the message is too long. */
  readonly left: number;
  /** Whether the writer should be shown what is left. */
  readonly show: boolean;
  /** Whether the message is too long to be sent. */
  readonly over: boolean;
}

/** Measures a message against the workspace's limit. Spaces around it are not sent and do not count. */
export function messageLength(text: string, limit: number): MessageLength {
  const { length } = text.trim();
  return { left: limit - length, show: length >= limit * COUNT_FROM, over: length > limit };
}

/** A message in a conversation. */
export const Message = z.object({
  id: Id,
  conversationId: Id,
  author: Actor,
  kind: z.enum(MESSAGE_KINDS),
  body: z.string().max(MAX_MESSAGE_LENGTH),
  attachments: z.array(Attachment).max(MAX_ATTACHMENTS),
  /** What the filter has masked in the text; null for nothing, and where nobody counted. */
  masked: Masked.nullable().default(null),
  at: Timestamp,
  /** Sequence number of the event that added the message. */
  seq: Seq,
  /** Set once the message was removed; it has no text and no files then. */
  redacted: Redaction.nullable().default(null),
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
  snoozedItemId: true,
});
export type ConversationProgress = z.infer<typeof ConversationProgress>;

/** The snooze of a conversation that is not snoozed, and of one that waits for the next reply. */
export const AWAKE = { snoozedUntil: null, snoozedItemId: null } as const;

/** What ends a snooze, besides a customer's message: a time in ms, or stock of an item. */
export const Snooze = z.strictObject({ until: Timestamp.nullable(), itemId: Id.nullable() });
export type Snooze = z.infer<typeof Snooze>;

/** Returns the fields of a conversation that a new status changes. It ends a snooze, or begins one until the next reply. */
export function afterStatus(
  status: Conversation['status'],
  waitingSince: number | null,
): Pick<Conversation, 'status' | 'waitingSince' | 'snoozedUntil' | 'snoozedItemId'> {
  // No customer is waiting in a conversation that is resolved or waits for the customer.
  const waits = status === 'open' || status === 'snoozed';
  return { status, waitingSince: waits ? waitingSince : null, ...AWAKE };
}

/** A change of labels: some are added, some removed. A label that is in both is added. */
export const LabelChange = z.strictObject({
  add: z.array(Label).max(MAX_LABELS),
  remove: z.array(Label).max(MAX_LABELS),
});
export type LabelChange = z.infer<typeof LabelChange>;

/** Returns the labels after a change, sorted, each once. */
export function afterLabels(before: readonly string[], { add, remove }: LabelChange): string[] {
  const kept = before.filter((label) => !remove.includes(label));
  return [...new Set([...kept, ...add])].sort();
}

/** A change of conversations that is made in one or in many. */
export const ConversationChange = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('status'), status: z.enum(['open', 'pending', 'resolved']) }),
  z.strictObject({ kind: z.literal('assignee'), assigneeId: Id.nullable() }),
  z.strictObject({ kind: z.literal('priority'), priority: z.enum(PRIORITIES) }),
  z.strictObject({ kind: z.literal('labels'), ...LabelChange.shape }),
  z.strictObject({ kind: z.literal('snooze'), ...Snooze.shape }),
]);
export type ConversationChange = z.infer<typeof ConversationChange>;

/** Returns a conversation after a change. The name of a new assignee is null: it is not known here. */
export function afterChange(conversation: Conversation, change: ConversationChange): Conversation {
  switch (change.kind) {
    case 'status':
      return { ...conversation, ...afterStatus(change.status, conversation.waitingSince) };
    case 'assignee':
      return { ...conversation, assigneeId: change.assigneeId, assigneeName: null };
    case 'priority':
      return { ...conversation, priority: change.priority };
    case 'labels':
      return { ...conversation, labels: afterLabels(conversation.labels, change) };
    case 'snooze':
      return { ...conversation, status: 'snoozed', snoozedUntil: change.until, snoozedItemId: change.itemId };
    default:
      return assertNever(change);
  }
}

/** Returns a priority's place, 0 for the highest. */
export function priorityRank(priority: Conversation['priority']): number {
  return PRIORITIES.indexOf(priority);
}

/**
 * Returns a conversation's progress after a message. A customer's message starts the wait, unless one is running, and
 * reopens a pending, snoozed or resolved conversation. An agent's reply ends the wait. Notes and system messages change
 * neither.
 */
export function afterMessage(
  before: ConversationProgress,
  message: Pick<Message, 'author' | 'kind' | 'body' | 'at'> & Partial<Pick<Message, 'attachments'>>,
): ConversationProgress {
  const note = !isPreviewed(message);
  const next = {
    ...before,
    lastMessageAt: message.at,
    lastMessagePreview: note ? before.lastMessagePreview : previewOf(message),
  };
  if (message.author.kind === 'customer') {
    return {
      ...next,
      status: 'open',
      ...AWAKE,
      lastCustomerMessageAt: message.at,
      waitingSince: before.waitingSince ?? message.at,
    };
  }
  if (message.author.kind === 'user' && !note) return { ...next, waitingSince: null };
  return next;
}

/** Returns a message on one line: its text, or the names of its files where it has none. */
export function previewOf({
  body,
  attachments = [],
}: Pick<Message, 'body'> & Partial<Pick<Message, 'attachments'>>): string {
  return preview(body === '' ? attachments.map(({ name }) => name).join(', ') : body);
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

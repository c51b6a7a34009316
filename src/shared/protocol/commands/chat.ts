import { z } from 'zod';
import { MAX_ATTACHMENTS } from '../../domain/attachments.ts';
import {
  CONVERSATION_STATUSES,
  ConversationChange,
  LabelChange,
  MAX_CHANGED,
  MAX_MESSAGE_LENGTH,
  PRIORITIES,
  Snooze,
  VisitorClaims,
} from '../../domain/chat.ts';
import { Id, Seq } from '../../domain/ids.ts';
import { Customer } from '../../domain/orders.ts';
import { RedactionReason } from '../../domain/redaction.ts';
import { command } from './define.ts';

const byConversation = (data: { conversationId: string }): string => `chat:${data.conversationId}`;

/** Commands on conversations. */
export const chatCommands = {
  'chat.open_conversation': command({
    input: z.strictObject({
      conversationId: Id,
      customer: Customer,
      subject: z.string().max(200).nullable(),
      orderIds: z.array(Id).max(50),
      visitor: VisitorClaims.nullable().optional(),
    }),
    output: z.object({ conversationId: Id }),
    permission: 'chat:write',
    subject: byConversation,
  }),
  'chat.send_message': command({
    input: z
      .strictObject({
        conversationId: Id,
        messageId: Id,
        kind: z.enum(['text', 'note']),
        body: z.string().trim().max(MAX_MESSAGE_LENGTH),
        /**
         * The newest message that its author had before them. If others have written since, the reply is refused with `expired`: it
         * may answer what is no longer asked. Left out, it is sent whatever has been written.
         */
        seen: Seq.optional(),
        /** Uploaded files, in the order in which they are shown. A message with files needs no text. */
        attachments: z.array(Id).min(1).max(MAX_ATTACHMENTS).optional(),
      })
      .refine(({ body, attachments }) => body !== '' || attachments !== undefined, {
        path: ['body'],
        message: 'Enter a message.',
      }),
    output: z.object({ messageId: Id }),
    permission: 'chat:write',
    subject: byConversation,
    again: ({ seen: _, ...data }) => data,
  }),
  /** Removes what a message says, and its files, everywhere and for good. A line stays that says who removed it and why. */
  'chat.redact_message': command({
    input: z.strictObject({ conversationId: Id, messageId: Id, reason: RedactionReason }),
    output: z.object({}),
    permission: 'chat:redact',
    subject: byConversation,
  }),
  /** Moves the caller's read position forward. A position before the current one changes nothing. */
  'chat.mark_read': command({
    input: z.strictObject({ conversationId: Id, upToSeq: Seq }),
    output: z.object({}),
    permission: 'chat:read',
    subject: byConversation,
  }),
  'chat.assign': command({
    /** With `seenAssigneeId`, refused as `conflict` if somebody else has the conversation than was seen. */
    input: z.strictObject({
      conversationId: Id,
      assigneeId: Id.nullable(),
      seenAssigneeId: Id.nullable().optional(),
    }),
    output: z.object({ assigneeName: z.string().nullable() }),
    permission: 'chat:write',
    subject: byConversation,
  }),
  'chat.set_status': command({
    input: z.strictObject({ conversationId: Id, status: z.enum(CONVERSATION_STATUSES) }),
    output: z.object({}),
    permission: 'chat:write',
    subject: byConversation,
  }),
  'chat.set_priority': command({
    input: z.strictObject({ conversationId: Id, priority: z.enum(PRIORITIES) }),
    output: z.object({}),
    permission: 'chat:write',
    subject: byConversation,
  }),
  /** Adds and removes labels, so that two people who label at once both keep theirs. */
  'chat.set_labels': command({
    input: z.strictObject({ conversationId: Id, ...LabelChange.shape }),
    output: z.object({}),
    permission: 'chat:write',
    subject: byConversation,
  }),
  /** Puts a conversation aside until a time, until an item is back in stock, or until the customer writes. */
  'chat.snooze': command({
    input: z.strictObject({ conversationId: Id, ...Snooze.shape }),
    output: z.object({}),
    permission: 'chat:write',
    subject: byConversation,
  }),
  /** Changes many conversations; those that are gone or are so already stay as they are. */
  'chat.change_many': command({
    input: z.strictObject({
      conversationIds: z.array(Id).min(1).max(MAX_CHANGED),
      change: ConversationChange,
    }),
    output: z.object({ changed: z.int() }),
    permission: 'chat:write',
    subject: () => 'chat',
  }),
} as const;

import { z } from 'zod';
import { CONVERSATION_STATUSES, VisitorClaims } from '../../domain/chat.ts';
import { Id, Seq } from '../../domain/ids.ts';
import { Customer } from '../../domain/orders.ts';
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
    input: z.strictObject({
      conversationId: Id,
      messageId: Id,
      kind: z.enum(['text', 'note']),
      body: z.string().trim().min(1, 'Enter a message.').max(10_000),
    }),
    output: z.object({ messageId: Id }),
    permission: 'chat:write',
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
    input: z.strictObject({ conversationId: Id, assigneeId: Id.nullable() }),
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
} as const;

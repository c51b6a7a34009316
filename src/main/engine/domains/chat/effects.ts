import { z } from 'zod';
import { CONVERSATION_STATUSES } from '#shared/domain/chat.ts';
import { Actor, Id, Seq, Timestamp } from '#shared/domain/ids.ts';
import type { Effects } from '../../store/domain.ts';

/** A message that is shown with the receipt of its command. A refused command's message is shown as failed. */
export const MessageEffect = z.object({
  kind: z.literal('message'),
  conversationId: Id,
  messageId: Id,
  messageKind: z.enum(['text', 'note']),
  body: z.string().max(10_000),
  author: Actor,
  at: Timestamp,
});

/** An effect of a chat command. */
export const ChatEffect = z.discriminatedUnion('kind', [
  MessageEffect,
  z.object({
    kind: z.literal('assign'),
    conversationId: Id,
    assigneeId: Id.nullable(),
    /** The user's own name if they assign it to themselves; null if the assignee's name must be looked up. */
    assigneeName: z.string().max(200).nullable(),
  }),
  z.object({
    kind: z.literal('conversation_status'),
    conversationId: Id,
    status: z.enum(CONVERSATION_STATUSES),
  }),
  z.object({ kind: z.literal('read'), conversationId: Id, upToSeq: Seq }),
]);
export type ChatEffect = z.infer<typeof ChatEffect>;

/** The effects of chat commands. */
export const chatEffects: Effects<ChatEffect> = {
  schema: ChatEffect,
  of: {
    'chat.send_message': ({ conversationId, messageId, kind, body }, { userId, userName, now }) => ({
      kind: 'message',
      conversationId,
      messageId,
      messageKind: kind,
      body,
      author: { kind: 'user', id: userId, name: userName },
      at: now,
    }),
    'chat.assign': ({ conversationId, assigneeId }, { userId, userName }) => ({
      kind: 'assign',
      conversationId,
      assigneeId,
      assigneeName: assigneeId === userId ? userName : null,
    }),
    'chat.set_status': ({ conversationId, status }) => ({
      kind: 'conversation_status',
      conversationId,
      status,
    }),
    'chat.mark_read': ({ conversationId, upToSeq }) => ({ kind: 'read', conversationId, upToSeq }),
  },
  topic: ({ conversationId }) => ({ topic: 'chat', key: conversationId }),
};

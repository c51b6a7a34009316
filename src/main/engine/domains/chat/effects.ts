import { z } from 'zod';
import { MAX_ATTACHMENTS } from '#shared/domain/attachments.ts';
import { CONVERSATION_STATUSES, ConversationChange, MAX_CHANGED } from '#shared/domain/chat.ts';
import { Actor, Id, Seq, Timestamp } from '#shared/domain/ids.ts';
import type { Effects } from '../../store/domain.ts';

/** A message that is shown with the receipt of its command. A refused command's message is shown as failed. */
export const MessageEffect = z.object({
  kind: z.literal('message'),
  conversationId: Id,
  messageId: Id,
  messageKind: z.enum(['text', 'note']),
  body: z.string().max(10_000),
  /** The ids of its files. */
  attachments: z.array(Id).max(MAX_ATTACHMENTS).default([]),
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
  z.object({
    kind: z.literal('conversation_change'),
    conversationIds: z.array(Id).max(MAX_CHANGED),
    change: ConversationChange,
  }),
  /** Who has a conversation, and who takes part in it. `to` null: nobody; without `to`, it stays. */
  z.object({
    kind: z.literal('people'),
    conversationId: Id,
    teamId: z.object({ to: Id.nullable() }).nullable(),
    assigneeId: z.object({ to: Id.nullable() }).nullable(),
    add: z.array(Id).max(10),
    remove: z.array(Id).max(10),
  }),
  z.object({ kind: z.literal('read'), conversationId: Id, upToSeq: Seq }),
]);
export type ChatEffect = z.infer<typeof ChatEffect>;

const changeOf = (conversationIds: readonly string[], change: ConversationChange): ChatEffect => ({
  kind: 'conversation_change',
  conversationIds: [...conversationIds],
  change,
});

/** Returns whether an effect changes a conversation. */
export function concerns(effect: ChatEffect, conversationId: string): boolean {
  return effect.kind === 'conversation_change'
    ? effect.conversationIds.includes(conversationId)
    : effect.conversationId === conversationId;
}

/** The effects of chat commands. */
export const chatEffects: Effects<ChatEffect> = {
  schema: ChatEffect,
  of: {
    'chat.send_message': (
      { conversationId, messageId, kind, body, attachments = [] },
      { userId, userName, now },
    ) => ({
      kind: 'message',
      conversationId,
      messageId,
      messageKind: kind,
      body,
      attachments,
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
    'chat.set_priority': ({ conversationId, priority }) =>
      changeOf([conversationId], { kind: 'priority', priority }),
    'chat.set_labels': ({ conversationId, ...labels }) =>
      changeOf([conversationId], { kind: 'labels', ...labels }),
    'chat.snooze': ({ conversationId, ...snooze }) =>
      changeOf([conversationId], { kind: 'snooze', ...snooze }),
    'chat.change_many': ({ conversationIds, change }) => changeOf(conversationIds, change),
    'chat.mark_read': ({ conversationId, upToSeq }) => ({ kind: 'read', conversationId, upToSeq }),
  },
  topic: (effect) => ({
    topic: 'chat',
    key: effect.kind === 'conversation_change' ? (effect.conversationIds[0] ?? null) : effect.conversationId,
  }),
};

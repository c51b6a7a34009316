import type { Message } from '#shared/domain/chat.ts';
import type { Audited, AuditedRecord } from '../kernel.ts';
import { readConversation, readPosition } from './queries.ts';

/** A message by its id: what was written is in the conversation. */
function messageOf(_sql: unknown, { message }: { readonly message: Omit<Message, 'seq'> }): AuditedRecord {
  const { id, conversationId, kind } = message;
  return { record: `chat:${conversationId}`, before: null, after: { message: id, kind } };
}

/** Which fields the events of conversations change. */
export const chatAudited: Audited = {
  'chat.conversation_opened': (_sql, { conversation }) => ({
    record: `chat:${conversation.id}`,
    before: null,
    after: {
      customerId: conversation.customer.id,
      subject: conversation.subject,
      status: conversation.status,
      orderIds: conversation.orderIds,
    },
  }),
  'chat.message_sent': messageOf,
  'chat.note_added': messageOf,
  'chat.message_redacted': (_sql, { conversationId, messageId, attachmentIds }) => ({
    record: `chat:${conversationId}`,
    before: null,
    after: { removedMessage: messageId, removedFiles: attachmentIds.length },
  }),
  // Not done by a command.
  'chat.messages_expired': () => [],
  'chat.message_delivered': (_sql, { conversationId, upToSeq }) => ({
    record: `chat:${conversationId}`,
    before: null,
    after: { deliveredUpTo: upToSeq },
  }),
  'chat.message_read': (sql, { conversationId, userId, upToSeq }) => ({
    record: `chat:${conversationId}`,
    before: { readUpTo: userId === null ? null : readPosition(sql, conversationId, userId) },
    after: { readUpTo: upToSeq },
  }),
  'chat.assigned': (sql, { conversationId, assigneeId, assigneeName }) => {
    const before = readConversation(sql, conversationId)?.conversation;
    return {
      record: `chat:${conversationId}`,
      before: { assigneeId: before?.assigneeId, assigneeName: before?.assigneeName },
      after: { assigneeId, assigneeName },
    };
  },
  'chat.snoozed': (sql, { conversationId, until, itemId }) => {
    const before = readConversation(sql, conversationId)?.conversation;
    return {
      record: `chat:${conversationId}`,
      before: {
        status: before?.status,
        snoozedUntil: before?.snoozedUntil,
        snoozedItemId: before?.snoozedItemId,
      },
      after: { status: 'snoozed', snoozedUntil: until, snoozedItemId: itemId },
    };
  },
  'chat.rated': (sql, { conversationId, rating }) => ({
    record: `chat:${conversationId}`,
    before: { score: readConversation(sql, conversationId)?.conversation.rating?.score ?? null },
    after: { score: rating.score },
  }),
  'chat.priority_changed': (sql, { conversationId, priority }) => ({
    record: `chat:${conversationId}`,
    before: { priority: readConversation(sql, conversationId)?.conversation.priority },
    after: { priority },
  }),
  'chat.labels_changed': (sql, { conversationId, labels }) => ({
    record: `chat:${conversationId}`,
    before: { labels: readConversation(sql, conversationId)?.conversation.labels },
    after: { labels },
  }),
  'chat.team_changed': (sql, { conversationId, teamId }) => ({
    record: `chat:${conversationId}`,
    before: { teamId: readConversation(sql, conversationId)?.conversation.teamId },
    after: { teamId },
  }),
  'chat.participants_changed': (sql, { conversationId, participantIds }) => ({
    record: `chat:${conversationId}`,
    before: { participantIds: readConversation(sql, conversationId)?.conversation.participantIds },
    after: { participantIds },
  }),
  'chat.status_changed': (sql, { conversationId, status }) => ({
    record: `chat:${conversationId}`,
    before: { status: readConversation(sql, conversationId)?.conversation.status },
    after: { status },
  }),
};

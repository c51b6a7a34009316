import { previewOf } from '#shared/domain/chat.ts';
import type { EventData } from '#shared/protocol/events/index.ts';
import type { Described, EngineDomain } from '../../store/domain.ts';
import type { Reader } from '../../store/reader.ts';

function describeConversation(
  reader: Reader,
  conversationId: string,
  values: Described['values'] = {},
): Described {
  const row = reader.get<{ name: string }>(
    'SELECT customer_name AS name FROM conversations WHERE id = ?',
    conversationId,
  );
  return {
    values: { customer: row?.name ?? null, ...values },
    subject: { kind: 'conversation', id: conversationId },
  };
}

function describeMessage({ message }: EventData<'chat.message_sent'>, reader: Reader): Described {
  return describeConversation(reader, message.conversationId, {
    preview: previewOf(message),
    author: message.author.name,
  });
}

/** Descriptions of chat events. */
export const chatActivity: NonNullable<EngineDomain['activity']> = {
  'chat.conversation_opened': ({ conversation: c }) => ({
    values: { customer: c.customer.name, subject: c.subject },
    subject: { kind: 'conversation', id: c.id },
  }),
  'chat.message_sent': describeMessage,
  'chat.note_added': describeMessage,
  'chat.message_redacted': ({ conversationId, redaction }, reader) =>
    describeConversation(reader, conversationId, { reason: redaction.reason }),
  'chat.messages_expired': () => ({ values: {}, subject: null }),
  'chat.message_delivered': ({ conversationId }, reader) => describeConversation(reader, conversationId),
  'chat.message_read': ({ conversationId }, reader) => describeConversation(reader, conversationId),
  'chat.assigned': ({ conversationId, assigneeName }, reader) =>
    describeConversation(reader, conversationId, { assignee: assigneeName }),
  'chat.snoozed': ({ conversationId, until }, reader) =>
    describeConversation(reader, conversationId, { until }),
  'chat.priority_changed': ({ conversationId, priority }, reader) =>
    describeConversation(reader, conversationId, { priority }),
  'chat.labels_changed': ({ conversationId, labels }, reader) =>
    describeConversation(reader, conversationId, { labels: labels.join(', ') || null }),
  'chat.team_changed': ({ conversationId, teamId }, reader) =>
    describeConversation(reader, conversationId, {
      team: reader.get<{ name: string }>('SELECT name FROM support_teams WHERE id = ?', teamId)?.name ?? null,
    }),
  'chat.participants_changed': ({ conversationId, participantIds }, reader) =>
    describeConversation(reader, conversationId, { count: participantIds.length }),
  'chat.status_changed': ({ conversationId, status }, reader) =>
    describeConversation(reader, conversationId, { status }),
  'chat.clocks_changed': ({ conversationId }, reader) => describeConversation(reader, conversationId),
  'chat.clock_warned': ({ conversationId, kind }, reader) =>
    describeConversation(reader, conversationId, { clock: kind }),
  'chat.clock_breached': ({ conversationId, kind }, reader) =>
    describeConversation(reader, conversationId, { clock: kind }),
  'chat.rated': ({ conversationId, rating }, reader) =>
    describeConversation(reader, conversationId, { score: rating.score }),
};

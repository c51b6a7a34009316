import { preview } from '#shared/domain/chat.ts';
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
    preview: preview(message.body),
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
  'chat.message_delivered': ({ conversationId }, reader) => describeConversation(reader, conversationId),
  'chat.message_read': ({ conversationId }, reader) => describeConversation(reader, conversationId),
  'chat.assigned': ({ conversationId, assigneeName }, reader) =>
    describeConversation(reader, conversationId, { assignee: assigneeName }),
  'chat.status_changed': ({ conversationId, status }, reader) =>
    describeConversation(reader, conversationId, { status }),
};

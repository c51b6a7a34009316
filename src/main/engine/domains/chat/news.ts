import { preview } from '#shared/domain/chat.ts';
import type { NewsSource } from '../../store/domain.ts';

/** A customer's message is news for the conversation's assignee, or for everyone if it is unassigned. */
export const messageNews: NewsSource<'chat.message_sent'> = {
  kind: 'messages',
  isNews: ({ data }) => data.message.author.kind === 'customer',
  toast({ id, data: { message } }, { userId, reader }) {
    const conversation = reader.get<{ assignee_id: string | null }>(
      'SELECT assignee_id FROM conversations WHERE id = ?',
      message.conversationId,
    );
    const assignee = conversation?.assignee_id ?? null;
    if (assignee !== null && assignee !== userId) return null;
    return {
      id,
      category: 'chat',
      severity: 'info',
      message: 'toast.chat_message',
      values: { customer: message.author.name.slice(0, 300), preview: preview(message.body) },
      subject: { kind: 'conversation', id: message.conversationId },
      about: assignee === null ? 'team' : 'me',
    };
  },
};

import type { Toast } from '#shared/bridge/notifications.ts';
import { previewOf } from '#shared/domain/chat.ts';
import { mentionedIds } from '#shared/domain/mentions.ts';
import { MINUTE_MS } from '#shared/domain/time.ts';
import type { EventOf } from '#shared/protocol/events/index.ts';
import type { EngineDomain, NewsContext, NewsSource } from '../../store/domain.ts';

/** A private note is news for the colleagues whom it mentions. */
export const noteNews: NewsSource<'chat.note_added'> = {
  kind: 'told',
  isNews: ({ actor, data }) =>
    actor?.kind === 'user' && data.message.redacted === null && data.message.body.includes('@'),
  toast({ id, actor, data: { message } }, { userId, reader }) {
    const me = reader.get<{ username: string }>('SELECT username FROM team_members WHERE id = ?', userId);
    const named = me !== undefined && mentionedIds(message.body, [{ id: userId, ...me }]).length > 0;
    if (!named || actor === null || actor.id === userId) return null;
    const conversation = reader.get<{ customer_name: string }>(
      'SELECT customer_name FROM conversations WHERE id = ?',
      message.conversationId,
    );
    if (!conversation) return null;
    return {
      id,
      category: 'chat',
      severity: 'info',
      message: 'toast.note_mention',
      values: {
        author: actor.name.slice(0, 200),
        customer: conversation.customer_name.slice(0, 300),
        preview: previewOf(message),
      },
      subject: { kind: 'conversation', id: message.conversationId },
      about: 'me',
    };
  },
};

/** A customer's message is news for the conversation's assignee and participants, or for everyone if it is unassigned. */
export const messageNews: NewsSource<'chat.message_sent'> = {
  kind: 'messages',
  isNews: ({ data }) => data.message.author.kind === 'customer' && data.message.redacted === null,
  toast({ id, data: { message } }, { userId, reader }) {
    const conversation = reader.get<{ assignee_id: string | null; participates: number }>(
      `SELECT assignee_id, EXISTS (SELECT 1 FROM conversation_participants WHERE user_id = ? AND conversation_k = k) AS participates
       FROM conversations WHERE id = ?`,
      userId,
      message.conversationId,
    );
    const assignee = conversation?.assignee_id ?? null;
    const participates = conversation?.participates === 1;
    if (assignee !== null && assignee !== userId && !participates) return null;
    return {
      id,
      category: 'chat',
      severity: 'info',
      message: 'toast.chat_message',
      values: { customer: message.author.name.slice(0, 300), preview: previewOf(message) },
      subject: { kind: 'conversation', id: message.conversationId },
      about: assignee === null && !participates ? 'team' : 'me',
    };
  },
};

/**
 * That a colleague has given the user a conversation. What is distributed by rule comes with the customer's message, which has a
 * toast of its own. A catch-up counts it as the user's own.
 */
export const assignedNews: NewsSource<'chat.assigned'> = {
  kind: 'told',
  isNews: ({ actor, data }) => actor?.kind === 'user' && data.assigneeId !== null,
  toast({ id, actor, data: { conversationId, assigneeId } }, { userId, reader }) {
    if (assigneeId !== userId || actor === null || actor.id === userId) return null;
    const conversation = reader.get<{ customer_name: string }>(
      'SELECT customer_name FROM conversations WHERE id = ?',
      conversationId,
    );
    if (!conversation) return null;
    return {
      id,
      category: 'chat',
      severity: 'info',
      message: 'toast.assigned_by',
      values: { by: actor.name.slice(0, 200), customer: conversation.customer_name.slice(0, 300) },
      subject: { kind: 'conversation', id: conversationId },
      about: 'me',
    };
  },
};

/** Clocks that ran out longer ago are no news: the gateway was away, or the past is made up for. */
const NEWS_MS = 10 * MINUTE_MS;

type ClockEvent = EventOf<'chat.clock_warned' | 'chat.clock_breached'>;

/** The toast about a clock, for the conversation's assignee, or for everyone if it is unassigned. */
function clockToast(
  severity: 'warning' | 'critical',
  message: string,
  { id, data: { conversationId, kind } }: ClockEvent,
  { userId, reader }: NewsContext,
): Toast | null {
  const conversation = reader.get<{ assignee_id: string | null; customer_name: string }>(
    'SELECT assignee_id, customer_name FROM conversations WHERE id = ?',
    conversationId,
  );
  if (!conversation || (conversation.assignee_id ?? userId) !== userId) return null;
  return {
    id,
    category: 'sla',
    severity,
    message: `${message}_${kind}`,
    values: { customer: conversation.customer_name.slice(0, 300) },
    subject: { kind: 'conversation', id: conversationId },
    about: conversation.assignee_id === null ? 'team' : 'me',
  };
}

const isRecent = ({ at, data }: ClockEvent): boolean => at < data.dueAt + NEWS_MS;

/** That a clock warns, and that it has run out. A catch-up does not count them: they are about messages that it counts. */
export const clockNews: Pick<
  NonNullable<EngineDomain['news']>,
  'chat.clock_warned' | 'chat.clock_breached'
> = {
  'chat.clock_warned': {
    kind: 'told',
    isNews: isRecent,
    toast: (event, context) => clockToast('warning', 'toast.clock_warned', event, context),
  },
  'chat.clock_breached': {
    kind: 'told',
    isNews: isRecent,
    toast: (event, context) => clockToast('critical', 'toast.clock_breached', event, context),
  },
};

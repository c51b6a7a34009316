import type { EventOf } from '#shared/protocol/events/index.ts';
import { perConnection, tableOn } from '../db/tables.ts';
import { type Applying, overwriting, type Projection } from '../kernel.ts';
import { conversationsTable, messagesTable, readPositionsTable } from './tables.ts';

const writes = perConnection((sql) => {
  const conversations = tableOn(sql, conversationsTable);
  const messages = tableOn(sql, messagesTable);
  return {
    conversations,
    setProgress: conversations.updater([
      'status',
      'lastMessageAt',
      'lastMessagePreview',
      'lastCustomerMessageAt',
      'waitingSince',
      'snoozedUntil',
      'snoozedItemId',
      'lastMessageSeq',
    ]),
    setAssignee: conversations.updater(['assigneeId', 'assigneeName']),
    setStatus: conversations.updater(['status', 'waitingSince', 'snoozedUntil', 'snoozedItemId']),
    setSnooze: conversations.updater(['status', 'snoozedUntil', 'snoozedItemId']),
    setPriority: conversations.updater(['priority']),
    setLabels: conversations.updater(['labels']),
    setTeam: conversations.updater(['teamId']),
    setParticipants: conversations.updater(['participantIds']),
    setDelivered: conversations.updater(['customerDeliveredSeq'], { greatest: ['customerDeliveredSeq'] }),
    setRead: conversations.updater(['customerReadSeq', 'customerDeliveredSeq'], {
      greatest: ['customerReadSeq', 'customerDeliveredSeq'],
    }),
    setClocks: conversations.updater(['clocks']),
    setRating: conversations.updater(['rating']),
    messages,
    redact: messages.updater(['body', 'attachments', 'redacted'], { by: ['id'] }),
    setPreview: conversations.updater(['lastMessagePreview']),
    positions: tableOn(sql, readPositionsTable),
  };
});

function recordMessage(
  { sql }: Applying,
  { seq, data: { message, progress: p } }: EventOf<'chat.message_sent' | 'chat.note_added'>,
): void {
  const { messages, setProgress } = writes(sql);
  messages.insert({ ...message, seq }, {});
  setProgress(
    p.status,
    p.lastMessageAt,
    p.lastMessagePreview,
    p.lastCustomerMessageAt,
    p.waitingSince,
    p.snoozedUntil,
    p.snoozedItemId,
    seq,
    message.conversationId,
  );
}

function recordRedaction(
  { sql }: Applying,
  { data: { conversationId, messageId, clearsPreview, redaction } }: EventOf<'chat.message_redacted'>,
): void {
  const { redact, setPreview } = writes(sql);
  overwriting(sql, () => {
    redact('', '[]', JSON.stringify(redaction), messageId);
    if (clearsPreview) setPreview('', conversationId);
  });
}

function recordExpiry(
  { sql }: Applying,
  { data: { upTo, cleared } }: EventOf<'chat.messages_expired'>,
): void {
  overwriting(sql, () => {
    sql.prepare<[number, number]>('DELETE FROM messages WHERE (at, seq) <= (?, ?)').run(upTo.at, upTo.seq);
    for (const id of cleared) writes(sql).setPreview('', id);
  });
}

function recordRead({ sql }: Applying, { data }: EventOf<'chat.message_read'>): void {
  const { conversationId, userId, upToSeq } = data;
  const { positions, setRead } = writes(sql);
  if (userId === null) {
    setRead(upToSeq, upToSeq, conversationId);
    return;
  }
  // A read position only ever moves forward.
  const before = positions.get(conversationId, userId);
  if (before === undefined || before.upToSeq < upToSeq)
    positions.upsert({ conversationId, userId, upToSeq }, {});
}

function recordClocks(
  { sql }: Applying,
  { data }: EventOf<'chat.clocks_changed' | 'chat.clock_warned' | 'chat.clock_breached'>,
): void {
  writes(sql).setClocks(JSON.stringify(data.clocks), data.conversationId);
}

/** Updates the chat's tables from its events. */
export const chatProjection: Projection = {
  'chat.conversation_opened': ({ sql }, { data, actor }) =>
    void writes(sql).conversations.insert(data.conversation, {
      lastMessageSeq: 0,
      startedByTeam: actor?.kind === 'user' ? 1 : 0,
    }),
  'chat.message_sent': recordMessage,
  'chat.note_added': recordMessage,
  'chat.message_redacted': recordRedaction,
  'chat.messages_expired': recordExpiry,
  'chat.message_delivered': ({ sql }, { data }) =>
    void writes(sql).setDelivered(data.upToSeq, data.conversationId),
  'chat.message_read': recordRead,
  'chat.assigned': ({ sql }, { data }) =>
    void writes(sql).setAssignee(data.assigneeId, data.assigneeName, data.conversationId),
  'chat.status_changed': ({ sql }, { data }) =>
    void writes(sql).setStatus(data.status, data.waitingSince, null, null, data.conversationId),
  'chat.snoozed': ({ sql }, { data }) =>
    void writes(sql).setSnooze('snoozed', data.until, data.itemId, data.conversationId),
  'chat.priority_changed': ({ sql }, { data }) =>
    void writes(sql).setPriority(data.priority, data.conversationId),
  'chat.labels_changed': ({ sql }, { data }) =>
    void writes(sql).setLabels(JSON.stringify(data.labels), data.conversationId),
  'chat.clocks_changed': recordClocks,
  'chat.clock_warned': recordClocks,
  'chat.clock_breached': recordClocks,
  'chat.rated': ({ sql }, { data }) =>
    void writes(sql).setRating(JSON.stringify(data.rating), data.conversationId),
  'chat.team_changed': ({ sql }, { data }) => void writes(sql).setTeam(data.teamId, data.conversationId),
  'chat.participants_changed': ({ sql }, { data }) =>
    void writes(sql).setParticipants(JSON.stringify(data.participantIds), data.conversationId),
};

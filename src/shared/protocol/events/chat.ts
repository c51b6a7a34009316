import { z } from 'zod';
import { Attachment, MAX_ATTACHMENTS } from '../../domain/attachments.ts';
import {
  CONVERSATION_STATUSES,
  Conversation,
  ConversationProgress,
  Message,
  PRIORITIES,
} from '../../domain/chat.ts';
import { Id, Seq, Timestamp } from '../../domain/ids.ts';
import { ExpiredUpTo, MAX_EXPIRED } from '../../domain/message-retention.ts';
import { Rating } from '../../domain/ratings.ts';
import { Redaction } from '../../domain/redaction.ts';
import { ClockChange, ClockReport } from '../../domain/service-levels.ts';
import { conversationRow, messageRow, readPositionRow } from '../../rows/chat.ts';
import { channel } from './define.ts';

const message = Message.omit({ seq: true });
const withMessage = z.object({ message, progress: ConversationProgress });

/** Conversations with customers. A message has the sequence number of the event that carries it. */
export const chat = channel({
  name: 'chat',
  permissions: { 'chat:read': 'agent', 'chat:write': 'agent', 'chat:redact': 'admin' },
  readPermission: 'chat:read',
  rows: [conversationRow, messageRow, readPositionRow],
  events: {
    'chat.conversation_opened': z.object({ conversation: Conversation }),
    'chat.message_sent': withMessage,
    'chat.note_added': withMessage,
    'chat.attachment_added': z.object({ conversationId: Id, messageId: Id, attachment: Attachment }),
    /**
     * A message was removed. The log has the events before without its text. `attachmentIds` are the files that it had;
     * `clearsPreview` says that it was the last message in the list of conversations.
     */
    'chat.message_redacted': z.object({
      conversationId: Id,
      messageId: Id,
      messageSeq: Seq,
      attachmentIds: z.array(Id).max(MAX_ATTACHMENTS),
      clearsPreview: z.boolean(),
      redaction: Redaction,
    }),
    /**
     * Messages past their retention were deleted. `cleared` are conversations whose last line in lists was one of them, `withFiles`
     * messages that had files, and `quoting` later notes whose events repeated one of them.
     */
    'chat.messages_expired': z.object({
      upTo: ExpiredUpTo,
      cleared: z.array(Id).max(MAX_EXPIRED),
      withFiles: z.array(Id).max(MAX_EXPIRED),
      quoting: z.array(Seq).max(MAX_EXPIRED),
    }),
    'chat.message_delivered': z.object({ conversationId: Id, upToSeq: Seq }),
    /** The reader is a team member, or the customer if `userId` is null. */
    'chat.message_read': z.object({ conversationId: Id, userId: Id.nullable(), upToSeq: Seq }),
    'chat.assigned': z.object({
      conversationId: Id,
      assigneeId: Id.nullable(),
      assigneeName: z.string().max(200).nullable(),
    }),
    'chat.team_changed': z.object({ conversationId: Id, teamId: Id.nullable() }),
    /** All participants as they are afterwards. */
    'chat.participants_changed': z.object({ conversationId: Id, participantIds: z.array(Id).max(10) }),
    'chat.status_changed': z.object({
      conversationId: Id,
      status: z.enum(CONVERSATION_STATUSES),
      waitingSince: Timestamp.nullable(),
    }),
    /** Sets the status `snoozed`. A status_changed, or a customer's message, ends it. */
    'chat.snoozed': z.object({
      conversationId: Id,
      until: Timestamp.nullable(),
      itemId: Id.nullable().default(null),
    }),
    'chat.priority_changed': z.object({ conversationId: Id, priority: z.enum(PRIORITIES) }),
    'chat.labels_changed': z.object({
      conversationId: Id,
      labels: z.array(z.string().min(1).max(40)).max(50),
    }),
    'chat.rated': z.object({ conversationId: Id, rating: Rating }),
    'chat.clocks_changed': ClockChange,
    /** A clock has three quarters of its target behind it, or all of it. Reported once, however late. */
    'chat.clock_warned': ClockReport,
    'chat.clock_breached': ClockReport,
  },
  later: { 'chat.attachment_added': 'agent chat' },
});

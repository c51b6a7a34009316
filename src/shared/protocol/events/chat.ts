import { z } from 'zod';
import {
  Attachment,
  CONVERSATION_STATUSES,
  Conversation,
  ConversationProgress,
  Message,
  PRIORITIES,
} from '../../domain/chat.ts';
import { Id, Seq, Timestamp } from '../../domain/ids.ts';
import { conversationRow, messageRow, readPositionRow } from '../../rows/chat.ts';
import { channel } from './define.ts';

const message = Message.omit({ seq: true });
const withMessage = z.object({ message, progress: ConversationProgress });

/** Conversations with customers. A message has the sequence number of the event that carries it. */
export const chat = channel({
  name: 'chat',
  permissions: { 'chat:read': 'agent', 'chat:write': 'agent' },
  readPermission: 'chat:read',
  rows: [conversationRow, messageRow, readPositionRow],
  events: {
    'chat.conversation_opened': z.object({ conversation: Conversation }),
    'chat.message_sent': withMessage,
    'chat.note_added': withMessage,
    'chat.attachment_added': z.object({ conversationId: Id, messageId: Id, attachment: Attachment }),
    'chat.message_delivered': z.object({ conversationId: Id, upToSeq: Seq }),
    /** The reader is a team member, or the customer if `userId` is null. */
    'chat.message_read': z.object({ conversationId: Id, userId: Id.nullable(), upToSeq: Seq }),
    'chat.assigned': z.object({
      conversationId: Id,
      assigneeId: Id.nullable(),
      assigneeName: z.string().max(200).nullable(),
    }),
    'chat.status_changed': z.object({
      conversationId: Id,
      status: z.enum(CONVERSATION_STATUSES),
      waitingSince: Timestamp.nullable(),
    }),
    'chat.snoozed': z.object({ conversationId: Id, until: Timestamp.nullable() }),
    'chat.priority_changed': z.object({ conversationId: Id, priority: z.enum(PRIORITIES) }),
    'chat.labels_changed': z.object({
      conversationId: Id,
      labels: z.array(z.string().min(1).max(40)).max(50),
    }),
    'chat.rated': z.object({
      conversationId: Id,
      score: z.int().min(1).max(5),
      comment: z.string().max(1000).nullable(),
    }),
  },
  later: {
    'chat.attachment_added': 'agent chat',
    'chat.snoozed': 'agent chat',
    'chat.priority_changed': 'agent chat',
    'chat.labels_changed': 'agent chat',
    'chat.rated': 'agent chat',
  },
});

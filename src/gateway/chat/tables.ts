import type { Actor } from '#shared/domain/ids.ts';
import { conversationRow, messageRow, readPositionRow } from '#shared/rows/chat.ts';
import { json } from '#shared/rows/define.ts';
import { defineTable, own } from '#shared/rows/table.ts';

/** `lastMessageSeq` is the sequence of the conversation's last message, 0 for none. */
export const conversationsTable = defineTable(conversationRow, {
  name: 'conversations',
  identity: ['id'],
  own: { lastMessageSeq: own<number>() },
});

/** The gateway stores an author as JSON, because no query looks into it. */
export const messagesTable = defineTable(messageRow, {
  name: 'messages',
  identity: ['seq'],
  codecs: { author: json<Actor>() },
});

export const readPositionsTable = defineTable(readPositionRow, {
  name: 'read_positions',
  identity: ['conversation_id', 'user_id'],
});

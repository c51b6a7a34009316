import type { Actor } from '#shared/domain/ids.ts';
import { conversationRow, messageRow, readPositionRow } from '#shared/rows/chat.ts';
import { json } from '#shared/rows/define.ts';
import { defineTable, own } from '#shared/rows/table.ts';

/**
 * Conversations. `lastMessageSeq` is the sequence number of the last message; 0 if there is none. `startedByTeam` is 1 if a team
 * member opened it.
 */
export const conversationsTable = defineTable(conversationRow, {
  name: 'conversations',
  identity: ['id'],
  own: { lastMessageSeq: own<number>(), startedByTeam: own<number>() },
});

/** Messages. The author is stored as JSON, because no query uses its parts. */
export const messagesTable = defineTable(messageRow, {
  name: 'messages',
  identity: ['seq'],
  codecs: { author: json<Actor>() },
});

/** Read positions of team members. */
export const readPositionsTable = defineTable(readPositionRow, {
  name: 'read_positions',
  identity: ['conversation_id', 'user_id'],
});

import { conversationRow, messageRow, readPositionRow } from '#shared/rows/chat.ts';
import { defineTable, own } from '#shared/rows/table.ts';

/**
 * Beside its row a conversation carries what lists need: `active` (0 resolved, 1 in work, 2 snoozed), `waitKey` (waiting
 * customers first, longest first, then by latest activity), the newest customer message and this user's read position.
 */
export const conversationsTable = defineTable(conversationRow, {
  name: 'conversations',
  identity: ['k'],
  own: {
    active: own<number>(),
    waitKey: own<number>(),
    lastCustomerSeq: own<number>(),
    myReadSeq: own<number>(),
    words: own<string>(),
  },
});

/** A message names its conversation by number. */
export const messagesTable = defineTable(messageRow, {
  name: 'messages',
  identity: ['seq'],
  omit: ['conversationId'],
  own: { conversationK: own<number>() },
});
/** A message's columns; `m` is the message and `c` its conversation. */
export const MESSAGE_COLUMNS = messagesTable.select('m', { conversationId: 'c.id' });

export const readPositionsTable = defineTable(readPositionRow, {
  name: 'read_positions',
  identity: ['conversation_id', 'user_id'],
});

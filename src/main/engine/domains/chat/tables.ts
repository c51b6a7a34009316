import { conversationRow, messageRow, readPositionRow } from '#shared/rows/chat.ts';
import { defineOwnTable, defineTable, own } from '#shared/rows/table.ts';

/**
 * Conversations, with own columns for lists: `active` (0 resolved, 1 active, 2 snoozed), `waitKey` (waiting customers first,
 * longest wait first, then by latest activity), `priorityRank` (0 the highest), the newest customer message, this user's read
 * position, and by the clocks: `dueKey` (when the first runs out; above all times without one) and `warnKey`.
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
    priorityRank: own<number>(),
    dueKey: own<number>(),
    warnKey: own<number>(),
  },
});

/** Messages. They refer to their conversation by number. */
export const messagesTable = defineTable(messageRow, {
  name: 'messages',
  identity: ['seq'],
  omit: ['conversationId'],
  own: { conversationK: own<number>() },
});
/** The columns of a message, where `m` is the message and `c` its conversation. */
export const MESSAGE_COLUMNS = messagesTable.select('m', { conversationId: 'c.id' });

/** Read positions of team members. */
export const readPositionsTable = defineTable(readPositionRow, {
  name: 'read_positions',
  identity: ['conversation_id', 'user_id'],
});

/** Which conversations name an order. */
export const conversationOrdersTable = defineOwnTable('conversation_orders', ['orderId', 'conversationId'], {
  orderId: own<string>(),
  conversationId: own<string>(),
});

/** Who takes part in which conversations, besides their assignees. */
export const participantsTable = defineOwnTable('conversation_participants', ['userId', 'conversationK'], {
  userId: own<string>(),
  conversationK: own<number>(),
});

/** Which conversations have a label. */
export const conversationLabelsTable = defineOwnTable('conversation_labels', ['label', 'conversationK'], {
  label: own<string>(),
  conversationK: own<number>(),
});

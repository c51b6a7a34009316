import type { StoredRow } from '#shared/rows/define.ts';
import { rowHistory, scanRows } from '../db/sources.ts';
import type { KeyedRow, RowHistory, RowPage, RowScan, RowSource, Sql } from '../kernel.ts';
import { conversationsTable, messagesTable, readPositionsTable } from './tables.ts';

/** The messages that a conversation has in a snapshot, and that come with one that is fetched: a screen of them. */
const NEWEST_MESSAGES = 25;
/** Conversations read at a time; each brings its messages or read positions. */
const CONVERSATIONS = 20;
/** Read positions that come with a conversation. */
const MAX_POSITIONS = 100;

const unresolved = scanRows({ table: conversationsTable, keys: ['id'], where: "status <> 'resolved'" });
const byActivity = rowHistory({
  table: conversationsTable,
  keys: ['last_message_at', 'id'],
  of: { conversation: { where: 'id = @of' } },
});
const messagesByTime = rowHistory({
  table: messagesTable,
  keys: ['at', 'seq'],
  of: { conversation: { where: 'conversation_id = @of', keys: ['seq'] } },
});
const POSITIONS = `SELECT ${readPositionsTable.select()} FROM read_positions WHERE conversation_id = ? LIMIT ${MAX_POSITIONS}`;

const keyText = (row: KeyedRow, index: number): string => String(row.key[index]);

/**
 * Puts the read positions of each conversation before it. They have the key of the conversation before, so that a client that
 * stops between them starts with them again.
 */
function withPositions(
  sql: Sql,
  conversations: readonly KeyedRow[],
  start: KeyedRow['key'],
  idAt: number,
): KeyedRow[] {
  let key = start;
  return conversations.flatMap((conversation) => {
    const positions = sql.prepare<[string], StoredRow>(POSITIONS).all(keyText(conversation, idAt));
    const before = key;
    key = conversation.key;
    return [
      ...positions.map((stored) => ({
        kind: readPositionsTable.row.kind,
        row: readPositionsTable.decode(stored),
        key: before,
      })),
      conversation,
    ];
  });
}

const openConversations: RowScan = (sql, after, _limit, since) =>
  withPositions(sql, unresolved(sql, after, CONVERSATIONS, since), after ?? [''], 0);

/** The newest messages of a conversation after a sequence, oldest first. */
function newestMessages(sql: Sql, conversationId: string, afterSeq: number): KeyedRow[] {
  const found = messagesByTime.of['conversation']?.(sql, conversationId, null, NEWEST_MESSAGES).rows ?? [];
  return found
    .map(({ kind, row, key: [seq] }) => ({ kind, row, key: [conversationId, Number(seq)] }))
    .filter(({ key }) => Number(key[1]) > afterSeq)
    .reverse();
}

const OPEN_FROM = `SELECT id FROM conversations WHERE status <> 'resolved' AND id >= ? ORDER BY id LIMIT ${CONVERSATIONS}`;

/** The newest messages of each unresolved conversation, by conversation and then oldest first. */
const openMessages: RowScan = (sql, after) => {
  let [from, seq] = [String(after?.[0] ?? ''), Number(after?.[1] ?? 0)];
  for (;;) {
    const ids = sql.prepare<[string], { id: string }>(OPEN_FROM).all(from);
    const start = from;
    const rows = ids.flatMap(({ id }) => newestMessages(sql, id, id === start ? seq : 0));
    const last = ids.at(-1)?.id;
    // Conversations without a message must not end the scan.
    if (rows.length > 0 || last === undefined || ids.length < CONVERSATIONS) return rows;
    from = last;
    seq = Number.MAX_SAFE_INTEGER;
  }
};

/** Conversations, latest activity first, with their read positions; one of them also with its newest messages. */
const conversationHistory: RowHistory = {
  ...byActivity,
  page: (sql, before) => {
    const { rows, more } = byActivity.page(sql, before, CONVERSATIONS * 10);
    return { rows: withPositions(sql, rows, before ?? [Number.MAX_SAFE_INTEGER, ''], 1), more };
  },
  of: {
    conversation: (sql, id): RowPage => {
      const rows = byActivity.of['conversation']?.(sql, id, null, 1).rows ?? [];
      return {
        rows: [...withPositions(sql, rows, [0, ''], 1), ...newestMessages(sql, id, 0)],
        more: false,
      };
    },
  },
};

/** The rows of the channel `chat`. A conversation comes before its messages. */
export const chatSnapshot: readonly RowSource[] = [
  {
    kind: conversationsTable.row.kind,
    all: scanRows({ table: conversationsTable, keys: ['id'] }),
    now: openConversations,
    history: conversationHistory,
  },
  {
    kind: messagesTable.row.kind,
    all: scanRows({ table: messagesTable, keys: ['seq'] }),
    now: openMessages,
    history: messagesByTime,
  },
  {
    kind: readPositionsTable.row.kind,
    all: scanRows({ table: readPositionsTable, keys: ['conversation_id', 'user_id'] }),
    // They come with their conversations.
    now: null,
  },
];

import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import {
  MESSAGE_LIMIT_KEY,
  MESSAGE_RETENTION_KEY,
  parseMessageLimit,
  parseRetention,
} from '../../store/meta.ts';
import { asOf, meta, type Reader } from '../../store/reader.ts';
import { listed, withReceipt } from './reads.ts';
import { conversationsTable, MESSAGE_COLUMNS, messagesTable } from './tables.ts';

const FROM =
  'messages m INDEXED BY messages_by_conversation CROSS JOIN conversations c ON c.k = m.conversation_k WHERE m.conversation_k = ?';

/** Returns the messages around a position, or on one side of it. */
export function around(
  reader: Reader,
  { conversationId, limit, at: { seq, towards } }: MethodInput<'chat.around'>,
): MethodOutput<'chat.around'> {
  const row = listed(reader, conversationId);
  const shownTo = conversationsTable.decode(row);
  const read = (op: string, order: 'ASC' | 'DESC', many: number): StoredRow[] =>
    reader.all<StoredRow>(
      `SELECT ${MESSAGE_COLUMNS} FROM ${FROM} AND m.seq ${op} ? ORDER BY m.seq ${order} LIMIT ?`,
      row.k,
      seq,
      many,
    );
  const half = Math.floor(limit / 2);
  const wanted = { older: towards === 'both' ? half : limit, newer: towards === 'both' ? half : limit };
  const before = towards === 'newer' ? [] : read('<', 'DESC', wanted.older + 1);
  const after = towards === 'older' ? [] : read(towards === 'both' ? '>=' : '>', 'ASC', wanted.newer + 1);
  const rows = [...after.slice(0, wanted.newer).toReversed(), ...before.slice(0, wanted.older)]
    .map(messagesTable.decode)
    .map((message) => withReceipt(message, shownTo));
  const [newest, oldest] = [rows[0]?.seq, rows.at(-1)?.seq];
  // The position itself is on the side that was not read.
  const more = {
    older: towards === 'newer' || before.length > wanted.older,
    newer: towards === 'older' || after.length > wanted.newer,
  };
  return {
    rows,
    older: more.older ? (oldest ?? seq + 1) : null,
    newer: more.newer ? (newest ?? Math.max(0, seq - 1)) : null,
    asOf: asOf(reader, ['chat']),
  };
}

/** Returns the limits that the gateway named in its last welcome. */
export function limits(reader: Reader): MethodOutput<'chat.limits'> {
  return {
    maxMessageLength: parseMessageLimit(meta(reader, MESSAGE_LIMIT_KEY)),
    messageRetentionDays: parseRetention(meta(reader, MESSAGE_RETENTION_KEY)),
  };
}

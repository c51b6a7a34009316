import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import type { Conversation } from '#shared/domain/chat.ts';
import { olderThan } from '../../store/older.ts';
import { asOf, type Reader } from '../../store/reader.ts';

/** The first line of a message that is not empty, at most as much as a card shows. */
function firstLine(body: string): string {
  const line = body.split('\n').find((text) => text.trim() !== '') ?? '';
  return line.trim().slice(0, 200).toWellFormed();
}

/** Returns what a shared message of a conversation shows now, as this user has it in the cache. */
export function shared(
  reader: Reader,
  { conversationId, messageId }: MethodInput<'rooms.shared'>,
): MethodOutput<'rooms.shared'> {
  const found = reader.get<{ k: number; customer: string; status: Conversation['status'] }>(
    'SELECT k, customer_name AS customer, status FROM conversations WHERE id = ?',
    conversationId,
  );
  const message =
    found &&
    reader.get<{ author: string; body: string; at: number; removed: number }>(
      `SELECT author_name AS author, body, at, redacted IS NOT NULL AS removed FROM messages INDEXED BY messages_by_conversation
       WHERE conversation_k = ? AND id = ?`,
      found.k,
      messageId,
    );
  return {
    shown: found
      ? {
          customer: found.customer,
          status: found.status,
          author: message?.author ?? '',
          line: message ? firstLine(message.body) : null,
          removed: message?.removed === 1,
          at: message?.at ?? null,
        }
      : null,
    asOf: asOf(reader, ['chat']),
    ...(message
      ? {}
      : olderThan(reader, {
          channel: 'chat',
          kind: found ? 'message' : 'conversation',
          of: { kind: 'conversation', id: conversationId },
          before: null,
          isLast: true,
          at: null,
        })),
  };
}

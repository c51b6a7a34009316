import type { SearchSource } from '../../store/domain.ts';
import { matches, snippet } from '../../store/text.ts';

/** Searches messages. The subject of a result is the conversation. */
export const messageSearch: SearchSource = {
  channel: 'chat',
  find: (reader, query, limit, terms) =>
    reader
      .all<{ id: string; title: string; body: string; at: number; conversationId: string }>(
        `SELECT m.id, m.author_name AS title, m.body, m.at, c.id AS conversationId FROM ${matches('messages_fts')}
         CROSS JOIN messages m ON m.seq = f.rowid CROSS JOIN conversations c ON c.k = m.conversation_k`,
        query,
        limit,
      )
      .map((row) => ({
        kind: 'message',
        id: row.id,
        title: row.title,
        snippet: snippet(row.body, terms),
        at: row.at,
        subject: { kind: 'conversation', id: row.conversationId },
      })),
};

/** Searches conversations by customer and subject. */
export const conversationSearch: SearchSource = {
  channel: 'chat',
  find: (reader, query, limit) =>
    reader
      .all<{ id: string; name: string; subject: string | null; preview: string; at: number }>(
        `SELECT c.id, c.customer_name AS name, c.subject, c.last_message_preview AS preview, c.last_message_at AS at
         FROM ${matches('conversations_fts')} CROSS JOIN conversations c ON c.k = f.rowid`,
        query,
        limit,
      )
      .map((row) => ({
        kind: 'conversation',
        id: row.id,
        title: row.name,
        snippet: row.subject ?? row.preview,
        at: row.at,
        subject: { kind: 'conversation', id: row.id },
      })),
};

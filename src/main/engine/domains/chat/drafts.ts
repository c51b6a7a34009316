import type { Database } from 'better-sqlite3';

/**
 * Saves the draft of a conversation, or deletes it if it is empty. Writes with one statement, and thus one transaction.
 * Returns whether the conversation has a draft and had none before, or the other way round.
 */
export function saveDraft(db: Database, conversationId: string, body: string, at: number): boolean {
  if (body === '')
    return db.prepare('DELETE FROM drafts WHERE conversation_id = ?').run(conversationId).changes > 0;
  const had = db.prepare('SELECT 1 FROM drafts WHERE conversation_id = ?').get(conversationId) !== undefined;
  db.prepare(
    'INSERT INTO drafts (conversation_id, body, at) VALUES (?, ?, ?) ON CONFLICT (conversation_id) DO UPDATE SET body = excluded.body, at = excluded.at',
  ).run(conversationId, body, at);
  return !had;
}

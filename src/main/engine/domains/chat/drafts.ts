import type { Database } from 'better-sqlite3';

/** Keeps an unsent draft of a conversation; an empty one is deleted. One statement, so a transaction of its own. */
export function saveDraft(db: Database, conversationId: string, body: string, at: number): void {
  if (body === '') {
    db.prepare('DELETE FROM drafts WHERE conversation_id = ?').run(conversationId);
    return;
  }
  db.prepare(
    'INSERT INTO drafts (conversation_id, body, at) VALUES (?, ?, ?) ON CONFLICT (conversation_id) DO UPDATE SET body = excluded.body, at = excluded.at',
  ).run(conversationId, body, at);
}

import type { Database } from 'better-sqlite3';

/** Saves the draft of a conversation, or deletes it if it is empty. Runs as one statement, and thus one transaction. */
export function saveDraft(db: Database, conversationId: string, body: string, at: number): void {
  if (body === '') {
    db.prepare('DELETE FROM drafts WHERE conversation_id = ?').run(conversationId);
    return;
  }
  db.prepare(
    'INSERT INTO drafts (conversation_id, body, at) VALUES (?, ?, ?) ON CONFLICT (conversation_id) DO UPDATE SET body = excluded.body, at = excluded.at',
  ).run(conversationId, body, at);
}

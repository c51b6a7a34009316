import { type ExpiredUpTo, MAX_EXPIRED } from '#shared/domain/message-retention.ts';
import { overwriting } from '../../store/overwriting.ts';
import type { ProjectionContext } from '../../store/projection.ts';
import { TextIndex } from '../../store/text-index.ts';
import { noteWipe } from '../../store/wipes.ts';
import type { Conversations } from './conversations.ts';
import { storedText } from './message-text.ts';
import { MESSAGE_TEXT, Quotes } from './redacted.ts';

interface ExpiredRow {
  readonly seq: number;
  readonly id: string;
  readonly body: string;
  readonly attachments: string;
  readonly authorId: string;
  readonly conversationId: string;
}

/** The newest place before a time: with it, all messages before the time are expired. */
export function placeBefore(before: number): ExpiredUpTo {
  return { at: before - 1, seq: Number.MAX_SAFE_INTEGER };
}

/**
 * Deletes the messages past their retention from the cache: rows, words in the index, stored events, what the user was told about
 * them, and the last lines of conversations. All of it is overwritten; files and commands are noted, to be deleted next.
 */
export class ExpiredMessages {
  readonly #context: ProjectionContext;
  readonly #conversations: Conversations;
  readonly #index;
  readonly #quotes;
  readonly #found;
  readonly #remove;
  readonly #removeEvent;
  readonly #told;
  readonly #newestOfCustomer;
  readonly #hasLine;
  readonly #older;

  constructor(context: ProjectionContext, conversations: Conversations) {
    const { sql } = context;
    this.#context = context;
    this.#conversations = conversations;
    this.#index = new TextIndex(sql, MESSAGE_TEXT);
    this.#quotes = new Quotes(sql);
    this.#found = sql.prepare<[number, number], ExpiredRow>(
      `SELECT m.seq, m.id, m.body, m.attachments, m.author_id AS authorId, c.id AS conversationId
       FROM messages m INDEXED BY messages_by_time CROSS JOIN conversations c ON c.k = m.conversation_k
       WHERE (m.at, m.seq) <= (?, ?) ORDER BY m.at, m.seq LIMIT ${MAX_EXPIRED}`,
    );
    this.#remove = sql.prepare<[number]>('DELETE FROM messages WHERE seq = ?');
    this.#removeEvent = sql.prepare<[number]>("DELETE FROM events WHERE seq = ? AND channel = 'chat'");
    this.#told = sql.prepare<[number]>(
      "DELETE FROM told WHERE at <= ? AND toast ->> '$.subject.kind' IN ('conversation', 'room')",
    );
    this.#newestOfCustomer = sql.prepare<[string], { readonly seq: number | null }>(
      `SELECT max(seq) AS seq FROM messages INDEXED BY messages_from_customer
       WHERE author_kind = 'customer' AND conversation_k = (SELECT k FROM conversations WHERE id = ?)`,
    );
    this.#hasLine = sql.prepare<[string]>(
      `SELECT 1 FROM messages INDEXED BY messages_by_conversation
       WHERE conversation_k = (SELECT k FROM conversations WHERE id = ?) AND kind NOT IN ('note', 'system') LIMIT 1`,
    );
    this.#older = sql.prepare<[number], { readonly id: string }>(
      `SELECT id FROM conversations WHERE last_message_at <= ? AND last_message_preview <> '' LIMIT ${MAX_EXPIRED}`,
    );
  }

  /** Deletes what the gateway has deleted. */
  follow(
    upTo: ExpiredUpTo,
    { cleared, quoting }: { readonly cleared: readonly string[]; readonly quoting: readonly number[] },
  ): void {
    while (this.#slice(upTo).length === MAX_EXPIRED);
    for (const id of cleared) this.#conversations.clearPreview(id);
    overwriting(this.#context.sql.raw, () => {
      for (const seq of quoting) this.#quotes.clear(seq);
    });
  }

  /** Deletes a slice of what is older than a time, by this console's own clock. Returns whether there was anything. */
  before(time: number): boolean {
    const deleted = this.#slice(placeBefore(time));
    const affected = new Set(deleted.map(({ conversationId }) => conversationId));
    const older = this.#older.all(time - 1);
    for (const { id } of older) affected.add(id);
    for (const id of affected) if (!this.#hasLine.get(id)) this.#conversations.clearPreview(id);
    return deleted.length > 0;
  }

  #slice(upTo: ExpiredUpTo): readonly ExpiredRow[] {
    const { sql, changes, userId } = this.#context;
    const found = this.#found.all(upTo.at, upTo.seq);
    const last = found.at(-1);
    if (last === undefined) return found;
    overwriting(sql.raw, () => {
      this.#index.wipe(found.map((row) => ({ seq: row.seq, body: storedText(row) })));
      for (const { seq } of found) {
        this.#remove.run(seq);
        this.#removeEvent.run(seq);
      }
      this.#told.run(upTo.at);
    });
    for (const { id, authorId, attachments } of found) {
      // One of the batch has the write-ahead log emptied.
      if (authorId === userId || id === last.id) noteWipe(sql, { kind: 'message', id });
      for (const file of this.#quotes.filesIn(attachments)) noteWipe(sql, { kind: 'file', id: file });
    }
    for (const id of new Set(found.map(({ conversationId }) => conversationId))) {
      this.#conversations.setNewestOfCustomer(id, this.#newestOfCustomer.get(id)?.seq ?? 0);
      changes.touch('chat', id);
    }
    return found;
  }
}

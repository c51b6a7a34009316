import { z } from 'zod';
import type { Attachment } from '#shared/domain/attachments.ts';
import type { Message } from '#shared/domain/chat.ts';
import { isPreviewed, type Redaction, withoutText } from '#shared/domain/redaction.ts';
import { overwriting } from '../../store/overwriting.ts';
import type { ProjectionContext } from '../../store/projection.ts';
import type { Sql } from '../../store/sql.ts';
import { TextIndex, type TextSource } from '../../store/text-index.ts';
import { noteWipe } from '../../store/wipes.ts';
import { storedText, TEXT_COLUMNS } from './message-text.ts';

/** Where messages are found by their text. */
export const MESSAGE_TEXT: TextSource = {
  index: 'messages_fts',
  table: 'messages',
  key: 'seq',
  columns: TEXT_COLUMNS,
  text: ({ body, attachments }) => storedText({ body: String(body), attachments: String(attachments) }),
};

/** The parts of a stored event that hold what a message said. The rest of it stays as it is. */
const StoredMessage = z.looseObject({
  message: z.looseObject({
    body: z.string(),
    kind: z.string(),
    attachments: z.array(z.looseObject({ id: z.string() })),
  }),
  progress: z.looseObject({ lastMessagePreview: z.string() }),
});

interface HeldMessage {
  readonly body: string;
  readonly attachments: string;
  readonly at: number;
}

/** A removed message. Its text is needed nowhere. */
export type RedactedMessage = Pick<Message, 'id' | 'conversationId' | 'seq'> & {
  readonly redaction: Redaction;
  readonly attachmentIds: readonly string[];
};

/**
 * Removes from the cache what a message said: from its row and the index of words, from the stored events that the activity list
 * shows, and from what the user was told. All of it is overwritten. What other files have of it is noted, to be deleted next.
 * It works on the rows that are read, also while a snapshot is staged: they are replaced, not overwritten, when that is complete.
 */
export class RedactedMessages {
  readonly #sql;
  readonly #index;
  readonly #row;
  readonly #clear;
  readonly #event;
  readonly #setEvent;
  readonly #notes;
  readonly #told;

  constructor({ sql }: ProjectionContext) {
    this.#sql = sql;
    this.#index = new TextIndex(sql, MESSAGE_TEXT);
    this.#row = sql.prepare<[number, string], HeldMessage>(
      'SELECT body, attachments, at FROM messages WHERE seq = ? AND id = ?',
    );
    this.#clear = sql.prepare<[string, number]>(
      "UPDATE messages SET body = '', attachments = '[]', redacted = ? WHERE seq = ?",
    );
    this.#event = sql.prepare<[number], { readonly at: number; readonly data: string }>(
      "SELECT at, data FROM events WHERE seq = ? AND type IN ('chat.message_sent', 'chat.note_added')",
    );
    this.#setEvent = sql.prepare<[string, number]>('UPDATE events SET data = ? WHERE seq = ?');
    this.#notes = sql.prepare<[number, string, string], { readonly seq: number; readonly data: string }>(
      `SELECT seq, data FROM events WHERE seq > ? AND type = 'chat.note_added'
       AND data ->> '$.message.conversationId' = ? AND data ->> '$.progress.lastMessagePreview' = ?`,
    );
    this.#told = sql.prepare<[number, string]>(
      `DELETE FROM told WHERE at = ? AND toast ->> '$.subject.kind' = 'conversation' AND toast ->> '$.subject.id' = ?`,
    );
  }

  forget({ id, conversationId, seq, redaction, attachmentIds }: RedactedMessage): void {
    const row = this.#row.get(seq, id);
    const event = this.#event.get(seq);
    const stored = event && StoredMessage.safeParse(JSON.parse(event.data)).data;
    const files = [
      ...attachmentIds,
      ...(row ? idsOf(row.attachments) : []),
      ...(stored?.message.attachments.map((file) => file.id) ?? []),
    ];
    overwriting(this.#sql.raw, () => {
      const text = row ? storedText(row) : '';
      if (text !== '') this.#index.wipe([{ seq, body: text }]);
      if (row) this.#clear.run(JSON.stringify(redaction), seq);
      if (event && stored) {
        this.#forgetEvents({ seq, conversationId, stored, redaction });
      }
      const at = row?.at ?? event?.at;
      if (at !== undefined) this.#told.run(at, conversationId);
    });
    noteWipe(this.#sql, { kind: 'message', id });
    for (const file of new Set(files)) noteWipe(this.#sql, { kind: 'file', id: file });
  }

  /** Notes repeat the last line of the conversation, which may be this message. */
  #forgetEvents({
    seq,
    conversationId,
    stored,
    redaction,
  }: {
    readonly seq: number;
    readonly conversationId: string;
    readonly stored: z.infer<typeof StoredMessage>;
    readonly redaction: Redaction;
  }): void {
    const previewed = isPreviewed(stored.message);
    const preview = stored.progress.lastMessagePreview;
    const cleared = { ...stored.progress, ...(previewed && { lastMessagePreview: '' }) };
    const data = { ...stored, message: withoutText(stored.message, redaction), progress: cleared };
    this.#setEvent.run(JSON.stringify(data), seq);
    if (!previewed || preview === '') return;
    for (const note of this.#notes.all(seq, conversationId, preview)) {
      const { progress, ...rest } = StoredMessage.parse(JSON.parse(note.data));
      this.#setEvent.run(
        JSON.stringify({ ...rest, progress: { ...progress, lastMessagePreview: '' } }),
        note.seq,
      );
    }
  }
}

const Files = z.array(z.looseObject({ id: z.string() }));

function idsOf(json: string): Attachment['id'][] {
  return (Files.safeParse(JSON.parse(json)).data ?? []).map(({ id }) => id);
}

/** What rows and stored events say of other messages. */
export class Quotes {
  readonly #event;
  readonly #setEvent;

  constructor(sql: Sql) {
    this.#event = sql.prepare<[number], { readonly data: string }>(
      "SELECT data FROM events WHERE seq = ? AND type = 'chat.note_added'",
    );
    this.#setEvent = sql.prepare<[string, number]>('UPDATE events SET data = ? WHERE seq = ?');
  }

  /** Takes the last line of the conversation out of the stored event of a note. */
  clear(seq: number): void {
    const stored = this.#event.get(seq);
    const data = stored && StoredMessage.safeParse(JSON.parse(stored.data)).data;
    if (!data) return;
    const progress = { ...data.progress, lastMessagePreview: '' };
    this.#setEvent.run(JSON.stringify({ ...data, progress }), seq);
  }

  /** Returns the ids of a message's files, as they are stored. */
  filesIn(attachments: string): string[] {
    return idsOf(attachments);
  }
}

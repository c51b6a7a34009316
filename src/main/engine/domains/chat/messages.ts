import type { Message } from '#shared/domain/chat.ts';
import type { ProjectionContext } from '../../store/projection.ts';
import type { TextIndex, TextSource } from '../../store/text-index.ts';
import { searchedText, storedText, TEXT_COLUMNS } from './message-text.ts';
import { messagesTable } from './tables.ts';

const MESSAGE_TEXT: TextSource = {
  index: 'messages_fts',
  table: 'messages',
  key: 'seq',
  columns: TEXT_COLUMNS,
  text: ({ body, attachments }) => storedText({ body: String(body), attachments: String(attachments) }),
};

/** The messages table with its text index. */
export class Messages {
  readonly #table;
  readonly index: TextIndex;

  constructor({ bind, text }: ProjectionContext) {
    this.#table = bind(messagesTable);
    this.index = text(MESSAGE_TEXT);
  }

  put(message: Message, conversationK: number): void {
    if (this.#table.insertNew(message, { conversationK }).changes === 0) return;
    this.index.add(message.seq, searchedText(message.body, message.attachments));
  }

  clear(): void {
    this.#table.clear();
    this.index.clear();
  }
}

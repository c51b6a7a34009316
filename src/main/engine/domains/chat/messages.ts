import type { Message } from '#shared/domain/chat.ts';
import type { ProjectionContext } from '../../store/projection.ts';
import { Rollup } from '../../store/tallies.ts';
import type { TextIndex, TextSource } from '../../store/text-index.ts';
import { messagesTable } from './tables.ts';

const MESSAGE_TEXT: TextSource = {
  index: 'messages_fts',
  table: 'messages',
  key: 'seq',
  columns: ['body'],
  text: ({ body }) => String(body),
};

/** The messages table with its text index, and the rollups of conversations and customer messages. */
export class Messages {
  readonly sums: Rollup;
  readonly #table;
  readonly index: TextIndex;

  constructor({ bind, text }: ProjectionContext) {
    this.sums = new Rollup(bind, {
      table: 'chat_rollups',
      keys: [],
      values: ['conversations', 'messages_in'],
    });
    this.#table = bind(messagesTable);
    this.index = text(MESSAGE_TEXT);
  }

  put(message: Message, conversationK: number): void {
    if (this.#table.insertNew(message, { conversationK }).changes === 0) return;
    this.index.add(message.seq, message.body);
    if (message.author.kind === 'customer') this.sums.add(message.at, [], [0, 1]);
  }

  countConversation(at: number): void {
    this.sums.add(at, [], [1, 0]);
  }

  clear(): void {
    this.#table.clear();
    this.index.clear();
    this.sums.clear();
  }
}

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
  readonly #sql: ProjectionContext['sql'];
  readonly #table;
  readonly index: TextIndex;

  constructor({ sql, bind, calendar, text }: ProjectionContext) {
    this.#sql = sql;
    this.sums = new Rollup(bind, calendar, {
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

  /** Recalculates the rollups from the rows. */
  recount(): void {
    this.sums.clear();
    this.#eachTime('SELECT k, created_at AS at FROM conversations WHERE k > ? ORDER BY k LIMIT 5000', [1, 0]);
    this.#eachTime(
      `SELECT seq AS k, at FROM messages WHERE seq > ? AND author_kind = 'customer' ORDER BY seq LIMIT 5000`,
      [0, 1],
    );
  }

  #eachTime(query: string, values: readonly [number, number]): void {
    const next = this.#sql.prepare<[number], { k: number; at: number }>(query);
    for (let rows = next.all(0); rows.length > 0; rows = next.all(rows.at(-1)?.k ?? 0)) {
      for (const row of rows) this.sums.add(row.at, [], values);
      this.sums.flush();
    }
  }
}

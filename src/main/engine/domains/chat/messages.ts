import type { Message } from '#shared/domain/chat.ts';
import type { ProjectionContext } from '../../store/projection.ts';
import type { TextIndex } from '../../store/text-index.ts';
import { searchedText } from './message-text.ts';
import { MESSAGE_TEXT, type RedactedMessage, RedactedMessages } from './redacted.ts';
import { messagesTable } from './tables.ts';

/** The messages table with its text index. */
export class Messages {
  readonly #table;
  readonly #redacted: RedactedMessages;
  readonly index: TextIndex;

  constructor(context: ProjectionContext) {
    this.#table = context.bind(messagesTable);
    this.#redacted = new RedactedMessages(context);
    this.index = context.text(MESSAGE_TEXT);
  }

  put(message: Message, conversationK: number): void {
    const { redacted, attachments, ...of } = message;
    // What is held may be from before it was removed, also where the event of that was not received.
    if (redacted !== null)
      this.redact({ ...of, redaction: redacted, attachmentIds: attachments.map(({ id }) => id) });
    if (this.#table.insertNew(message, { conversationK }).changes === 0) return;
    this.index.add(message.seq, searchedText(message.body, message.attachments));
  }

  /** Removes what a message said. */
  redact(message: RedactedMessage): void {
    this.#redacted.forget(message);
  }

  clear(): void {
    this.#table.clear();
    this.index.clear();
  }
}

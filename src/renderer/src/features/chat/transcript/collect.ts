import type { MessageRow } from '#shared/bridge/chat.ts';
import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';

/** The number of messages read at a time. */
const PAGE = 200;
/** The most messages of one transcript. */
const MAX_MESSAGES = 200_000;
/** How often a page is read again that did not grow although the server was asked for older messages. */
const MAX_WAITS = 5;

/** The messages of a conversation that are part of a transcript. */
export interface Collected {
  /** Oldest first. */
  readonly messages: readonly MessageRow[];
  /** Whether these are all messages of the conversation. */
  readonly complete: boolean;
}

/** What reads the messages, and who is told how far it has come. */
export interface CollectOptions {
  readonly conversationId: string;
  readonly read: (input: MethodInput<'chat.messages'>) => Promise<MethodOutput<'chat.messages'>>;
  /** Whether the server can be asked for messages that are not on this computer. */
  readonly isLive: () => boolean;
  readonly withNotes: boolean;
  readonly onProgress: (messages: number) => void;
  readonly signal: AbortSignal;
}

/**
 * Reads a conversation, newest first. A page that lacks older messages has the engine fetch them from the server; it is read
 * again until they are there, or until nothing more comes. Throws the signal's reason once it is aborted.
 */
export async function collect(options: CollectOptions): Promise<Collected> {
  const { conversationId, read, isLive, withNotes, onProgress, signal } = options;
  const pages: MessageRow[][] = [];
  let count = 0;
  let after: string | null = null;
  let waits = 0;
  let held = -1;
  for (;;) {
    const page: MethodOutput<'chat.messages'> = await read({ conversationId, after, limit: PAGE });
    signal.throwIfAborted();
    const more = page.older !== undefined;
    if (page.next === null && more && isLive() && waits < MAX_WAITS) {
      waits = page.rows.length > held ? 0 : waits + 1;
      held = page.rows.length;
      onProgress(count + held);
      continue;
    }
    // What is still in the outbox has not been said yet.
    const said = page.rows.filter(({ seq, kind }) => seq > 0 && (withNotes || kind !== 'note'));
    pages.push(said);
    count += said.length;
    onProgress(count);
    if (page.next === null || count >= MAX_MESSAGES)
      return { messages: pages.flat().toReversed(), complete: page.next === null && !more };
    after = page.next;
    held = -1;
    waits = 0;
  }
}

import type { SearchSource } from '../../store/domain.ts';
import { foldWords } from '../../store/text.ts';
import { findText, type Searched } from '../../store/text-search.ts';
import { foundIn, type StoredText, storedText } from './message-text.ts';

interface MessageHit extends StoredText {
  readonly id: string;
  readonly title: string;
  readonly at: number;
  readonly conversationId: string;
}

const MESSAGES: Searched<MessageHit> = {
  index: 'messages_fts',
  columns: 'm.id, m.author_name AS title, m.body, m.attachments, m.at, c.id AS conversationId',
  from: 'messages m ON m.seq = f.rowid CROSS JOIN conversations c ON c.k = m.conversation_k',
  words: (row) => foldWords(storedText(row)),
};

/** Searches what messages say, and the names of their files. The subject of a result is the conversation. */
export const messageSearch: SearchSource = {
  channel: 'chat',
  find: (reader, terms, after, limit) =>
    findText(reader, MESSAGES, terms, after, limit).map(({ row, position }) => ({
      position,
      hit: {
        kind: 'message',
        id: row.id,
        title: row.title,
        snippet: foundIn(row, terms),
        at: row.at,
        subject: { kind: 'conversation', id: row.conversationId },
      },
    })),
};

interface ConversationHit {
  readonly id: string;
  readonly name: string;
  readonly subject: string | null;
  readonly preview: string;
  readonly at: number;
  readonly words: string;
}

const CONVERSATIONS: Searched<ConversationHit> = {
  index: 'conversations_fts',
  columns:
    'c.id, c.customer_name AS name, c.subject, c.last_message_preview AS preview, c.last_message_at AS at, c.words',
  from: 'conversations c ON c.k = f.rowid',
  words: ({ words }) => words,
};

/** Searches conversations by customer and subject. */
export const conversationSearch: SearchSource = {
  channel: 'chat',
  find: (reader, terms, after, limit) =>
    findText(reader, CONVERSATIONS, terms, after, limit).map(({ row, position }) => ({
      position,
      hit: {
        kind: 'conversation',
        id: row.id,
        title: row.name,
        snippet: row.subject ?? row.preview,
        at: row.at,
        subject: { kind: 'conversation', id: row.id },
      },
    })),
};

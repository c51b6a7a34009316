import { MAX_FOUND } from '#shared/bridge/chat.ts';
import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import { olderThan } from '../../store/older.ts';
import type { Reader } from '../../store/reader.ts';
import { findsTooMuch, foldWords, ftsQuery, matchesTerms, searchTerms, type Term } from '../../store/text.ts';
import { textComplete } from '../../store/text-builds.ts';
import { marksIn, type StoredText, storedText } from './message-text.ts';
import { listed } from './reads.ts';

/** A conversation with at most so many messages is looked through: that takes a few ms, and asking the index may take longer. */
const MAX_SHORT = 3_000;
/** With more matches than this among the messages of all conversations, the conversation itself is looked through. */
const MAX_MATCHES = 5_000;
/** The number of messages read at a time. */
const SLICE = 500;

/** Matches of the index, of which those of the conversation are kept. Both tables are read by their row ids. */
export const BY_INDEX = `SELECT m.seq, m.id, m.body, m.attachments FROM messages_fts f CROSS JOIN messages m ON m.seq = f.rowid
  WHERE messages_fts MATCH ? AND f.rowid >= ? AND f.rowid <= ? AND m.conversation_k = ? ORDER BY f.rowid DESC LIMIT ?`;
/**
 * The messages of the conversation that may match, newest first. A text in ASCII that lacks the letters of a word is passed over
 * by SQLite, several times faster than by folding it; any other text is looked at, and every message with files.
 */
export const BY_CONVERSATION = `SELECT seq, id, body, attachments FROM messages INDEXED BY messages_by_conversation
  WHERE conversation_k = ? AND seq < ? AND (body LIKE ? OR body GLOB ? OR attachments <> '[]') ORDER BY seq DESC LIMIT ?`;
/** Matches a text with a character beyond ASCII. */
const BEYOND_ASCII = '*[^\u0001-~]*';

interface Row extends StoredText {
  readonly seq: number;
  readonly id: string;
}

/** The numbers of the first and last message of a conversation in the cache. */
interface Span {
  readonly k: number;
  readonly first: number;
  readonly last: number;
}

/**
 * Finds the messages of one conversation that have all words, newest first. The full-text index knows all conversations: of a
 * rare word, its matches are filtered; of a common one, the messages of the conversation are looked at one after the other.
 */
export function find(reader: Reader, input: MethodInput<'chat.find'>): MethodOutput<'chat.find'> {
  const { conversationId, text, after, limit } = input;
  const terms = searchTerms(text);
  const span = spanOf(reader, listed(reader, conversationId).k);
  const missingBefore = missing(reader, conversationId, span);
  if (terms.length === 0 || span === null) return { hits: [], next: null, total: 0, missingBefore };
  const many = after === null ? Math.max(MAX_FOUND, limit + 1) : limit + 1;
  const found = matching(reader, span, terms, after ?? span.last + 1, many);
  const shown = found.slice(0, limit);
  return {
    hits: shown.map((row) => ({ seq: row.seq, id: row.id, ...marksIn(row, terms) })),
    next: found.length > limit ? (shown.at(-1)?.seq ?? null) : null,
    total: Math.min(MAX_FOUND, found.length),
    missingBefore,
  };
}

function spanOf(reader: Reader, k: number): Span | null {
  const end = (order: 'ASC' | 'DESC'): number | undefined =>
    reader.get<{ seq: number }>(
      `SELECT seq FROM messages INDEXED BY messages_by_conversation WHERE conversation_k = ? ORDER BY seq ${order} LIMIT 1`,
      k,
    )?.seq;
  const [first, last] = [end('ASC'), end('DESC')];
  return first === undefined || last === undefined ? null : { k, first, last };
}

/** Returns the time before which messages of the conversation are at the server only; null if the cache has all. */
function missing(reader: Reader, conversationId: string, span: Span | null): number | null {
  const of = { kind: 'conversation', id: conversationId };
  const end = { channel: 'chat', kind: 'message', of, before: null, isLast: true, at: null };
  if (olderThan(reader, end).older === undefined) return null;
  const sql = span === null ? 'SELECT created_at AS at FROM conversations WHERE id = ?' : OLDEST;
  return reader.get<{ at: number }>(sql, span === null ? conversationId : span.first)?.at ?? null;
}
const OLDEST = 'SELECT at FROM messages WHERE seq = ?';

/** Returns the newest matching messages before a position, at most `many`. */
function matching(reader: Reader, span: Span, terms: readonly Term[], before: number, many: number): Row[] {
  return isShort(reader, span) || isCommon(reader, span, terms) || !textComplete(reader)
    ? walk(reader, span, terms, before, many)
    : lookUp(reader, span, terms, before, many);
}

function isShort(reader: Reader, { k }: Span): boolean {
  const counted = reader.get<{ n: number }>(
    'SELECT count(*) AS n FROM (SELECT 1 FROM messages INDEXED BY messages_by_conversation WHERE conversation_k = ? LIMIT ?)',
    k,
    MAX_SHORT + 1,
  );
  return (counted?.n ?? 0) <= MAX_SHORT;
}

/** Returns a LIKE pattern of what every matching text in ASCII has: the longest word. */
function asciiPattern(terms: readonly Term[]): string {
  const longest = terms.reduce((best, { text }) => (text.length > best.length ? text : best), '');
  return `%${longest}%`;
}

/** Whole words are counted first: for a beginning, the index has to gather all words that have it. */
function isCommon(reader: Reader, { first, last }: Span, terms: readonly Term[]): boolean {
  const count = (query: string): number =>
    reader.get<{ n: number }>(
      'SELECT count(*) AS n FROM (SELECT 1 FROM messages_fts WHERE messages_fts MATCH ? AND rowid >= ? AND rowid <= ? LIMIT ?)',
      query,
      first,
      last,
      MAX_MATCHES + 1,
    )?.n ?? 0;
  const whole = ftsQuery(terms, true);
  const all = ftsQuery(terms);
  return count(whole) > MAX_MATCHES || (all !== whole && count(all) > MAX_MATCHES);
}

function lookUp(reader: Reader, span: Span, terms: readonly Term[], before: number, many: number): Row[] {
  const check = findsTooMuch(terms);
  const found: Row[] = [];
  let last = before - 1;
  for (;;) {
    const rows = reader.all<Row>(BY_INDEX, ftsQuery(terms), span.first, last, span.k, SLICE);
    for (const row of rows) {
      last = row.seq - 1;
      if (!check || matchesTerms(foldWords(storedText(row)), terms)) found.push(row);
      if (found.length === many) return found;
    }
    if (rows.length < SLICE) return found;
  }
}

function walk(reader: Reader, { k }: Span, terms: readonly Term[], before: number, many: number): Row[] {
  const found: Row[] = [];
  const pattern = asciiPattern(terms);
  let below = before;
  for (;;) {
    const rows = reader.all<Row>(BY_CONVERSATION, k, below, pattern, BEYOND_ASCII, SLICE);
    for (const row of rows) {
      below = row.seq;
      if (matchesTerms(foldWords(storedText(row)), terms)) found.push(row);
      if (found.length === many) return found;
    }
    if (rows.length < SLICE) return found;
  }
}

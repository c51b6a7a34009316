import type { Reader } from '../../store/reader.ts';
import { findsTooMuch, foldWords, ftsQuery, matchesTerms, type Term } from '../../store/text.ts';
import { foundIn, type StoredText, storedText } from './message-text.ts';

/** With more matching messages than this, enough conversations of any page match to look at them one after the other. */
const MAX_MATCHES = 5_000;
/** The maximum number of messages looked at for one page. */
const MAX_LOOKED_AT = 20_000;
/** The maximum number of a conversation's messages in which the match is looked for that the list shows. */
const MAX_SHOWN_FROM = 500;
/** The number of rows read at a time. */
const SLICE = 1_000;
const WALK_SLICE = 100;

/** A row of the list of conversations, as far as a search looks at it. */
export interface Searchable {
  readonly k: number;
  readonly words: string;
}

/** The list that is searched, in its order and with its filter. */
export interface SearchedList<R extends Searchable> {
  /** Returns the rows after a row; null for the first page. */
  after(row: R | null, limit: number): R[];
  /** Like `after` the list's own position, of the conversations with these keys only. */
  among(keys: readonly number[], limit: number): R[];
}

/**
 * Returns the first conversations of a list whose customer, subject or one of whose messages matches, at most `limit`. The
 * filter of the list is never applied to a part of the matches: either all matches are looked up in the list, or, if they
 * are very many, the list is walked.
 */
export function searchList<R extends Searchable>(
  reader: Reader,
  list: SearchedList<R>,
  terms: readonly Term[],
  limit: number,
): R[] {
  const walked = isCommon(reader, terms) ? walk(reader, list, terms, limit) : null;
  return walked ?? list.among(matchingKeys(reader, terms), limit);
}

/** Whole words are counted first: for a beginning, the index has to gather all words that have it. */
function isCommon(reader: Reader, terms: readonly Term[]): boolean {
  const count = (query: string): number =>
    reader.get<{ n: number }>(
      'SELECT count(*) AS n FROM (SELECT 1 FROM messages_fts WHERE messages_fts MATCH ? LIMIT ?)',
      query,
      MAX_MATCHES + 1,
    )?.n ?? 0;
  const whole = ftsQuery(terms, true);
  const all = ftsQuery(terms);
  return count(whole) > MAX_MATCHES || (all !== whole && count(all) > MAX_MATCHES);
}

/** Returns null if too many messages would have to be looked at. */
function walk<R extends Searchable>(
  reader: Reader,
  list: SearchedList<R>,
  terms: readonly Term[],
  limit: number,
): R[] | null {
  const found: R[] = [];
  let left = MAX_LOOKED_AT;
  let last: R | null = null;
  for (;;) {
    const rows: R[] = list.after(last, WALK_SLICE);
    for (const row of rows) {
      if (matchesTerms(row.words, terms)) found.push(row);
      else {
        const looked = lookAt(reader, row.k, terms, left);
        left -= looked.messages;
        if (looked.message !== null) found.push(row);
        else if (left <= 0) return null;
      }
      if (found.length === limit) return found;
    }
    last = rows.at(-1) ?? null;
    if (rows.length < WALK_SLICE) return found;
  }
}

/** Returns the part of the newest matching message that a search found; null if the conversation itself matches. */
export function matchOf(reader: Reader, row: Searchable, terms: readonly Term[]): string | null {
  if (matchesTerms(row.words, terms)) return null;
  const { message } = lookAt(reader, row.k, terms, MAX_SHOWN_FROM);
  return message === null ? null : foundIn(message, terms);
}

/** Looks for the newest matching message of a conversation, in at most `most` messages. */
function lookAt(
  reader: Reader,
  k: number,
  terms: readonly Term[],
  most: number,
): { readonly message: StoredText | null; readonly messages: number } {
  let messages = 0;
  let before = Number.MAX_SAFE_INTEGER;
  while (messages < most) {
    const rows = reader.all<StoredText & { seq: number }>(
      `SELECT seq, body, attachments FROM messages INDEXED BY messages_by_conversation
       WHERE conversation_k = ? AND seq < ? ORDER BY seq DESC LIMIT ?`,
      k,
      before,
      Math.min(WALK_SLICE, most - messages),
    );
    for (const message of rows) {
      before = message.seq;
      messages += 1;
      if (matchesTerms(foldWords(storedText(message)), terms)) return { message, messages };
    }
    if (rows.length < WALK_SLICE) break;
  }
  return { message: null, messages };
}

/** A match, and its text where it has to be looked at. */
interface Keyed extends StoredText {
  readonly rowid: number;
  readonly k: number;
}

/** Returns the keys of all conversations that match. */
function matchingKeys(reader: Reader, terms: readonly Term[]): number[] {
  const query = ftsQuery(terms);
  const check = findsTooMuch(terms);
  const keys = new Set<number>();
  const collect = (sql: string, textOf: (row: Keyed) => string): void => {
    let before = Number.MAX_SAFE_INTEGER;
    for (;;) {
      const rows = reader.all<Keyed>(sql, query, before, SLICE);
      for (const row of rows) {
        before = row.rowid;
        if (!check || (!keys.has(row.k) && matchesTerms(foldWords(textOf(row)), terms))) keys.add(row.k);
      }
      if (rows.length < SLICE) return;
    }
  };
  collect(
    `SELECT f.rowid AS rowid, c.k AS k, ${check ? 'c.words' : "''"} AS body, '[]' AS attachments
     FROM conversations_fts f CROSS JOIN conversations c ON c.k = f.rowid
     WHERE conversations_fts MATCH ? AND f.rowid < ? ORDER BY f.rowid DESC LIMIT ?`,
    ({ body }) => body,
  );
  collect(
    `SELECT f.rowid AS rowid, m.conversation_k AS k, ${check ? 'm.body, m.attachments' : "'' AS body, '[]' AS attachments"}
     FROM messages_fts f CROSS JOIN messages m ON m.seq = f.rowid
     WHERE messages_fts MATCH ? AND f.rowid < ? ORDER BY f.rowid DESC LIMIT ?`,
    storedText,
  );
  return [...keys];
}

import type { Reader } from '../../store/reader.ts';
import { ftsQuery, searchTerms } from '../../store/text.ts';

/** The newest messages with an item's words that are looked through at most. */
const MAX_MESSAGES = 5_000;

/** Returns the keys of the conversations in which a message names an item, by its SKU or its whole name. */
export function conversationsNaming(reader: Reader, itemId: string): number[] {
  const item = reader.get<{ sku: string; name: string }>('SELECT sku, name FROM items WHERE id = ?', itemId);
  if (item === undefined) return [];
  const queries = [item.sku, item.name]
    .map((words) => searchTerms(words))
    .flatMap((terms) => (terms.length > 0 ? [`(${ftsQuery(terms, true)})`] : []));
  if (queries.length === 0) return [];
  // The index knows words; whether they stand together, the text says.
  return reader
    .all<{ k: number }>(
      `SELECT DISTINCT m.conversation_k AS k FROM messages m
       WHERE m.seq IN (SELECT rowid FROM messages_fts WHERE messages_fts MATCH ? ORDER BY rowid DESC LIMIT ${MAX_MESSAGES})
         AND (instr(lower(m.body), lower(?)) > 0 OR instr(lower(m.body), lower(?)) > 0)`,
      queries.join(' OR '),
      item.sku,
      item.name,
    )
    .map(({ k }) => k);
}

import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import type { Channel } from '#shared/protocol/channels.ts';
import { asOf, type Reader } from '../store/reader.ts';
import { foldWords, ftsQuery, searchTerms } from '../store/text.ts';

type Kind = 'message' | 'order' | 'item' | 'conversation';
type Hit = MethodOutput<'search.query'>['rows'][number];

const KINDS: readonly Kind[] = ['message', 'order', 'item', 'conversation'];
const CHANNEL_OF: Readonly<Record<Kind, Channel>> = {
  message: 'chat',
  conversation: 'chat',
  order: 'orders',
  item: 'inventory',
};
/** Length of a snippet and how much of it stands before the first match. */
const SNIPPET = 160;
const LEAD = 40;

/** The part of a text around the first word looked for, on one line. */
export function snippet(text: string, terms: readonly string[]): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length <= SNIPPET) return line;
  const words = line.split(' ');
  let at = 0;
  for (const word of words) {
    const folded = foldWords(word);
    if (terms.some((term) => folded.split(' ').some((part) => part.startsWith(term)))) break;
    at += word.length + 1;
  }
  const from = at >= line.length ? 0 : Math.max(0, at - LEAD);
  const cut = line.slice(from, from + SNIPPET).toWellFormed();
  return `${from > 0 ? '…' : ''}${cut}${from + SNIPPET < line.length ? '…' : ''}`;
}

/** The newest documents that match, by the row id: the limit is inside, so that a common word costs no more than a rare one. */
function matches(index: string): string {
  return `(SELECT rowid FROM ${index} WHERE ${index} MATCH ? ORDER BY rowid DESC LIMIT ?) f`;
}

type Find = (reader: Reader, query: string, limit: number, terms: readonly string[]) => Hit[];

const FIND: Readonly<Record<Kind, Find>> = {
  message: (reader, query, limit, terms) =>
    reader
      .all<{ id: string; title: string; body: string; at: number; conversationId: string }>(
        `SELECT m.id, m.author_name AS title, m.body, m.at, c.id AS conversationId FROM ${matches('messages_fts')}
         CROSS JOIN messages m ON m.seq = f.rowid CROSS JOIN conversations c ON c.k = m.conversation_k`,
        query,
        limit,
      )
      .map((row) => ({
        kind: 'message',
        id: row.id,
        title: row.title,
        snippet: snippet(row.body, terms),
        at: row.at,
        subject: { kind: 'conversation', id: row.conversationId },
      })),
  order: (reader, query, limit, terms) =>
    reader
      .all<{ id: string; number: string; customer: string | null; lines: string; at: number }>(
        `SELECT o.id, o.number, o.customer_name AS customer, o.lines, o.placed_at AS at FROM ${matches('orders_fts')} CROSS JOIN orders o ON o.k = f.rowid`,
        query,
        limit,
      )
      .map((row) => {
        const lines: { name: string }[] = JSON.parse(row.lines);
        const text = [row.customer, ...lines.map((line) => line.name)]
          .filter((part) => part !== null)
          .join(' · ');
        return {
          kind: 'order',
          id: row.id,
          title: row.number,
          snippet: snippet(text, terms),
          at: row.at,
          subject: { kind: 'order', id: row.id },
        };
      }),
  item: (reader, query, limit) =>
    reader
      .all<{ id: string; sku: string; name: string; category: string }>(
        `SELECT i.id, i.sku, i.name, i.category FROM ${matches('items_fts')} CROSS JOIN items i ON i.k = f.rowid`,
        query,
        limit,
      )
      .map((row) => ({
        kind: 'item',
        id: row.id,
        title: row.name,
        snippet: `${row.sku} · ${row.category}`,
        at: null,
        subject: { kind: 'item', id: row.id },
      })),
  conversation: (reader, query, limit) =>
    reader
      .all<{ id: string; name: string; subject: string | null; preview: string; at: number }>(
        `SELECT c.id, c.customer_name AS name, c.subject, c.last_message_preview AS preview, c.last_message_at AS at
         FROM ${matches('conversations_fts')} CROSS JOIN conversations c ON c.k = f.rowid`,
        query,
        limit,
      )
      .map((row) => ({
        kind: 'conversation',
        id: row.id,
        title: row.name,
        snippet: row.subject ?? row.preview,
        at: row.at,
        subject: { kind: 'conversation', id: row.id },
      })),
};

/**
 * Full text over what is cached, newest first. Every kind asked for gets its share of the limit before any gets more;
 * what has no time of its own (items) comes last.
 */
export function search(reader: Reader, input: MethodInput<'search.query'>): MethodOutput<'search.query'> {
  const kinds = KINDS.filter((kind) => input.kinds === null || input.kinds.includes(kind));
  const terms = searchTerms(input.text);
  const provenance = asOf(
    reader,
    kinds.map((kind) => CHANNEL_OF[kind]),
  );
  if (terms.length === 0 || kinds.length === 0) return { rows: [], asOf: provenance };
  const query = ftsQuery(terms);
  const found = kinds.map((kind) => FIND[kind](reader, query, input.limit, terms));
  const share = Math.ceil(input.limit / kinds.length);
  const rows = found.flatMap((hits) => hits.slice(0, share)).slice(0, input.limit);
  const rest = found.flatMap((hits) => hits.slice(share)).sort((a, b) => (b.at ?? 0) - (a.at ?? 0));
  rows.push(...rest.slice(0, input.limit - rows.length));
  return { rows: rows.sort((a, b) => (b.at ?? 0) - (a.at ?? 0)), asOf: provenance };
}

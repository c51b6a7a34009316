import type { MethodInput } from '#shared/bridge/index.ts';
import type { Reader } from '../../../store/reader.ts';
import { findsTooMuch, ftsQuery, likePatterns, searchTerms, type Term } from '../../../store/text.ts';
import { STATE } from '../levels.ts';
import type { Clause, Order } from './orders.ts';

type Input = Pick<
  MethodInput<'inventory.list'>,
  'search' | 'locationId' | 'category' | 'status' | 'archived'
>;

/**
 * The maximum number of candidates to sort. If there are more, scanning the list in order and filtering is fast, because
 * it soon fills a page.
 */
const MAX_SORTED = 4_000;
/** The maximum number of items that a search reads one by one. Of more, it reads the list and filters it. */
const MAX_FOUND = 1_000;

/** Where rows are read from, and which of them are meant. */
export interface Rows {
  readonly from: string;
  readonly hasItems: boolean;
  readonly where: readonly Clause[];
}

/** Where the rows of a list are read from. `total` is their number, or what to count. */
export interface Source extends Rows {
  readonly hasLocations: boolean;
  readonly total: number | Rows;
}

const fromOrder = (order: Order, where: readonly Clause[], total: number | Rows): Source => ({
  from: order.from,
  hasItems: order.hasItems,
  hasLocations: order.from.startsWith('locations'),
  where,
  total,
});

/** A source of few rows, which are counted where their number is unknown. */
function small(from: string, where: readonly Clause[], total?: number): Source {
  const rows: Rows = { from, hasItems: true, where };
  return { ...rows, hasLocations: false, total: total ?? rows };
}

function countOf(
  reader: Reader,
  locationId: string | null,
  category: string | null,
  state: number | null,
): number {
  const row = reader.get<{ n: number | null }>(
    'SELECT sum(n) AS n FROM stock_counts WHERE location_id = coalesce(?, location_id) AND category = coalesce(?, category) AND state = coalesce(?, state)',
    locationId,
    category,
    state,
  );
  return row?.n ?? 0;
}

/** Compares the words of an item with the terms. */
function likeTerms(terms: readonly Term[]): Clause[] {
  return likePatterns(terms).map((pattern) => ({ sql: `' ' || i.words || ' ' LIKE ?`, params: [pattern] }));
}

/** The same where the source has no items. */
function likeTermsOfLevels(terms: readonly Term[]): Clause[] {
  return likePatterns(terms).map((pattern) => ({
    sql: `l.item_k IN (SELECT k FROM items WHERE ' ' || words || ' ' LIKE ?)`,
    params: [pattern],
  }));
}

function searched(reader: Reader, terms: readonly Term[], order: Order): Source {
  const query = ftsQuery(terms);
  const exactly = findsTooMuch(terms) ? likeTermsOfLevels(terms) : [];
  const found = reader.all<{ k: number }>(
    `SELECT rowid AS k FROM items_fts WHERE items_fts MATCH ? LIMIT ${MAX_FOUND + 1}`,
    query,
  );
  if (found.length <= MAX_FOUND) {
    const from = 'json_each(?) c CROSS JOIN items i ON i.k = c.value CROSS JOIN levels l ON l.item_id = i.id';
    const keys = { sql: '', params: [JSON.stringify(found.map((row) => row.k))] };
    return small(from, [keys, ...exactly]);
  }
  const matching = {
    sql: 'l.item_k IN (SELECT rowid FROM items_fts WHERE items_fts MATCH ?)',
    params: [query],
  };
  const counted = { from: 'levels l', hasItems: false, where: [matching, ...exactly] };
  // Read in order, the words of the items are compared one by one, because many match and a page is soon full.
  return fromOrder(order, order.by === 'walk' ? likeTerms(terms) : counted.where, counted);
}

/** Returns where the rows of a list are read from: a set small enough to sort, or the whole list in order. */
export function sourceOf(reader: Reader, input: Input, order: Order): Source {
  const terms = searchTerms(input.search);
  if (terms.length > 0) return searched(reader, terms, order);
  const { locationId, category, status } = input;
  if (input.archived)
    return small('levels l INDEXED BY levels_unlisted CROSS JOIN items i ON i.k = l.item_k', [
      { sql: 'l.state = 3', params: [] },
    ]);
  const state = status === 'any' ? null : STATE[status];
  const total = countOf(reader, locationId, category, state);
  if (state !== null && state !== STATE.ok && countOf(reader, null, null, state) <= MAX_SORTED)
    // SQLite uses the partial index only if the query repeats its condition.
    return small(
      'levels l INDEXED BY levels_not_ok CROSS JOIN items i ON i.k = l.item_k',
      [{ sql: 'l.state IN (1, 2)', params: [] }],
      total,
    );
  if (category !== null && countOf(reader, null, category, null) <= MAX_SORTED)
    return small('items i INDEXED BY items_by_category CROSS JOIN levels l ON l.item_id = i.id', [], total);
  if (locationId !== null && countOf(reader, locationId, null, null) <= MAX_SORTED)
    return small('levels l INDEXED BY levels_by_location CROSS JOIN items i ON i.k = l.item_k', [], total);
  return fromOrder(order, [], total);
}

/** Returns the conditions of the filters. Those of items look them up where the source does not read them. */
export function filtersOf(input: Input, { hasItems }: Pick<Rows, 'hasItems'>): Clause[] {
  const clauses: Clause[] = [{ sql: input.archived ? 'l.state = 3' : 'l.state < 3', params: [] }];
  if (input.locationId !== null) clauses.push({ sql: 'l.location_id = ?', params: [input.locationId] });
  if (input.category !== null)
    clauses.push({
      sql: hasItems ? 'i.category = ?' : 'l.item_k IN (SELECT k FROM items WHERE category = ?)',
      params: [input.category],
    });
  // The levels of archived items have no state.
  if (input.status !== 'any' && !input.archived)
    clauses.push({ sql: 'l.state = ?', params: [STATE[input.status]] });
  return clauses;
}

import type { EngineDomain, Read, SearchSource } from '../store/domain.ts';
import { asOf } from '../store/reader.ts';
import { ftsQuery, searchTerms } from '../store/text.ts';

/**
 * Builds the full-text search of all domains, newest first. Each requested kind gets an equal share of the limit; kinds
 * with more results get what is left. Records without a time (items) come last.
 */
export function searchOver(domains: readonly EngineDomain[]): Read<'search.query'> {
  const sources = new Map<string, SearchSource>(
    domains.flatMap(({ search }) => Object.entries(search ?? {})),
  );
  return (reader, input) => {
    const found = [...sources].filter(([kind]) => input.kinds === null || input.kinds.includes(kind));
    const asked = found.map(([, source]) => source);
    const terms = searchTerms(input.text);
    const provenance = asOf(reader, [...new Set(asked.map(({ channel }) => channel))]);
    if (terms.length === 0 || asked.length === 0) return { rows: [], asOf: provenance };
    const query = ftsQuery(terms);
    const hits = asked.map((source) => source.find(reader, query, input.limit, terms));
    const share = Math.ceil(input.limit / asked.length);
    const rows = hits.flatMap((some) => some.slice(0, share)).slice(0, input.limit);
    const rest = hits.flatMap((some) => some.slice(share)).sort((a, b) => (b.at ?? 0) - (a.at ?? 0));
    rows.push(...rest.slice(0, input.limit - rows.length));
    return { rows: rows.sort((a, b) => (b.at ?? 0) - (a.at ?? 0)), asOf: provenance };
  };
}

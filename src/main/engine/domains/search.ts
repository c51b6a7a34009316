import type { EngineDomain, PlacedHit, Read, SearchSource } from '../store/domain.ts';
import { asOf, decodeCursor, encodeCursor, type Reader } from '../store/reader.ts';
import { searchTerms, type Term } from '../store/text.ts';
import { FIRST, type Position } from '../store/text-search.ts';

/** A kind whose results have all been returned. */
const END: Position = { tier: Number.MAX_SAFE_INTEGER, rowid: 0 };

/** The results of one kind after a position: those of this page, and those that may fill what other kinds leave. */
interface Kind {
  readonly after: Position;
  readonly hits: readonly PlacedHit[];
  shown: number;
}

/** Whole words first, then the newest. Records without a time (items) come last. */
function byRelevance(a: PlacedHit, b: PlacedHit): number {
  return a.position.tier - b.position.tier || (b.hit.at ?? 0) - (a.hit.at ?? 0);
}

/**
 * Builds the full-text search of all domains. Each requested kind gets an equal share of a page; kinds with more results get
 * what is left. A page's position has the position of each kind.
 */
export function searchOver(domains: readonly EngineDomain[]): Read<'search.query'> {
  const sources = new Map<string, SearchSource>(
    domains.flatMap(({ search }) => Object.entries(search ?? {})),
  );
  return (reader, input) => {
    const asked = [...sources]
      .filter(([kind]) => input.kinds === null || input.kinds.includes(kind))
      .map(([, source]) => source);
    const provenance = asOf(reader, [...new Set(asked.map(({ channel }) => channel))]);
    const positions = positionsOf(input.after ?? null, asked.length);
    const terms = searchTerms(input.text);
    if (terms.length === 0 || asked.length === 0) return { rows: [], next: null, asOf: provenance };
    const kinds = asked.map((source, i) =>
      firstOf(reader, source, terms, positions[i] ?? FIRST, input.limit),
    );
    const rows = share(kinds, input.limit).sort(byRelevance);
    return { rows: rows.map(({ hit }) => hit), next: nextOf(kinds), asOf: provenance };
  };
}

/** Finds one result more than a page, to know whether there are more. */
function firstOf(
  reader: Reader,
  source: SearchSource,
  terms: readonly Term[],
  after: Position,
  limit: number,
): Kind {
  return { after, hits: source.find(reader, terms, after, limit + 1), shown: 0 };
}

/** Chooses the results of a page: an equal share of each kind, then the most relevant of the rest. */
function share(kinds: readonly Kind[], limit: number): PlacedHit[] {
  const rows: PlacedHit[] = [];
  const equal = Math.ceil(limit / kinds.length);
  for (const kind of kinds) {
    kind.shown = Math.min(equal, kind.hits.length, limit - rows.length);
    rows.push(...kind.hits.slice(0, kind.shown));
  }
  while (rows.length < limit) {
    let best: { kind: Kind; hit: PlacedHit } | null = null;
    for (const kind of kinds) {
      const hit = kind.hits[kind.shown];
      if (hit && (best === null || byRelevance(hit, best.hit) < 0)) best = { kind, hit };
    }
    if (best === null) break;
    best.kind.shown += 1;
    rows.push(best.hit);
  }
  return rows;
}

function positionsOf(after: string | null, kinds: number): Position[] {
  const key = decodeCursor(
    after,
    Array.from({ length: 2 * kinds }, () => 'number' as const),
  );
  if (key === null) return [];
  return Array.from({ length: kinds }, (_, i) => ({
    tier: Math.max(0, Number(key[2 * i])),
    rowid: Number(key[2 * i + 1]),
  }));
}

function nextOf(kinds: readonly Kind[]): string | null {
  if (kinds.every(({ hits, shown }) => shown === hits.length)) return null;
  return encodeCursor(
    kinds.flatMap(({ after, hits, shown }) => {
      const { tier, rowid } = shown === hits.length ? END : (hits[shown - 1]?.position ?? after);
      return [tier, rowid];
    }),
  );
}

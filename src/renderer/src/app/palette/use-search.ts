import { useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import type { MethodOutput } from '#shared/bridge/index.ts';
import { bridge } from '../../bridge/client.ts';
import type { SearchKind } from '../../lib/feature.ts';
import { ALL_FEATURES } from '../catalog.ts';

const MAX_RESULTS = 24;
const MIN_LENGTH = 2;
/** One character of Chinese or Japanese is a word. */
const NOT_ASCII = /[^ -~]/;
const KINDS = ALL_FEATURES.flatMap(({ search }) => search ?? []).sort((a, b) => a.order - b.order);

/** One search result. */
export type SearchRow = MethodOutput<'search.query'>['rows'][number];

/** Results of one kind. */
export interface SearchGroup {
  readonly kind: SearchKind;
  readonly rows: readonly SearchRow[];
}

/** The results of a search, and how current they are. */
export interface Search {
  /** False while the text is too short to search for. */
  readonly active: boolean;
  /** Groups that have results, in order. */
  readonly groups: readonly SearchGroup[];
  /** Whether the results are those of an earlier text, shown until the new ones arrive. */
  readonly outdated: boolean;
  readonly busy: boolean;
  readonly error: Error | null;
  /** Up to when the searched data is known to be complete. */
  readonly asOf: number | null;
}

/** Searches the cache as the user types. */
export function useSearch(text: string): Search {
  const query = useDeferredValue(text.trim());
  const active = query.length >= MIN_LENGTH || NOT_ASCII.test(query);
  const { data, error, isFetching, isPlaceholderData } = useQuery({
    queryKey: ['activity', 'search', query],
    queryFn: () => bridge.call('search.query', { text: query, kinds: null, limit: MAX_RESULTS }),
    enabled: active,
    placeholderData: (previous) => previous,
    meta: { intervalMs: 2000 },
  });
  const rows = active ? (data?.rows ?? []) : [];
  const groups = KINDS.map((kind) => ({ kind, rows: rows.filter((row) => row.kind === kind.kind) })).filter(
    (group) => group.rows.length > 0,
  );
  return {
    active,
    groups,
    outdated: isPlaceholderData || query !== text.trim(),
    busy: isFetching,
    error: active ? error : null,
    asOf: data?.asOf.at ?? null,
  };
}

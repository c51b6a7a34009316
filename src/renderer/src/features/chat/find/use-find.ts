import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { bridge } from '../../../bridge/client.ts';
import type { TextMarks } from '../../../components/linked-text.tsx';

const PAGE = 100;
/** The next hits are read this many before the last that is known. */
const MARGIN = 10;

/** What was found in one message. */
export interface Hit {
  readonly id: string;
  readonly seq: number;
  readonly marks: TextMarks;
  /** What was found in the names of its files. */
  readonly files: readonly { readonly id: string; readonly marks: TextMarks }[];
}

/** A search of one conversation. */
export interface Found {
  /** The hit that is shown; null if there is none. */
  readonly hit: Hit | null;
  /** Its place among the hits, newest first, from 1; 0 without a hit. */
  readonly place: number;
  readonly total: number;
  /** The time before which nothing was searched; null if everything was. */
  readonly missingBefore: number | null;
  readonly searching: boolean;
  readonly error: Error | null;
  /** What was found in each message. */
  readonly hits: ReadonlyMap<string, Hit>;
  /** Goes to the next older hit (1) or the next newer one (-1), around the ends. */
  readonly go: (by: 1 | -1) => void;
}

/** Searches all cached messages of a conversation, newest first. */
export function useFind(conversationId: string, text: string, enabled: boolean): Found {
  const query = useInfiniteQuery({
    queryKey: ['chat', 'find', conversationId, text],
    queryFn: ({ pageParam }) =>
      bridge.call('chat.find', { conversationId, text, after: pageParam, limit: PAGE }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
    enabled,
    placeholderData: (before) => before,
    meta: { record: conversationId },
  });
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const hits = useMemo<readonly Hit[]>(() => data?.pages.flatMap((page) => page.hits) ?? [], [data]);
  const byId = useMemo(() => new Map(hits.map((hit) => [hit.id, hit])), [hits]);
  const [chosen, setChosen] = useState<{ readonly text: string; readonly id: string } | null>(null);
  // New hits arrive above; the one that is shown stays.
  const known = chosen?.text === text ? hits.findIndex(({ id }) => id === chosen.id) : -1;
  const index = Math.max(known, 0);
  const hit = hits[index] ?? null;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && index >= hits.length - MARGIN)
      void fetchNextPage({ cancelRefetch: false });
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, index, hits.length]);
  return {
    hit,
    place: hit === null ? 0 : index + 1,
    total: data?.pages[0]?.total ?? 0,
    missingBefore: data?.pages[0]?.missingBefore ?? null,
    searching: query.isFetching && query.isPlaceholderData,
    error: query.error,
    hits: byId,
    go(by) {
      const next = hits[(index + by + hits.length) % Math.max(1, hits.length)];
      if (next) setChosen({ text, id: next.id });
    },
  };
}

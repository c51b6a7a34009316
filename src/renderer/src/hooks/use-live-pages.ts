import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useIsLive } from '../stores/connection.ts';
import { infiniteOptions, type Page } from './use-infinite.ts';

/** A list that the gateway is asked for: the rows read so far, and what can be done about the rest. */
export interface LivePages<P extends Page<unknown>> {
  readonly rows: readonly P['rows'][number][];
  /** The page that was read last. */
  readonly last: P | undefined;
  readonly isLoading: boolean;
  /** Whether another page is being read. */
  readonly isReading: boolean;
  readonly error: Error | null;
  readonly more: () => void;
  /** Reads the list anew. */
  readonly refresh: () => void;
}

/** Reads a list from the gateway, page by page. It is read again on demand, and when a lost link is back. `key` must stay the same for the same list. */
export function useLivePages<P extends Page<unknown>>(
  key: readonly unknown[],
  load: (after: string | null) => Promise<P>,
): LivePages<P> {
  const client = useQueryClient();
  const live = useIsLive();
  const query = useInfiniteQuery<P, Error, InfiniteData<P, string | null>, readonly unknown[], string | null>(
    {
      // What was read before the page was closed is old; nothing reports changes.
      ...infiniteOptions(key, load, { gcTime: 0 }),
      retry: false,
    },
  );
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage, error, refetch } = query;
  const rows = useMemo<readonly P['rows'][number][]>(
    () => data?.pages.flatMap((page) => page.rows) ?? [],
    [data],
  );
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage({ cancelRefetch: false });
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  // A link that comes back is a reason to ask again; an error while it stands is not.
  const wasLive = useRef(live);
  useEffect(() => {
    if (live && !wasLive.current && error !== null) void refetch();
    wasLive.current = live;
  }, [live, error, refetch]);
  return {
    rows,
    last: data?.pages.at(-1),
    isLoading: query.isPending,
    isReading: isFetchingNextPage,
    error,
    more,
    refresh: useCallback(() => void client.resetQueries({ queryKey: key }), [client, key]),
  };
}

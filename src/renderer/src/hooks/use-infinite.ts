import { type InfiniteData, type QueryMeta, useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { Provenance } from '#shared/bridge/contract.ts';

/** A page of a keyset-paged list, as the bridge returns it. */
export interface Page<R> {
  readonly rows: readonly R[];
  readonly next: string | null;
  readonly asOf?: Provenance;
}

/** A list read page by page: the rows so far, and a function that reads more. */
export interface InfiniteList<R, P extends Page<unknown> = Page<R>> {
  readonly rows: readonly R[];
  readonly first: P | undefined;
  readonly isLoading: boolean;
  readonly error: Error | null;
  readonly refetch: () => void;
  /** Requests the next page unless one is loading or there is none. Safe to call on every scroll. */
  readonly more: () => void;
  readonly hasMore: boolean;
}

/** Options of a list: for its query, and how long it is kept after nothing shows it, ms. */
interface ListOptions {
  readonly meta?: QueryMeta;
  readonly gcTime?: number;
}

/** How a list is read page by page: what `useInfinite` and a prefetch of it have in common. */
export function infiniteOptions<P extends Page<unknown>>(
  key: readonly unknown[],
  load: (after: string | null) => Promise<P>,
  { meta, gcTime }: ListOptions = {},
) {
  return {
    queryKey: key,
    queryFn: ({ pageParam }: { readonly pageParam: string | null }) => load(pageParam),
    initialPageParam: null,
    getNextPageParam: (page: P) => page.next,
    ...(meta === undefined ? {} : { meta }),
    ...(gcTime === undefined ? {} : { gcTime }),
  };
}

/**
 * A keyset-paged query. `key` starts with a topic (see README); `load` gets the continuation key, null for the first
 * page. Old rows stay on screen while the list is read again or its filter changes.
 */
export function useInfinite<P extends Page<unknown>>(
  key: readonly unknown[],
  load: (after: string | null) => Promise<P>,
  options: ListOptions & { readonly enabled?: boolean } = {},
): InfiniteList<P['rows'][number], P> {
  const query = useInfiniteQuery<P, Error, InfiniteData<P, string | null>, readonly unknown[], string | null>(
    {
      ...infiniteOptions(key, load, options),
      enabled: options.enabled ?? true,
      placeholderData: (previous) => previous,
    },
  );
  const { hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = query;
  const rows = useMemo<readonly P['rows'][number][]>(
    () => query.data?.pages.flatMap((page) => page.rows) ?? [],
    [query.data],
  );
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage({ cancelRefetch: false });
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  return {
    rows,
    first: query.data?.pages[0],
    isLoading: query.isPending && query.fetchStatus !== 'idle',
    error: query.data === undefined ? query.error : null,
    refetch: useCallback(() => void refetch(), [refetch]),
    more,
    hasMore: hasNextPage,
  };
}

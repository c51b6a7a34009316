import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import type { MethodOutput } from '#shared/bridge/index.ts';
import type { Import, ImportLine, LineFilter } from '#shared/domain/imports.ts';
import { bridge } from '../../bridge/client.ts';
import { useIsLive } from '../../stores/connection.ts';

const PAGE = 200;
type Page = MethodOutput<'imports.lines'>;

/** The lines read so far, and what can be done about the rest. */
export interface LineList {
  readonly rows: readonly ImportLine[];
  readonly isLoading: boolean;
  readonly error: Error | null;
  readonly more: () => void;
  readonly refresh: () => void;
}

/** Reads the lines of an import from the gateway, page by page; anew when its state is another, and when a lost link is back. */
export function useLines({ id, state }: Pick<Import, 'id' | 'state'>, filter: LineFilter): LineList {
  const client = useQueryClient();
  const live = useIsLive();
  // Another topic than the import's: while it is worked on, notices would have all pages read again.
  const key = useMemo(() => ['import-lines', id, state, filter], [id, state, filter]);
  const query = useInfiniteQuery<
    Page,
    Error,
    InfiniteData<Page, string | null>,
    readonly unknown[],
    string | null
  >({
    queryKey: key,
    queryFn: ({ pageParam }) =>
      bridge.call('imports.lines', { importId: id, filter, after: pageParam, limit: PAGE }),
    initialPageParam: null,
    getNextPageParam: (page) => page.next,
    gcTime: 0,
    retry: false,
  });
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage, error, refetch } = query;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.rows) ?? [], [data]);
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage({ cancelRefetch: false });
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const wasLive = useRef(live);
  useEffect(() => {
    if (live && !wasLive.current && error !== null) void refetch();
    wasLive.current = live;
  }, [live, error, refetch]);
  return {
    rows,
    isLoading: query.isPending,
    error: data === undefined ? error : null,
    more,
    refresh: useCallback(() => void client.resetQueries({ queryKey: key }), [client, key]),
  };
}

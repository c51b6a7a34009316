import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import type { MethodOutput } from '#shared/bridge/index.ts';
import type { AuditFilter, AuditRecord } from '#shared/domain/audit.ts';
import { bridge } from '../../bridge/client.ts';
import { useIsLive } from '../../stores/connection.ts';

const PAGE = 100;
type Page = MethodOutput<'audit.list'>;

/** The records read so far, and what can be done about the rest. */
export interface AuditList {
  readonly rows: readonly AuditRecord[];
  readonly isLoading: boolean;
  /** Whether older records are being searched. */
  readonly isSearching: boolean;
  readonly error: Error | null;
  readonly more: () => void;
  readonly refresh: () => void;
}

/** Reads the audit from the gateway, newest first, page by page. It is read again on demand, and when a lost link is back. */
export function useAudit(filter: AuditFilter): AuditList {
  const client = useQueryClient();
  const live = useIsLive();
  const key = useMemo(() => ['audit', 'list', filter], [filter]);
  const query = useInfiniteQuery<
    Page,
    Error,
    InfiniteData<Page, string | null>,
    readonly unknown[],
    string | null
  >({
    queryKey: key,
    queryFn: ({ pageParam }) => bridge.call('audit.list', { filter, after: pageParam, limit: PAGE }),
    initialPageParam: null,
    getNextPageParam: (page) => page.next,
    // What was read before the page was closed is old; nothing reports changes.
    gcTime: 0,
    retry: false,
  });
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage, error, refetch } = query;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.rows) ?? [], [data]);
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage({ cancelRefetch: false });
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  // A page without a match is not the end: the gateway looks at a bounded number of records for each.
  const lastPage = data?.pages.at(-1);
  useEffect(() => {
    if (lastPage?.rows.length === 0 && error === null) more();
  }, [lastPage, error, more]);
  // A link that comes back is a reason to ask again; an error while it stands is not.
  const wasLive = useRef(live);
  useEffect(() => {
    if (live && !wasLive.current && error !== null) void refetch();
    wasLive.current = live;
  }, [live, error, refetch]);
  return {
    rows,
    isLoading: query.isPending,
    isSearching: isFetchingNextPage,
    error,
    more,
    refresh: useCallback(() => void client.resetQueries({ queryKey: key }), [client, key]),
  };
}

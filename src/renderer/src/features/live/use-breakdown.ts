import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { Scope } from '#shared/bridge/live.ts';
import { scopeKey } from '../../stores/figures.ts';
import { useTimeZone } from '../../stores/session.ts';
import { useFigureStream } from './figure-stream.ts';
import { paceOf } from './pace.ts';
import { useFollowPeriod } from './use-period.ts';

/** Reads a breakdown of a scope, again when payments come and when the period moves on. `name` tells it from others. */
export function useBreakdown<T>(name: string, scope: Scope, read: () => Promise<T>): UseQueryResult<T> {
  const timeZone = useTimeZone();
  const query = useQuery<T>({
    queryKey: ['figures', name, scopeKey(scope), timeZone],
    queryFn: read,
    meta: { intervalMs: paceOf(scope.window) },
    placeholderData: keepPreviousData,
  });
  useFigureStream(scope);
  useFollowPeriod(scope, query.refetch);
  return query;
}

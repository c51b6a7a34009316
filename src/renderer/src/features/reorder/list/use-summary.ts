import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { MethodOutput } from '#shared/bridge/index.ts';
import { bridge } from '../../../bridge/client.ts';
import type { ReorderFilters } from '../filters.ts';

/** What the list says about all of its rows. */
export type Summary = MethodOutput<'reorder.list'>;

/** Reads the counts, the value and the range of the days of a list, whichever of its rows are in view. */
export function useSummary(filters: ReorderFilters): UseQueryResult<Summary> {
  return useQuery({
    queryKey: ['reorder', 'summary', filters],
    queryFn: () => bridge.call('reorder.list', { ...filters, after: null, limit: 1 }),
    meta: { intervalMs: 2000 },
    placeholderData: (previous) => previous,
  });
}

import { useQuery } from '@tanstack/react-query';
import type { MethodOutput } from '#shared/bridge/index.ts';
import { bridge } from '../../../bridge/client.ts';

/** A sheet with the sums of its lines. */
export type SheetData = MethodOutput<'counts.sheet'>;

/** Reads a sheet; again when it changes, and at most each second when stock does. */
export function useSheet(countId: string) {
  return useQuery({
    queryKey: ['count_levels', 'sheet', countId],
    queryFn: () => bridge.call('counts.sheet', { countId }),
    meta: { intervalMs: 1_000 },
  });
}

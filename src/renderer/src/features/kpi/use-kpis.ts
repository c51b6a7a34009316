import { useQuery } from '@tanstack/react-query';
import { bridge } from '../../bridge/client.ts';
import type { WidgetOption } from '../../lib/feature.ts';

/** The KPIs as they are now, those of a team, or the archived ones. */
export function useKpis({
  archived = false,
  teamId = null,
}: {
  archived?: boolean;
  teamId?: string | null;
} = {}) {
  return useQuery({
    queryKey: ['kpi', 'list', archived, teamId],
    queryFn: () => bridge.call('kpi.list', { archived, teamId }),
    meta: { intervalMs: 1000 },
    // The pace of a window changes with the time.
    refetchInterval: 60_000,
  });
}

/** The KPIs that a widget may show. */
export const useKpiChoices: WidgetOption['useChoices'] = () =>
  useKpis().data?.rows.map(({ id, name }) => ({ value: id, label: name }));

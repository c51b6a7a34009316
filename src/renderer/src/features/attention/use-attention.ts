import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { MethodOutput } from '#shared/bridge/index.ts';
import { bridge } from '../../bridge/client.ts';
import type { NavBadge } from '../../lib/feature.ts';

/** How often the queue is read again because time has passed, ms: clocks warn and run out without an event. */
const REFRESH_MS = 10_000;

/** The attention queue, kept current. */
export function useAttention() {
  return useQuery({
    queryKey: ['attention', 'list'],
    queryFn: () => bridge.call('attention.list', {}),
    refetchInterval: REFRESH_MS,
    meta: { intervalMs: 1000 },
  });
}

const URGENT: ReadonlySet<string> = new Set(['clock_breached', 'alert_critical']);
const countUrgent = ({ entries }: MethodOutput<'attention.list'>): number =>
  entries.filter(({ reason }) => URGENT.has(reason)).length;

/** Counts what is overdue or critical. */
export function useAttentionBadge(): NavBadge {
  const { t } = useTranslation();
  const { data } = useAttention();
  const count = data ? countUrgent(data) : 0;
  return { count, tone: 'crit', label: t('attention.badge', { count }) };
}

import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { bridge } from '../../bridge/client.ts';
import type { NavBadge } from '../../lib/feature.ts';

/** Counts open alerts; the tone tells whether any is critical. */
export function useOpenAlertsBadge(): NavBadge {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['alerts', 'counts'],
    queryFn: () => bridge.call('alerts.counts', {}),
    meta: { intervalMs: 500 },
  });
  const count = data?.open ?? 0;
  return { count, tone: (data?.critical ?? 0) > 0 ? 'crit' : 'warn', label: t('nav.openAlerts', { count }) };
}

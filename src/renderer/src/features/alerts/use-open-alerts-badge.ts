import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { choiceOf, deliveryOf } from '#shared/domain/alert-delivery.ts';
import { bridge } from '../../bridge/client.ts';
import type { NavBadge } from '../../lib/feature.ts';
import { useSession, useUserId } from '../../stores/session.ts';

/** Counts the open alerts that the user wants to see here, without silenced ones; the tone tells whether any is critical. */
export function useOpenAlertsBadge(): NavBadge {
  const { t } = useTranslation();
  const userId = useUserId();
  const delivery = useSession((state) => state.settings?.alertDelivery);
  const { data } = useQuery({
    // A topic of its own: it does not depend on the stock, and follows alerts at once.
    queryKey: ['alert_counts'],
    queryFn: () => bridge.call('alerts.counts', {}),
    meta: { intervalMs: 30 },
  });
  const choice = choiceOf(delivery ?? [], userId);
  const shown = (data?.loud ?? []).filter((group) => deliveryOf(choice, group) !== 'none');
  const count = shown.reduce((sum, group) => sum + group.count, 0);
  const critical = shown.some(({ severity }) => severity === 'critical');
  return { count, tone: critical ? 'crit' : 'warn', label: t('nav.openAlerts', { count }) };
}

import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { choiceOf, deliveryOf } from '#shared/domain/alert-delivery.ts';
import type { NavBadge } from '../../lib/feature.ts';
import { useSession, useUserId } from '../../stores/session.ts';
import { ALERT_COUNTS } from './counts.ts';

/** Counts the open alerts that the user wants to see here, without silenced ones; the tone tells whether any is critical. */
export function useOpenAlertsBadge(): NavBadge {
  const { t } = useTranslation();
  const userId = useUserId();
  const delivery = useSession((state) => state.settings?.alertDelivery);
  const { data } = useQuery(ALERT_COUNTS);
  const choice = choiceOf(delivery ?? [], userId);
  const shown = (data?.loud ?? []).filter((group) => deliveryOf(choice, group) !== 'none');
  const count = shown.reduce((sum, group) => sum + group.count, 0);
  const critical = shown.some(({ severity }) => severity === 'critical');
  return { count, tone: critical ? 'crit' : 'warn', label: t('nav.openAlerts', { count }) };
}

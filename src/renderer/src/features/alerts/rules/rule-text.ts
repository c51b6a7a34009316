import { useTranslation } from 'react-i18next';
import type { AlertRule } from '#shared/domain/alert-rules.ts';
import { MINUTE_MS } from '#shared/domain/time.ts';
import { useFormat } from '../../../hooks/use-format.ts';

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60) % 24).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** Returns functions that put the condition and the delays of a rule into words. */
export function useRuleText(): {
  readonly condition: (rule: AlertRule) => string;
  readonly delays: (rule: AlertRule) => string;
} {
  const { t } = useTranslation();
  const format = useFormat();
  return {
    condition(rule) {
      switch (rule.kind) {
        case 'low_stock':
          return t('alerts.rules.condition.low_stock');
        case 'out_of_stock':
          return t('alerts.rules.condition.out_of_stock');
        case 'overstock':
          return rule.overAt === null
            ? t('alerts.rules.condition.overstock')
            : t('alerts.rules.condition.overstockAt', { limit: format.integer(rule.overAt) });
        case 'expiring':
          return rule.withinDays === null
            ? t('alerts.rules.condition.expiring')
            : t('alerts.rules.condition.expiringWithin', { count: rule.withinDays });
        case 'dead_feed':
          return t('alerts.rules.condition.dead_feed', {
            hours: format.age(0, Math.round(rule.silentForMs / MINUTE_MS) * MINUTE_MS),
          });
      }
    },
    delays(rule) {
      if (rule.kind === 'dead_feed')
        return rule.opensAt === rule.closesAt
          ? t('alerts.rules.allDay')
          : t('alerts.rules.hours', { from: clock(rule.opensAt), to: clock(rule.closesAt) });
      const time = (ms: number): string => (ms === 0 ? t('alerts.rules.atOnce') : format.age(0, ms));
      return t('alerts.rules.delays', {
        fires: time(rule.forMs),
        resolves: time(rule.keepFiringForMs),
      });
    },
  };
}

import type { Alert } from '#shared/domain/alerts.ts';
import type { Described, EngineDomain, NewsSource } from '../../store/domain.ts';
import { alertEffects } from './effects.ts';
import * as created from './migrations/0060-alerts.ts';
import * as rows from './migrations/0100-alert-rows.ts';
import * as outcomes from './migrations/0220-alert-outcomes.ts';
import { alertsProjection, dumpAlerts } from './projection.ts';
import { alertCounts, alertList } from './reads.ts';

function describeAlert({ alert }: { readonly alert: Alert }): Described {
  const about: Described['values'] =
    alert.subject.type === 'stock'
      ? { item: alert.subject.itemName, sku: alert.subject.sku, location: alert.subject.locationName }
      : { message: alert.message };
  const { kind, severity, value, threshold } = alert;
  return { values: { kind, severity, value, threshold, ...about }, subject: { kind: 'alert', id: alert.id } };
}

const raised: NewsSource<'alerts.raised'> = {
  kind: 'alerts',
  isNews: () => true,
  toast: ({ id, data: { alert } }) => ({
    id,
    category: alert.subject.type === 'stock' ? 'stock' : 'system',
    severity: alert.severity,
    message: `toast.alert_${alert.kind}`,
    values:
      alert.subject.type === 'stock'
        ? {
            item: alert.subject.itemName,
            sku: alert.subject.sku,
            location: alert.subject.locationName,
            value: alert.value ?? 0,
          }
        : { message: alert.message.slice(0, 300) },
    subject: { kind: 'alert', id: alert.id },
    about: 'team',
  }),
};

/** The domain of alerts and alert rules. */
export const alertsDomain: EngineDomain = {
  name: 'alerts',
  migrations: [
    { version: 60, ...created },
    { version: 100, up: rows.up, down: rows.down },
    { version: 220, ...outcomes },
  ],
  projections: { alerts: alertsProjection },
  dumps: { alerts: dumpAlerts },
  reads: { 'alerts.list': alertList, 'alerts.counts': alertCounts },
  effects: alertEffects,
  activity: {
    'alerts.raised': describeAlert,
    'alerts.acknowledged': describeAlert,
    'alerts.silenced': describeAlert,
    'alerts.resolved': describeAlert,
    'alerts.rule_changed': ({ rule }) => ({
      values: { kind: rule.kind, severity: rule.severity },
      subject: { kind: 'alert_rule', id: rule.id },
    }),
  },
  news: { 'alerts.raised': raised },
};

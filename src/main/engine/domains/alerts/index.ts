import type { Toast } from '#shared/bridge/notifications.ts';
import type { AlertRule } from '#shared/domain/alert-rules.ts';
import { ALL_ALERTS, type Alert, isAcknowledged, locationOf } from '#shared/domain/alerts.ts';
import type { Described, EngineDomain, NewsSource } from '../../store/domain.ts';
import { alertDetail } from './detail.ts';
import { alertEffects } from './effects.ts';
import * as created from './migrations/0060-alerts.ts';
import * as rows from './migrations/0100-alert-rows.ts';
import * as outcomes from './migrations/0220-alert-outcomes.ts';
import * as lifecycle from './migrations/0330-alert-lifecycle.ts';
import * as expiry from './migrations/0390-alert-expiry.ts';
import { alertPreview } from './preview.ts';
import { alertsProjection, dumpAlerts } from './projection.ts';
import { alertCounts, alertList, alertRules } from './reads.ts';

/** The names in what an alert is about, for sentences. */
function aboutOf(alert: Alert): Described['values'] {
  const { subject, message } = alert;
  if (subject.type === 'stock')
    return { item: subject.itemName, sku: subject.sku, location: subject.locationName };
  if (subject.type === 'kpi') return { kpi: subject.name };
  return subject.type === 'location' ? { location: subject.locationName } : { message };
}

function describeAlert({ alert }: { readonly alert: Alert }): Described {
  const { kind, severity, value, threshold, ownerName } = alert;
  return {
    values: { kind, severity, value, threshold, owner: ownerName, ...aboutOf(alert) },
    subject: { kind: 'alert', id: alert.id },
  };
}

/** The category of news about an alert. */
function categoryOf({ subject }: Pick<Alert, 'subject'>): 'stock' | 'system' {
  return subject.type === 'stock' || subject.type === 'location' ? 'stock' : 'system';
}

/** Summaries count alerts; toasts are shown for what the gateway tells about them. */
const raised: NewsSource<'alerts.raised'> = { kind: 'alerts', isNews: () => true, toast: () => null };

const toastValues = (alert: Alert): Toast['values'] => ({
  item: '',
  location: '',
  ...textsOf(aboutOf(alert)),
  value: alert.value ?? 0,
});

/** Cut to what a toast can hold. */
function textsOf(values: Described['values']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, String(value ?? '').slice(0, 300)]),
  );
}

const notified: NewsSource<'alerts.notified'> = {
  kind: 'told',
  isNews: () => true,
  toast: ({ id, data: { notice, alert } }) => {
    const { group, reason, severity, fresh, open, locationName } = notice;
    const about = group === null ? {} : { alert: group };
    const rest = { id, severity, about: 'team', ...about } as const;
    if (alert !== null && reason !== 'repeat')
      return {
        ...rest,
        category: categoryOf(alert),
        message: `toast.alert_${alert.kind}`,
        values: toastValues(alert),
        subject: { kind: 'alert', id: alert.id },
      };
    const message =
      group === null ? 'alert_flood' : reason === 'repeat' ? 'alert_repeat' : `alert_group_${group.kind}`;
    return {
      ...rest,
      category: group?.kind === 'manual' || group?.kind === 'kpi' ? 'system' : 'stock',
      message: `toast.${message}`,
      values: { fresh, open, location: locationName ?? '' },
      subject: { kind: 'alert', id: alert?.id ?? ALL_ALERTS },
    };
  },
};

const unsilenced: NewsSource<'alerts.unsilenced'> = {
  kind: 'told',
  // What a person ends needs no toast.
  isNews: ({ actor, data: { alert } }) => actor?.kind === 'system' && !isAcknowledged(alert),
  toast: ({ id, data: { alert } }) => {
    const { kind, severity, subject, message } = alert;
    const about =
      subject.type === 'stock'
        ? `${subject.itemName}, ${subject.locationName}`
        : subject.type === 'location'
          ? subject.locationName
          : subject.type === 'kpi'
            ? subject.name
            : message;
    return {
      id,
      category: categoryOf({ subject }),
      severity,
      message: 'toast.alert_unsilenced',
      values: { about: about.slice(0, 300) },
      subject: { kind: 'alert', id: alert.id },
      about: 'team',
      alert: { kind, severity, locationId: locationOf(alert) },
    };
  },
};

const describeRule = ({ rule }: { readonly rule: AlertRule }): Described => ({
  values: { kind: rule.kind, severity: rule.severity },
  subject: { kind: 'alert_rule', id: rule.id },
});

/** The domain of alerts and alert rules. */
export const alertsDomain: EngineDomain = {
  name: 'alerts',
  migrations: [
    { version: 60, ...created },
    { version: 100, up: rows.up, down: rows.down },
    { version: 220, ...outcomes },
    { version: 330, ...lifecycle },
    { version: 390, ...expiry },
  ],
  projections: { alerts: alertsProjection },
  dumps: { alerts: dumpAlerts },
  reads: {
    'alerts.list': alertList,
    'alerts.counts': alertCounts,
    'alerts.detail': alertDetail,
    'alerts.rules': alertRules,
    'alerts.preview': alertPreview,
  },
  effects: alertEffects,
  activity: {
    'alerts.raised': describeAlert,
    'alerts.state_changed': describeAlert,
    'alerts.lapsed': describeAlert,
    'alerts.acknowledged': describeAlert,
    'alerts.assigned': describeAlert,
    'alerts.silenced': describeAlert,
    'alerts.unsilenced': describeAlert,
    'alerts.resolved': describeAlert,
    'alerts.notified': ({ notice }) => ({
      values: { count: notice.fresh, open: notice.open, location: notice.locationName },
      subject: { kind: 'alert', id: ALL_ALERTS },
    }),
    'alerts.rule_changed': describeRule,
    'alerts.rule_removed': ({ ruleId }) => ({
      values: {},
      subject: { kind: 'alert_rule', id: ruleId },
    }),
  },
  news: { 'alerts.raised': raised, 'alerts.notified': notified, 'alerts.unsilenced': unsilenced },
};

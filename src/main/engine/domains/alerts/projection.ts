import type { AlertRule } from '#shared/domain/alert-rules.ts';
import {
  type Alert,
  isAcknowledged,
  isLoud,
  isOpen,
  isRaised,
  locationOf,
  SEVERITY_RANK,
} from '#shared/domain/alerts.ts';
import { parserOf } from '#shared/protocol/events/guard.ts';
import { alertRow, alertRuleRow } from '#shared/rows/alerts.ts';
import { type ChannelProjection, dumpTables, type ProjectionContext } from '../../store/projection.ts';
import { alertRulesTable, alertsTable, loudCounter, openCounter } from './tables.ts';

const parseAlert = parserOf(alertRow.schema);
const parseRule = parserOf(alertRuleRow.schema);

/** The fields that the counters depend on. */
type Standing = Pick<Alert, 'state' | 'severity' | 'kind' | 'acknowledgedAt' | 'silencedUntil'> & {
  readonly locationId: string | null;
};

/** Projects the channel `alerts`: alerts and alert rules. */
export function alertsProjection(context: ProjectionContext): ChannelProjection<'alerts'> {
  const { sql, counters, changes } = context;
  const alerts = context.bind(alertsTable);
  const removeAlert = alerts.remover(['id']);
  const rules = context.bind(alertRulesTable);
  const removeRule = rules.remover();
  const find = sql.prepare<[string], Standing>(
    `SELECT state, severity, kind, acknowledged_at AS acknowledgedAt, silenced_until AS silencedUntil, location_id AS locationId
     FROM ${context.table(alertsTable.name)} WHERE id = ?`,
  );

  const weigh = (alert: Standing, sign: 1 | -1): void => {
    if (!isRaised(alert)) return;
    counters.add('alerts.open', sign);
    counters.add(openCounter(alert.severity), sign);
    if (isLoud(alert)) counters.add(loudCounter(alert), sign);
    if (!isAcknowledged(alert)) counters.add('alerts.unacknowledged', sign);
  };
  const put = (alert: Alert): boolean => {
    const before = find.get(alert.id);
    const locationId = locationOf(alert);
    alerts.upsert(alert, { open: isOpen(alert) ? 1 : 0, rank: SEVERITY_RANK[alert.severity], locationId });
    if (before) weigh(before, -1);
    weigh({ ...alert, locationId }, 1);
    changes.touch('alerts', alert.id);
    return true;
  };
  const remove = (alertId: string): boolean => {
    const before = find.get(alertId);
    if (before) weigh(before, -1);
    removeAlert(alertId);
    changes.touch('alerts', alertId);
    return true;
  };
  const putRule = (rule: AlertRule): boolean => {
    rules.upsert(rule, {});
    changes.touchTopic('alerts');
    return true;
  };
  const record = (event: { readonly data: { readonly alert: Alert } }): boolean => put(event.data.alert);

  return {
    channel: 'alerts',
    tallies: [],
    events: {
      'alerts.raised': record,
      'alerts.state_changed': record,
      'alerts.lapsed': ({ data }) => remove(data.alert.id),
      'alerts.acknowledged': record,
      'alerts.assigned': record,
      'alerts.silenced': record,
      'alerts.unsilenced': record,
      'alerts.resolved': record,
      'alerts.notified': () => true,
      'alerts.rule_changed': (event) => putRule(event.data.rule),
      'alerts.rule_removed': ({ data }) => {
        removeRule(data.ruleId);
        changes.touchTopic('alerts');
        return true;
      },
    },
    rows: {
      alert: (row) => void put(parseAlert(row)),
      rule: (row) => void putRule(parseRule(row)),
    },
    clear: () => {
      alerts.clear();
      rules.clear();
      counters.clear('alerts.');
    },
  };
}

/** Returns all rows of the channel `alerts`. */
export const dumpAlerts = dumpTables(alertsTable, alertRulesTable);

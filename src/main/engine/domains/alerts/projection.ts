import { type Alert, type AlertRule, isAcknowledged, isOpen, SEVERITY_RANK } from '#shared/domain/alerts.ts';
import { parserOf } from '#shared/protocol/events/guard.ts';
import type { EventOf } from '#shared/protocol/events/index.ts';
import { alertRow, alertRuleRow } from '#shared/rows/alerts.ts';
import { type ChannelProjection, dumpTables, type ProjectionContext } from '../../store/projection.ts';
import { alertRulesTable, alertsTable, openCounter } from './tables.ts';

const parseAlert = parserOf(alertRow.schema);
const parseRule = parserOf(alertRuleRow.schema);

/** The fields that the counters depend on. */
type Standing = Pick<Alert, 'state' | 'severity' | 'acknowledgedAt'>;

interface Before {
  readonly state: Alert['state'];
  readonly severity: Alert['severity'];
  readonly acknowledgedAt: number | null;
}

/** Projects the channel `alerts`: alerts and alert rules. */
export function alertsProjection(context: ProjectionContext): ChannelProjection<'alerts'> {
  const { sql, counters, changes } = context;
  const alerts = context.bind(alertsTable);
  const rules = context.bind(alertRulesTable);
  const find = sql.prepare<[string], Before>(
    `SELECT state, severity, acknowledged_at AS acknowledgedAt FROM ${context.table(alertsTable.name)} WHERE id = ?`,
  );

  const weigh = (alert: Standing, sign: 1 | -1): void => {
    if (!isOpen(alert)) return;
    counters.add('alerts.open', sign);
    counters.add(openCounter(alert.severity), sign);
    if (!isAcknowledged(alert)) counters.add('alerts.unacknowledged', sign);
  };
  const put = (alert: Alert): boolean => {
    const before = find.get(alert.id);
    alerts.upsert(alert, { open: isOpen(alert) ? 1 : 0, rank: SEVERITY_RANK[alert.severity] });
    if (before) weigh(before, -1);
    weigh(alert, 1);
    changes.touch('alerts', alert.id);
    return true;
  };
  const putRule = (rule: AlertRule): boolean => {
    rules.upsert(rule, {});
    changes.touchTopic('alerts');
    return true;
  };
  const record = (
    event: EventOf<'alerts.raised' | 'alerts.acknowledged' | 'alerts.silenced' | 'alerts.resolved'>,
  ): boolean => put(event.data.alert);

  return {
    channel: 'alerts',
    tallies: [],
    events: {
      'alerts.raised': record,
      'alerts.acknowledged': record,
      'alerts.silenced': record,
      'alerts.resolved': record,
      'alerts.rule_changed': (event) => putRule(event.data.rule),
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

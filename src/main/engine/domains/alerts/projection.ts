import { Alert, AlertRule, isOpen } from '#shared/domain/alerts.ts';
import type { EventOf } from '#shared/protocol/events/index.ts';
import type { ChannelProjection, Dump, ProjectionContext } from '../../store/projection.ts';

/** Severities as they sort. */
const SEVERITY_RANK: Readonly<Record<Alert['severity'], number>> = { info: 0, warning: 1, critical: 2 };

interface Before {
  readonly k: number;
  readonly open: number;
  readonly severity: number;
  readonly acknowledged: number;
}

/** The channel `alerts`. */
export function alertsProjection(context: ProjectionContext): ChannelProjection<'alerts'> {
  const { sql, counters, changes } = context;
  const find = sql.prepare<[string], Before>(
    'SELECT k, open, severity, acknowledged FROM alerts WHERE id = ?',
  );
  const insert = sql.prepare(
    'INSERT INTO alerts (open, severity, state, raised_at, resolved_at, acknowledged, doc, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const update = sql.prepare(
    'UPDATE alerts SET open = ?, severity = ?, state = ?, raised_at = ?, resolved_at = ?, acknowledged = ?, doc = ? WHERE id = ?',
  );

  const weigh = (a: Omit<Before, 'k'>, sign: 1 | -1): void => {
    if (a.open === 0) return;
    counters.add('alerts.open', sign);
    counters.add(`alerts.open.${a.severity}`, sign);
    if (a.acknowledged === 0) counters.add('alerts.unacknowledged', sign);
  };
  const put = (alert: Alert): boolean => {
    const before = find.get(alert.id);
    const after = {
      open: isOpen(alert) ? 1 : 0,
      severity: SEVERITY_RANK[alert.severity],
      acknowledged: alert.acknowledgedAt === null ? 0 : 1,
    };
    (before ? update : insert).run(
      after.open,
      after.severity,
      alert.state,
      alert.raisedAt,
      alert.resolvedAt,
      after.acknowledged,
      JSON.stringify(alert),
      alert.id,
    );
    if (before) weigh(before, -1);
    weigh(after, 1);
    changes.touch('alerts', alert.id);
    return true;
  };
  const putRule = (rule: AlertRule): boolean => {
    sql
      .prepare('INSERT OR REPLACE INTO alert_rules (id, doc) VALUES (?, ?)')
      .run(rule.id, JSON.stringify(rule));
    changes.touchTopic('alerts');
    return true;
  };
  const record = (
    event:
      | EventOf<'alerts.raised'>
      | EventOf<'alerts.acknowledged'>
      | EventOf<'alerts.silenced'>
      | EventOf<'alerts.resolved'>,
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
    rows: { alert: (row) => void put(Alert.parse(row)), rule: (row) => void putRule(AlertRule.parse(row)) },
    clear: () => {
      sql.prepare('DELETE FROM alerts').run();
      sql.prepare('DELETE FROM alert_rules').run();
      counters.clear('alerts.');
    },
  };
}

/** All rows of the channel `alerts`, kind by kind, by id. */
export const dumpAlerts: Dump = function* (sql) {
  const docs = (table: string): IterableIterator<{ doc: string }> =>
    sql.raw.prepare<[], { doc: string }>(`SELECT doc FROM ${table} ORDER BY id`).iterate();
  for (const { doc } of docs('alerts')) yield { kind: 'alert', row: JSON.parse(doc) };
  for (const { doc } of docs('alert_rules')) yield { kind: 'rule', row: JSON.parse(doc) };
};

import type { Alert, AlertInstance, AlertRule } from '#shared/domain/alerts.ts';
import type { SnapshotRow } from '#shared/protocol/snapshot.ts';
import type { Memo, Sql } from '../kernel.ts';
import type { TimeKey } from '../paging.ts';

const ALERT_COLUMNS = `id, rule_id AS ruleId, kind, severity, subject, message, state, value, threshold, raised_at AS raisedAt, cause_seq AS causeSeq,
  acknowledged_by AS acknowledgedBy, acknowledged_at AS acknowledgedAt, note, silenced_until AS silencedUntil, resolved_at AS resolvedAt`;
const RULE_COLUMNS = 'id, kind, severity, enabled, for_ms AS forMs, keep_firing_for_ms AS keepFiringForMs';
const INSTANCE_COLUMNS =
  'item_id AS itemId, location_id AS locationId, rule_id AS ruleId, state, since, alert_id AS alertId';

type AlertRow = Omit<Alert, 'subject'> & { readonly subject: string };
type RuleRow = Omit<AlertRule, 'enabled'> & { readonly enabled: number };

/** The state of one rule on one level, while it is not normal. */
export interface StoredInstance extends AlertInstance {
  readonly itemId: string;
  readonly locationId: string;
  readonly ruleId: string;
  /** The alert it raised; null before that. */
  readonly alertId: string | null;
}

function toAlert(row: AlertRow): Alert {
  return { ...row, subject: JSON.parse(row.subject) as Alert['subject'] };
}

function toRule(row: RuleRow): AlertRule {
  return { ...row, enabled: row.enabled === 1 };
}

/** Returns an alert by id. */
export function readAlert(sql: Sql, id: string): Alert | undefined {
  const row = sql.prepare<[string], AlertRow>(`SELECT ${ALERT_COLUMNS} FROM alerts WHERE id = ?`).get(id);
  return row && toAlert(row);
}

/** All rules by id: a handful, read with every movement. */
export const RULES: Memo<readonly AlertRule[]> = { read: readRules };

function readRules(sql: Sql): AlertRule[] {
  return sql.prepare<[], RuleRow>(`SELECT ${RULE_COLUMNS} FROM alert_rules ORDER BY id`).all().map(toRule);
}

const INSTANCES_AT = `SELECT ${INSTANCE_COLUMNS} FROM alert_instances WHERE item_id = ? AND location_id = ?`;

/** Returns the instances of a level that are not normal. */
export function instancesAt(sql: Sql, itemId: string, locationId: string): StoredInstance[] {
  return sql.prepare<[string, string], StoredInstance>(INSTANCES_AT).all(itemId, locationId);
}

/** Returns the instances whose timers are due, at most `limit`. */
export function dueInstances(sql: Sql, now: number, limit: number): StoredInstance[] {
  return sql
    .prepare<[number, number], StoredInstance>(
      `SELECT ${INSTANCE_COLUMNS} FROM alert_instances WHERE due_at <= ? ORDER BY due_at LIMIT ?`,
    )
    .all(now, limit);
}

/** Returns when the next timer is due, ms; null for none. */
export function nextDue(sql: Sql): number | null {
  return (
    sql
      .prepare<[], { at: number }>(
        'SELECT due_at AS at FROM alert_instances WHERE due_at IS NOT NULL ORDER BY due_at LIMIT 1',
      )
      .get()?.at ?? null
  );
}

/** Returns instances of a rule, at most `limit`. */
export function instancesOfRule(sql: Sql, ruleId: string, limit: number): StoredInstance[] {
  return sql
    .prepare<[string, number], StoredInstance>(
      `SELECT ${INSTANCE_COLUMNS} FROM alert_instances WHERE rule_id = ? LIMIT ?`,
    )
    .all(ruleId, limit);
}

/** Stores an instance with when it is due again; null for never. */
export function writeInstance(sql: Sql, instance: StoredInstance, due: number | null): void {
  sql
    .prepare<[string, string, string, string, number, number | null, string | null]>(
      'INSERT OR REPLACE INTO alert_instances (item_id, location_id, rule_id, state, since, due_at, alert_id) VALUES (?, ?, ?, ?, ?, ?, ?)',
    )
    .run(
      instance.itemId,
      instance.locationId,
      instance.ruleId,
      instance.state,
      instance.since,
      due,
      instance.alertId,
    );
}

/** Deletes an instance that is normal again. */
export function deleteInstance(sql: Sql, itemId: string, locationId: string, ruleId: string): void {
  sql
    .prepare<[string, string, string]>(
      'DELETE FROM alert_instances WHERE item_id = ? AND location_id = ? AND rule_id = ?',
    )
    .run(itemId, locationId, ruleId);
}

/** Returns a page of alerts, newest first, before a key; optionally open ones only. */
export function listAlerts(sql: Sql, openOnly: boolean, before: TimeKey, limit: number): Alert[] {
  return sql
    .prepare<[number, string, number], AlertRow>(
      `SELECT ${ALERT_COLUMNS} FROM alerts WHERE (raised_at, id) < (?, ?) ${openOnly ? 'AND resolved_at IS NULL' : ''}
       ORDER BY raised_at DESC, id DESC LIMIT ?`,
    )
    .all(before.at, before.id, limit)
    .map(toAlert);
}

/** Streams the rows of the channel `alerts`: alerts by id, then rules by id. */
export function* alertsSnapshot(sql: Sql): Iterable<SnapshotRow> {
  for (const row of sql.raw
    .prepare<[], AlertRow>(`SELECT ${ALERT_COLUMNS} FROM alerts ORDER BY id`)
    .iterate())
    yield { kind: 'alert', row: toAlert(row) };
  for (const row of sql.raw
    .prepare<[], RuleRow>(`SELECT ${RULE_COLUMNS} FROM alert_rules ORDER BY id`)
    .iterate())
    yield { kind: 'rule', row: toRule(row) };
}

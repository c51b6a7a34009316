import type { AlertRule } from '#shared/domain/alert-rules.ts';
import type { Alert } from '#shared/domain/alerts.ts';
import { rowQuery } from '../db/tables.ts';
import type { Memo, Sql } from '../kernel.ts';
import type { TimeKey } from '../paging.ts';
import { alertRulesTable, alertsTable, instancesTable, type StoredInstance } from './tables.ts';

const alertById = rowQuery(alertsTable, 'WHERE id = ?');
const allRules = rowQuery(alertRulesTable, 'ORDER BY id');

/** Returns an alert by id. */
export function readAlert(sql: Sql, id: string): Alert | undefined {
  return alertById.get(sql, id);
}

/** All rules by id: a handful, read with every movement. */
export const RULES: Memo<readonly AlertRule[]> = { read: (sql) => allRules.all(sql) };

/** Returns all rules by id. */
export function listRules(sql: Sql): AlertRule[] {
  return allRules.all(sql);
}

const instancesByLevel = rowQuery(instancesTable, 'WHERE item_id = ? AND location_id = ?');
const instancesDue = rowQuery(instancesTable, 'WHERE due_at <= ? ORDER BY due_at LIMIT ?');

/** Returns the instances of a level that are not normal. */
export function instancesAt(sql: Sql, itemId: string, locationId: string): StoredInstance[] {
  return instancesByLevel.all(sql, itemId, locationId);
}

/** Returns the instances whose timers are due, at most `limit`. */
export function dueInstances(sql: Sql, now: number, limit: number): StoredInstance[] {
  return instancesDue.all(sql, now, limit);
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

const NEWEST_FIRST = 'ORDER BY raised_at DESC, id DESC LIMIT ?';
const alertsBefore = rowQuery(alertsTable, `WHERE (raised_at, id) < (?, ?) ${NEWEST_FIRST}`);
// The SQL of `isOpen`: the gateway stores alerts that fire or are resolved, and has an index of those that are not resolved.
const openAlertsBefore = rowQuery(
  alertsTable,
  `WHERE (raised_at, id) < (?, ?) AND resolved_at IS NULL ${NEWEST_FIRST}`,
);

/** Returns a page of alerts, newest first, before a key; optionally open ones only. */
export function listAlerts(sql: Sql, openOnly: boolean, before: TimeKey, limit: number): Alert[] {
  return (openOnly ? openAlertsBefore : alertsBefore).all(sql, before.at, before.id, limit);
}

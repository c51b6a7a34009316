import type { Alert } from '#shared/domain/alerts.ts';
import { rowQuery } from '../db/tables.ts';
import type { Sql } from '../kernel.ts';
import { alertsTable } from './tables.ts';

// One that could not be evaluated has no threshold, and one that is pending, or was when its data ended, has not fired.
const fired = rowQuery(
  alertsTable,
  `WHERE raised_at >= ? AND raised_at < ? AND item_id <> '' AND threshold IS NOT NULL
     AND (state IN ('firing', 'recovering', 'resolved')
       OR EXISTS (SELECT 1 FROM alert_instances i WHERE i.alert_id = alerts.id AND i.fired = 1))`,
);

/** Returns the alerts about stock that fired in a period, half-open, ms. */
export function stockAlertsBetween(sql: Sql, from: number, to: number): Alert[] {
  return fired.all(sql, from, to);
}

/** Returns the time of the first alert, ms; null if there is none. */
export function firstAlert(sql: Sql): number | null {
  return sql.prepare<[], { at: number | null }>('SELECT min(raised_at) AS at FROM alerts').get()?.at ?? null;
}

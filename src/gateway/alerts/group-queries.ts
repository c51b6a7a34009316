import type { AlertGroup } from '#shared/domain/alert-groups.ts';
import type { Alert, AlertSeverity } from '#shared/domain/alerts.ts';
import { rowQuery } from '../db/tables.ts';
import type { Sql } from '../kernel.ts';
import { alertsTable, StoredGroup } from './tables.ts';

/** Returns the key of the note that a flood was told, the worst of which was of a severity. */
export function floodKey(severity: AlertSeverity): string {
  return `*${severity}`;
}
/** How many alerts of a group are counted. */
const MAX_COUNTED = 10_000;

interface GroupRow {
  readonly key: string;
  readonly kind: string | null;
  readonly severity: string | null;
  readonly locationId: string | null;
  readonly toldAt: number | null;
  readonly waitingSince: number | null;
  readonly dueAt: number;
}

const GROUPS = `SELECT key, kind, severity, location_id AS locationId, told_at AS toldAt, waiting_since AS waitingSince,
  due_at AS dueAt FROM alert_groups`;

function groupOfRow({ key, kind, severity, locationId, toldAt, waitingSince, dueAt }: GroupRow): StoredGroup {
  const group = kind === null ? null : { kind, severity, locationId };
  return StoredGroup.parse({ key, group, times: { toldAt, waitingSince }, dueAt });
}

/** Returns the times of a group. */
export function readGroup(sql: Sql, key: string): StoredGroup | undefined {
  const row = sql.prepare<[string], GroupRow>(`${GROUPS} WHERE key = ?`).get(key);
  return row && groupOfRow(row);
}

/** Returns the groups that are due, at most `limit`. */
export function groupsDue(sql: Sql, now: number, limit: number): StoredGroup[] {
  return sql
    .prepare<[number, number], GroupRow>(`${GROUPS} WHERE due_at <= ? ORDER BY due_at, key LIMIT ?`)
    .all(now, limit)
    .map(groupOfRow);
}

/** Returns the groups in which alerts wait to be told, at most `limit`. */
export function groupsWaiting(sql: Sql, limit: number): StoredGroup[] {
  return sql
    .prepare<[number], GroupRow>(
      `${GROUPS} WHERE waiting_since IS NOT NULL ORDER BY waiting_since, key LIMIT ?`,
    )
    .all(limit)
    .map(groupOfRow);
}

/** Returns when the next group is due, ms; null for none. */
export function nextGroup(sql: Sql): number | null {
  return (
    sql.prepare<[], { at: number }>('SELECT due_at AS at FROM alert_groups ORDER BY due_at LIMIT 1').get()
      ?.at ?? null
  );
}

/** The alerts of a group that somebody should see to: raised, and neither silenced nor acknowledged. */
const LOUD = `resolved_at IS NULL AND kind = ? AND severity = ? AND location_id IS ? AND state <> 'pending'
  AND acknowledged_at IS NULL AND silenced_until IS NULL`;

/** Counts the alerts of a group that somebody should see to, and those among them since a time, ms; at most 10,000. */
export function countGroup(
  sql: Sql,
  { kind, severity, locationId }: AlertGroup,
  since: number,
): { readonly fresh: number; readonly open: number } {
  const row = sql
    .prepare<[number, string, string, string | null, number], { fresh: number; open: number }>(
      `SELECT count(*) FILTER (WHERE raised_at >= ?) AS fresh, count(*) AS open
       FROM (SELECT raised_at FROM alerts WHERE ${LOUD} LIMIT ?)`,
    )
    .get(since, kind, severity, locationId, MAX_COUNTED);
  return row ?? { fresh: 0, open: 0 };
}

const newest = rowQuery(alertsTable, `WHERE ${LOUD} ORDER BY raised_at DESC, id DESC LIMIT 1`);

/** Returns the newest alert of a group that somebody should see to. */
export function newestOfGroup(sql: Sql, { kind, severity, locationId }: AlertGroup): Alert | null {
  return newest.get(sql, kind, severity, locationId) ?? null;
}

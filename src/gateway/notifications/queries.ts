import type { Sql } from '../kernel.ts';
import { SUMMARY_PREFIX } from './rules.ts';

/** Whether there is a notification with this id. */
export function hasNotification(sql: Sql, id: string): boolean {
  return sql.prepare<[string]>('SELECT 1 FROM notifications WHERE id = ?').get(id) !== undefined;
}

/** Counts the notifications since a time, ms, up to a limit. */
export function countSince(sql: Sql, since: number, limit: number): number {
  return (
    sql
      .prepare<[number, number], { n: number }>(
        'SELECT count(*) AS n FROM (SELECT 1 FROM notifications WHERE created_at > ? LIMIT ?)',
      )
      .get(since, limit)?.n ?? 0
  );
}

/** Whether a flood was summed up since a time, ms. */
export function hasSummarySince(sql: Sql, since: number): boolean {
  return (
    sql
      .prepare<[number, string]>('SELECT 1 FROM notifications WHERE created_at > ? AND id GLOB ? LIMIT 1')
      .get(since, `${SUMMARY_PREFIX}*`) !== undefined
  );
}

/** Returns when the oldest notification was created, ms; null for none. */
export function oldestNotification(sql: Sql): number | null {
  return (
    sql.prepare<[], { at: number | null }>('SELECT min(created_at) AS at FROM notifications').get()?.at ??
    null
  );
}

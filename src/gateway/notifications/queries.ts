import type { Sql } from '../kernel.ts';

/** Whether there is a notification with this id. */
export function hasNotification(sql: Sql, id: string): boolean {
  return sql.prepare<[string]>('SELECT 1 FROM notifications WHERE id = ?').get(id) !== undefined;
}

/** Returns when the oldest notification was created, ms; null for none. */
export function oldestNotification(sql: Sql): number | null {
  return (
    sql.prepare<[], { at: number | null }>('SELECT min(created_at) AS at FROM notifications').get()?.at ??
    null
  );
}

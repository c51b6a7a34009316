import type { Notification } from '#shared/domain/notifications.ts';
import { Subject } from '#shared/domain/subject.ts';
import type { SnapshotRow } from '#shared/protocol/snapshot.ts';
import type { Sql } from '../kernel.ts';

const COLUMNS =
  'id, category, title, body, subject, created_at AS createdAt, read_at AS readAt, dismissed_at AS dismissedAt';

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

/** Streams the rows of the channel `notifications`, by id. */
export function* notificationsSnapshot(sql: Sql): Iterable<SnapshotRow> {
  for (const row of sql.raw
    .prepare<[], Omit<Notification, 'subject'> & { subject: string | null }>(
      `SELECT ${COLUMNS} FROM notifications ORDER BY id`,
    )
    .iterate()) {
    const subject = row.subject === null ? null : Subject.parse(JSON.parse(row.subject));
    yield { kind: 'notification', row: { ...row, subject } satisfies Notification };
  }
}

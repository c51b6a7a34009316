import type { Notification } from '#shared/domain/notifications.ts';
import { notificationRow } from '#shared/rows/notifications.ts';
import { defineTable } from '#shared/rows/table.ts';
import type { EngineDomain } from '../../store/domain.ts';
import { type ChannelProjection, dumpTables, type ProjectionContext } from '../../store/projection.ts';
import * as rows from './migrations/0110-notification-rows.ts';
import * as text from './migrations/0250-notification-text.ts';

const notificationsTable = defineTable(notificationRow, { name: 'notifications', identity: ['id'] });

/** Projects the channel `notifications`. */
function notificationsProjection(context: ProjectionContext): ChannelProjection<'notifications'> {
  const { changes } = context;
  const notifications = context.bind(notificationsTable);
  const removeBefore = notifications.removerBelow('createdAt');
  const put = (notification: Notification): boolean => {
    notifications.upsert(notification, {});
    changes.touch('notifications', notification.id);
    return true;
  };
  return {
    channel: 'notifications',
    tallies: [],
    events: {
      'notifications.created': (event) => put(event.data.notification),
      'notifications.trimmed': ({ data }) => {
        removeBefore(data.before);
        changes.touchAll('notifications');
        return true;
      },
    },
    rows: { notification: (row) => void put(notificationRow.schema.parse(row)) },
    clear: () => notifications.clear(),
  };
}

/** The code and the values of a notification's text. Events are kept as they were sent, by an earlier gateway without one. */
function coded({ text }: Partial<Notification>): Record<string, string | number> {
  if (text == null) return {};
  const values = Object.entries(text.values).flatMap(([name, value]) =>
    typeof value === 'object' ? [] : [[name, value] as const],
  );
  return { notice: text.id, ...Object.fromEntries(values) };
}

/** The domain of notifications. */
export const notificationsDomain: EngineDomain = {
  name: 'notifications',
  migrations: [
    { version: 110, ...rows },
    { version: 250, ...text },
  ],
  projections: { notifications: notificationsProjection },
  dumps: { notifications: dumpTables(notificationsTable) },
  bookkeeping: ['notifications.trimmed'],
  activity: {
    'notifications.trimmed': () => ({ values: {}, subject: null }),
    'notifications.created': ({ notification }) => ({
      values: { title: notification.title, ...coded(notification) },
      subject: notification.subject,
    }),
  },
};

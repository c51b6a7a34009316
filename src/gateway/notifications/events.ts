import { perConnection, tableOn } from '../db/tables.ts';
import type { GatewayModule, Projection } from '../kernel.ts';
import { hasNotification } from './queries.ts';
import { fromNotice } from './rules.ts';
import { notificationsTable } from './tables.ts';

const writes = perConnection((sql) => {
  const notifications = tableOn(sql, notificationsTable);
  return {
    notifications,
    removeBefore: notifications.removerBelow('createdAt'),
  };
});

/** Updates the notifications' table from its events. */
export const notificationProjection: Projection = {
  'notifications.created': ({ sql }, { data }) =>
    void writes(sql).notifications.insert(data.notification, {}),
  'notifications.trimmed': ({ sql }, { data }) => void writes(sql).removeBefore(data.before),
};

/** Creates notifications from other domains' events. */
export const notificationReactions: NonNullable<GatewayModule['reactions']> = {
  'alerts.notified': (context, event) => {
    const notification = fromNotice(event.id, event.data, context.now);
    if (notification && !hasNotification(context.sql, notification.id))
      context.emit('notifications.created', { notification });
  },
};

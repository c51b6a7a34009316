import type { Notification } from '#shared/domain/notifications.ts';
import { perConnection, tableOn } from '../db/tables.ts';
import type { CommandContext, GatewayModule, Projection } from '../kernel.ts';
import { hasNotification } from './queries.ts';
import { fromNotice, ofLeaderLeft, ofOwnerLeft, ofReached } from './rules.ts';
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

function notify(context: CommandContext, notification: Notification): void {
  if (!hasNotification(context.sql, notification.id)) context.emit('notifications.created', { notification });
}

/** Creates notifications from other domains' events. */
export const notificationReactions: NonNullable<GatewayModule['reactions']> = {
  'alerts.notified': (context, event) => {
    const notification = fromNotice(event.id, event.data, context.now);
    if (notification) notify(context, notification);
  },
  'kpi.reached': (context, { id, data }) => notify(context, ofReached(id, data, context.now)),
  'kpi.owner_left': (context, { id, data }) => notify(context, ofOwnerLeft(id, data, context.now)),
  'assignment.leader_left': (context, { id, data }) => notify(context, ofLeaderLeft(id, data, context.now)),
};

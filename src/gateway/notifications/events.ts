import type { Notification } from '#shared/domain/notifications.ts';
import type { EventOf } from '#shared/protocol/events/index.ts';
import { perConnection, tableOn } from '../db/tables.ts';
import type { CommandContext, GatewayModule, Projection } from '../kernel.ts';
import { hasNotification } from './queries.ts';
import { fromDispute, fromNotice, fromThreshold, ofLeaderLeft, ofOwnerLeft, ofReached } from './rules.ts';
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

/** Creates a notification, unless it exists. */
function notify(context: CommandContext, notification: Notification | null): void {
  if (notification && !hasNotification(context.sql, notification.id))
    context.emit('notifications.created', { notification });
}

function notifyOfDispute(
  context: CommandContext,
  event: EventOf<'payments.disputed' | 'payments.dispute_due'>,
): void {
  // The past is no news.
  if (context.principal.writesHistory) return;
  notify(context, fromDispute(event.id, event.data.dispute, context.now));
}

/** Creates notifications from other domains' events. */
export const notificationReactions: NonNullable<GatewayModule['reactions']> = {
  'alerts.notified': (context, event) => notify(context, fromNotice(event.id, event.data, context.now)),
  'usage.threshold_reached': (context, event) =>
    notify(context, fromThreshold(event.id, event.data, context.now)),
  'payments.disputed': notifyOfDispute,
  'payments.dispute_due': notifyOfDispute,
  'kpi.reached': (context, { id, data }) => notify(context, ofReached(id, data, context.now)),
  'kpi.owner_left': (context, { id, data }) => notify(context, ofOwnerLeft(id, data, context.now)),
  'assignment.leader_left': (context, { id, data }) => notify(context, ofLeaderLeft(id, data, context.now)),
};

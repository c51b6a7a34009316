import type { EventOf } from '#shared/protocol/events/index.ts';
import { perConnection, tableOn } from '../db/tables.ts';
import type { CommandContext, GatewayModule, Projection } from '../kernel.ts';
import { hasNotification } from './queries.ts';
import { fromDispute, fromNotice } from './rules.ts';
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

function notifyOfDispute(
  context: CommandContext,
  event: EventOf<'payments.disputed' | 'payments.dispute_due'>,
): void {
  // The past is no news.
  if (context.principal.writesHistory) return;
  const notification = fromDispute(event.id, event.data.dispute, context.now);
  if (!hasNotification(context.sql, notification.id)) context.emit('notifications.created', { notification });
}

/** Creates notifications from other domains' events. */
export const notificationReactions: NonNullable<GatewayModule['reactions']> = {
  'alerts.notified': (context, event) => {
    const notification = fromNotice(event.id, event.data, context.now);
    if (notification && !hasNotification(context.sql, notification.id))
      context.emit('notifications.created', { notification });
  },
  'payments.disputed': notifyOfDispute,
  'payments.dispute_due': notifyOfDispute,
};

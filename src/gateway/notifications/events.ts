import { perConnection, tableOn } from '../db/tables.ts';
import type { GatewayModule, Projection } from '../kernel.ts';
import { countSince, hasNotification, hasSummarySince } from './queries.ts';
import { FLOOD, FLOOD_WITHIN_MS, fromAlert, SUMMARY_EVERY_MS, summaryOf } from './rules.ts';
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
  'alerts.raised': (context, event) => {
    const { sql, now } = context;
    const single = fromAlert(event.id, event.data.alert, now);
    if (!single) return;
    const flooded = countSince(sql, now - FLOOD_WITHIN_MS, FLOOD) >= FLOOD;
    if (flooded && hasSummarySince(sql, now - SUMMARY_EVERY_MS)) return;
    const notification = flooded ? summaryOf(event.id, now) : single;
    if (!hasNotification(sql, notification.id)) context.emit('notifications.created', { notification });
  },
};

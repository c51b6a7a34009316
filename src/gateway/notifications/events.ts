import type { GatewayModule } from '../kernel.ts';
import { hasNotification } from './queries.ts';
import { fromAlert } from './rules.ts';

/** Updates the notifications' table from its events, and creates notifications from other domains' events. */
export const notificationReactions: NonNullable<GatewayModule['reactions']> = {
  'notifications.created': (context, { data: { notification: n } }) => {
    context.sql
      .prepare<[string, string, string, string, string | null, number, number | null, number | null]>(
        'INSERT INTO notifications (id, category, title, body, subject, created_at, read_at, dismissed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      )
      .run(
        n.id,
        n.category,
        n.title,
        n.body,
        n.subject === null ? null : JSON.stringify(n.subject),
        n.createdAt,
        n.readAt,
        n.dismissedAt,
      );
  },
  'notifications.trimmed': (context, { data }) => {
    context.sql.prepare<[number]>('DELETE FROM notifications WHERE created_at < ?').run(data.before);
  },
  'alerts.raised': (context, event) => {
    const notification = fromAlert(event.id, event.data.alert, context.now);
    if (notification && !hasNotification(context.sql, notification.id))
      context.emit('notifications.created', { notification });
  },
};

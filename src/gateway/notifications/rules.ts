import type { Alert } from '#shared/domain/alerts.ts';
import type { Notification } from '#shared/domain/notifications.ts';

/** Returns the id of an event's notification: one event creates at most one. */
export function notificationId(eventId: string): string {
  return `notification-${eventId}`;
}

/** Returns the notification of an alert; null for one that is not critical. */
export function fromAlert(eventId: string, alert: Alert, now: number): Notification | null {
  if (alert.severity !== 'critical') return null;
  const rest = { id: notificationId(eventId), createdAt: now, readAt: null, dismissedAt: null };
  if (alert.subject.type === 'workspace') {
    return {
      ...rest,
      category: 'system',
      title: 'Critical alert',
      body: alert.message,
      subject: { kind: 'alert', id: alert.id },
    };
  }
  const { itemId, itemName, sku, locationName } = alert.subject;
  return {
    ...rest,
    category: 'stock',
    title: `Out of stock: ${itemName}`.slice(0, 200),
    body: `${sku} at ${locationName}: ${alert.value ?? 'unknown'} available.`,
    subject: { kind: 'item', id: itemId },
  };
}

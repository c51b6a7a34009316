import type { Alert } from '#shared/domain/alerts.ts';
import type { Notification } from '#shared/domain/notifications.ts';

/** The id of the notification an event makes: the same event can only ever make one. */
export function notificationId(eventId: string): string {
  return `notification-${eventId}`;
}

/** What an alert tells people; null for one that does not call for attention at once. */
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

import type { Alert } from '#shared/domain/alerts.ts';
import type { Notification } from '#shared/domain/notifications.ts';

/** Returns the id of an event's notification: one event creates at most one. */
export function notificationId(eventId: string): string {
  return `notification-${eventId}`;
}

/** More notifications than this within 30 s are a flood, which becomes one summary every five minutes. */
export const FLOOD = 20;
export const FLOOD_WITHIN_MS = 30_000;
export const SUMMARY_EVERY_MS = 5 * 60_000;
/** How the ids of summaries start. */
export const SUMMARY_PREFIX = 'summary-';

/** Returns the summary that stands for the notifications of a flood, from the event that set it off. */
export function summaryOf(eventId: string, now: number): Notification {
  return {
    id: `${SUMMARY_PREFIX}${eventId}`,
    category: 'stock',
    title: 'Many critical alerts at once',
    body: `More than ${FLOOD} alerts were raised within ${FLOOD_WITHIN_MS / 1000} seconds. The Alerts page lists them all.`,
    subject: null,
    createdAt: now,
    readAt: null,
    dismissedAt: null,
  };
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

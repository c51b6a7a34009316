import type { Alert } from '#shared/domain/alerts.ts';
import type { ValuesOf } from '#shared/domain/coded-text.ts';
import type { NOTICES, NoticeId, Notification } from '#shared/domain/notifications.ts';
import { sayNotice } from '#shared/text/say.ts';

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
    ...textOf('alert_flood', { count: FLOOD, seconds: FLOOD_WITHIN_MS / 1000 }),
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
      ...textOf('alert_raised', { message: alert.message }),
      subject: { kind: 'alert', id: alert.id },
    };
  }
  const { itemId, itemName, sku, locationName } = alert.subject;
  const values = { item: itemName, sku, location: locationName, available: alert.value ?? 0 };
  return {
    ...rest,
    category: 'stock',
    ...textOf('stock_out', values),
    subject: { kind: 'item', id: itemId },
  };
}

/** Returns the text of a notification as a code, and in English for clients that do not know it. */
function textOf<I extends NoticeId>(
  id: I,
  values: ValuesOf<(typeof NOTICES)[I]>,
): Pick<Notification, 'title' | 'body' | 'text'> {
  const text = { id, values: { ...values } };
  const said = sayNotice(text, 'en');
  return { title: (said?.title ?? id).slice(0, 200), body: (said?.body ?? '').slice(0, 1000), text };
}

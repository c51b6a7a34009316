import type { Alert } from '#shared/domain/alerts.ts';
import type { ValuesOf } from '#shared/domain/coded-text.ts';
import type { Dispute } from '#shared/domain/disputes.ts';
import type { NOTICES, NoticeId, Notification } from '#shared/domain/notifications.ts';
import { DAY_MS } from '#shared/domain/time.ts';
import type { EventData } from '#shared/protocol/events/index.ts';
import { sayNotice } from '#shared/text/say.ts';

/** Returns the id of an event's notification: one event creates at most one. */
export function notificationId(eventId: string): string {
  return `notification-${eventId}`;
}

/** Returns the notification of what the team is told about alerts; null for what is not critical, and for repetitions. */
export function fromNotice(
  eventId: string,
  { notice, alert }: EventData<'alerts.notified'>,
  now: number,
): Notification | null {
  if (notice.severity !== 'critical' || notice.reason === 'repeat') return null;
  const rest = { id: notificationId(eventId), createdAt: now, readAt: null, dismissedAt: null };
  if (alert !== null) return { ...rest, ...ofAlert(alert) };
  const { fresh, group, locationName } = notice;
  const text =
    group === null
      ? textOf('alert_many', { count: fresh })
      : textOf('alert_group', { count: fresh, location: locationName ?? '' });
  return { ...rest, category: 'stock', ...text, subject: null };
}

/** Returns the notification of a dispute that was opened, or whose deadline is near. It opens the order. */
export function fromDispute(
  eventId: string,
  { orderId, orderNumber, dueAt, warnedHours }: Dispute,
  now: number,
): Notification {
  const text =
    warnedHours === null
      ? textOf('dispute_opened', { order: orderNumber, days: Math.max(1, Math.ceil((dueAt - now) / DAY_MS)) })
      : textOf('dispute_due', { order: orderNumber, hours: warnedHours });
  return {
    ...{ id: notificationId(eventId), category: 'billing', ...text },
    ...{ subject: { kind: 'order', id: orderId }, createdAt: now, readAt: null, dismissedAt: null },
  };
}

function ofAlert(alert: Alert): Pick<Notification, 'category' | 'title' | 'body' | 'text' | 'subject'> {
  const { subject } = alert;
  const opened = { kind: 'alert', id: alert.id } as const;
  if (subject.type === 'stock') {
    const { itemId, itemName, sku, locationName } = subject;
    const place = { item: itemName, sku, location: locationName };
    if (alert.kind === 'expiring')
      return {
        category: 'stock',
        ...textOf('stock_expiring', { ...place, days: alert.value ?? 0 }),
        subject: opened,
      };
    const values = { ...place, available: alert.value ?? 0 };
    const out = alert.kind === 'out_of_stock';
    return {
      category: 'stock',
      ...textOf(out ? 'stock_out' : 'stock_alert', values),
      subject: out ? { kind: 'item', id: itemId } : opened,
    };
  }
  if (subject.type === 'location')
    return {
      category: 'stock',
      ...textOf('alert_silent', { location: subject.locationName }),
      subject: opened,
    };
  if (subject.type === 'kpi') {
    const values = { kpi: subject.name, percent: alert.value ?? 0 };
    const text = subject.when === 'pace' ? textOf('kpi_behind', values) : textOf('kpi_missed', values);
    return { category: 'system', ...text, subject: opened };
  }
  if (alert.kind === 'stock_check')
    return { category: 'stock', ...textOf('stock_differs', { count: alert.value ?? 0 }), subject: opened };
  return { category: 'system', ...textOf('alert_raised', { message: alert.message }), subject: opened };
}

/** Returns the notification that a KPI has reached its target. */
export function ofReached(eventId: string, { kpi }: EventData<'kpi.reached'>, now: number): Notification {
  return {
    ...systemNotice(eventId, now),
    ...textOf('kpi_reached', { kpi: kpi.name }),
    subject: { kind: 'kpi', id: kpi.id },
  };
}

/** Returns the notification that nobody owns a KPI any more. */
export function ofOwnerLeft(
  eventId: string,
  { kpi, name }: EventData<'kpi.owner_left'>,
  now: number,
): Notification {
  return {
    ...systemNotice(eventId, now),
    ...textOf('kpi_no_owner', { kpi: kpi.name, name }),
    subject: { kind: 'kpi', id: kpi.id },
  };
}

/** Returns the notification that a team has lost a leader. */
export function ofLeaderLeft(
  eventId: string,
  { team, name }: EventData<'assignment.leader_left'>,
  now: number,
): Notification {
  return {
    ...systemNotice(eventId, now),
    ...textOf('team_no_leader', { team: team.name, name }),
    subject: { kind: 'support_team', id: team.id },
  };
}

function systemNotice(
  eventId: string,
  createdAt: number,
): Pick<Notification, 'id' | 'category' | 'createdAt' | 'readAt' | 'dismissedAt'> {
  return { id: notificationId(eventId), category: 'system', createdAt, readAt: null, dismissedAt: null };
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

/** Returns the notification of a threshold of usage; null where people are told of a higher one. */
export function fromThreshold(
  eventId: string,
  { threshold, told, name }: EventData<'usage.threshold_reached'>,
  now: number,
): Notification | null {
  if (!told) return null;
  const meter = name === '' ? threshold.meter.replaceAll('_', ' ') : name;
  return {
    id: notificationId(eventId),
    category: 'billing',
    ...textOf('usage_threshold', { meter, percent: threshold.percent }),
    subject: { kind: 'meter', id: threshold.meter },
    createdAt: now,
    readAt: null,
    dismissedAt: null,
  };
}

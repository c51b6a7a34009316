import { z } from 'zod';
import { CodedText, type ValueKinds } from './coded-text.ts';
import { Id, Timestamp } from './ids.ts';
import { Subject } from './subject.ts';

/** What users can choose to be told about with toasts and native notifications. */
export const NOTIFICATION_CHOICES = ['all', 'mine', 'none'] as const;
export type NotificationChoice = (typeof NOTIFICATION_CHOICES)[number];

/** Whom news are about: the user (an own conversation) or the whole team. */
export const NEWS_AUDIENCES = ['me', 'team'] as const;

/** Returns whether a user who made this choice is told. What is about the console itself (undefined) is always told. */
export function isWanted(
  choice: NotificationChoice,
  about: (typeof NEWS_AUDIENCES)[number] | undefined,
): boolean {
  if (about === undefined || choice === 'all') return true;
  return choice === 'mine' && about === 'me';
}

/** The categories of notifications. */
export const NOTIFICATION_CATEGORIES = [
  'orders',
  'stock',
  'chat',
  'sla',
  'billing',
  'security',
  'system',
] as const;

/** What the gateway notifies about, with the values of title and body. The texts are in `shared/text`. */
export const NOTICES = {
  alert_flood: { count: 'number', seconds: 'number' },
  alert_many: { count: 'number' },
  alert_raised: { message: 'text' },
  alert_group: { count: 'number', location: 'text' },
  alert_silent: { location: 'text' },
  stock_alert: { item: 'text', sku: 'text', location: 'text', available: 'number' },
  stock_out: { item: 'text', sku: 'text', location: 'text', available: 'number' },
  stock_expiring: { item: 'text', sku: 'text', location: 'text', days: 'number' },
  stock_differs: { count: 'number' },
  usage_threshold: { meter: 'text', percent: 'number' },
  dispute_opened: { order: 'text', days: 'number' },
  dispute_due: { order: 'text', hours: 'number' },
  kpi_reached: { kpi: 'text' },
  kpi_behind: { kpi: 'text', percent: 'number' },
  kpi_missed: { kpi: 'text', percent: 'number' },
  kpi_no_owner: { kpi: 'text', name: 'text' },
  team_no_leader: { team: 'text', name: 'text' },
} as const satisfies Readonly<Record<string, ValueKinds>>;
/** What a notification is about. */
export type NoticeId = keyof typeof NOTICES;

/** A notification. It exists once per event id, however often the event is received. */
export const Notification = z.object({
  id: Id,
  category: z.enum(NOTIFICATION_CATEGORIES),
  /** In English, as the body, for clients that do not know `text`. */
  title: z.string().min(1).max(200),
  body: z.string().max(1000),
  /** Title and body as one of NOTICES or a newer one; null where an earlier gateway wrote them. */
  text: CodedText.nullable().default(null),
  /** The record that a click opens. */
  subject: Subject.nullable(),
  createdAt: Timestamp,
  readAt: Timestamp.nullable(),
  dismissedAt: Timestamp.nullable(),
});
export type Notification = z.infer<typeof Notification>;

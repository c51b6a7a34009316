import { z } from 'zod';
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

/** A notification. It exists once per event id, however often the event is received. */
export const Notification = z.object({
  id: Id,
  category: z.enum(NOTIFICATION_CATEGORIES),
  title: z.string().min(1).max(200),
  body: z.string().max(1000),
  /** The record that a click opens. */
  subject: Subject.nullable(),
  createdAt: Timestamp,
  readAt: Timestamp.nullable(),
  dismissedAt: Timestamp.nullable(),
});
export type Notification = z.infer<typeof Notification>;

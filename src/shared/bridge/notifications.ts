import { z } from 'zod';
import { AlertGroup } from '../domain/alert-groups.ts';
import { CodedText } from '../domain/coded-text.ts';
import { Id, Timestamp } from '../domain/ids.ts';
import { NEWS_AUDIENCES, NOTIFICATION_CATEGORIES } from '../domain/notifications.ts';
import { Subject } from '../domain/subject.ts';
import { method, Nothing, PageRequest, page, read, stream } from './contract.ts';

/** A toast, or a native notification while the window is hidden. */
export const Toast = z.object({
  id: Id,
  category: z.enum(NOTIFICATION_CATEGORIES),
  severity: z.enum(['info', 'warning', 'critical']),
  /** A translation key (see `text/en.ts`), into which `values` are inserted. */
  message: z.string().max(120),
  values: z.record(z.string().max(40), z.union([z.string().max(300), z.number()])),
  /** Why a command was refused, for the toast about that. */
  why: CodedText.optional().catch(undefined),
  subject: Subject.nullable(),
  /** Whom it is about; absent if it is about the console itself. */
  about: z.enum(NEWS_AUDIENCES).optional(),
  /** What alerts it is about, for those who chose how they are told about them. */
  alert: AlertGroup.optional().catch(undefined),
});
export type Toast = z.infer<typeof Toast>;

/** What the user was told, or would have been told if the console had been connected; `at` is when it happened. */
export const ToldToast = Toast.extend({ at: Timestamp, readAt: Timestamp.nullable() });
export type ToldToast = z.infer<typeof ToldToast>;

/** The notification centre. */
export const notificationMethods = {
  /** Newest first. `unread` counts those not read: all, and those about the user. */
  'notifications.list': read(
    'signed_in',
    z.strictObject(PageRequest),
    page(ToldToast).extend({ unread: z.object({ all: z.int().min(0), mine: z.int().min(0) }) }),
  ),
  /** Marks as read what is about a record; everything with null. */
  'notifications.mark_read': method('signed_in', z.strictObject({ subject: Subject.nullable() }), Nothing),
} as const;

/** The stream of toasts. `suppressed` counts the news that a summary replaces. */
export const notificationStreams = {
  'notifications.toasts': stream(
    'signed_in',
    Nothing,
    z.object({ toasts: z.array(Toast).max(20), suppressed: z.int().min(0) }),
  ),
} as const;

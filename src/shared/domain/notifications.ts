import { z } from 'zod';
import { Id, Timestamp } from './ids.ts';
import { Subject } from './subject.ts';

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

import { z } from 'zod';
import { Id } from '../domain/ids.ts';
import { NOTIFICATION_CATEGORIES } from '../domain/notifications.ts';
import { Subject } from '../domain/subject.ts';
import { Nothing, stream } from './contract.ts';

/** A toast, or a native notification while the window is hidden. */
export const Toast = z.object({
  id: Id,
  category: z.enum(NOTIFICATION_CATEGORIES),
  severity: z.enum(['info', 'warning', 'critical']),
  /** A translation key (see `text/en.ts`), into which `values` are inserted. */
  message: z.string().max(120),
  values: z.record(z.string().max(40), z.union([z.string().max(300), z.number()])),
  subject: Subject.nullable(),
});
export type Toast = z.infer<typeof Toast>;

/** The stream of toasts. `suppressed` counts the news that a summary replaces. */
export const notificationStreams = {
  'notifications.toasts': stream(
    'signed_in',
    Nothing,
    z.object({ toasts: z.array(Toast).max(20), suppressed: z.int().min(0) }),
  ),
} as const;

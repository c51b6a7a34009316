import type { CommandContext } from '../kernel.ts';
import { oldestNotification } from './queries.ts';

const DAY_MS = 86_400_000;

/**
 * Lets go of notifications that are older than they are kept, as an event: whoever holds a copy lets go of the same ones. At
 * most once a day, so that a day's worth goes at a time. Returns when the next one is due, ms; null where there is none.
 */
export function sweepNotifications(context: CommandContext): number | null {
  const kept = context.config.retention.notificationDays * DAY_MS;
  // A day late, so that each step takes a whole day's notifications and not one by one.
  const dueAt = (): number | null => {
    const oldest = oldestNotification(context.sql);
    return oldest === null ? null : oldest + kept + DAY_MS;
  };
  const due = dueAt();
  if (due === null || due > context.now) return due;
  context.emit('notifications.trimmed', { before: context.now - kept });
  return dueAt();
}

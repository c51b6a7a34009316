import type { CommandContext } from '../kernel.ts';
import { oldestNotification } from './queries.ts';

const DAY_MS = 86_400_000;

/**
 * Deletes notifications past their retention, as an event, so that every replica deletes the same ones. At most once a day, so
 * that each event covers a day's worth. Returns when the next one is due, ms; null for none.
 */
export function sweepNotifications(context: CommandContext): number | null {
  const kept = context.config.retention.notificationDays * DAY_MS;
  // A day late, so that each event covers a whole day's notifications instead of one.
  const dueAt = (): number | null => {
    const oldest = oldestNotification(context.sql);
    return oldest === null ? null : oldest + kept + DAY_MS;
  };
  const due = dueAt();
  if (due === null || due > context.now) return due;
  context.emit('notifications.trimmed', { before: context.now - kept });
  return dueAt();
}

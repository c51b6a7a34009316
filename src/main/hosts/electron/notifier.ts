import { Notification } from 'electron';
import { LRUCache } from 'lru-cache';
import type { Subject } from '#shared/domain/subject.ts';
import type { Notifier } from '../../ports.ts';

/** Notifications kept referenced, so that their clicks are received. Clicks on older ones do nothing. */
const MAX_KEPT = 50;

/** Creates the notifier. `onClick` receives the subject of the notification that was clicked. */
export function createNotifier(onClick: (subject: Subject | null) => void): Notifier {
  const kept = new LRUCache<string, Notification>({ max: MAX_KEPT });
  return {
    available: Notification.isSupported(),
    show({ id, title, body, subject }) {
      const notification = new Notification({ title, body });
      notification.on('click', () => onClick(subject));
      notification.on('close', () => kept.delete(id));
      kept.set(id, notification);
      notification.show();
    },
  };
}

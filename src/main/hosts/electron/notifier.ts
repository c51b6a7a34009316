import { Notification } from 'electron';
import type { Subject } from '#shared/domain/subject.ts';
import type { Notifier } from '../../ports.ts';

/** Shown notifications kept so that their clicks are heard; older ones still show but no longer lead anywhere. */
const MAX_KEPT = 50;

/** The operating system's notifications. `clicked` gets what the clicked one was about. */
export function createNotifier(clicked: (subject: Subject | null) => void): Notifier {
  const kept = new Map<string, Notification>();
  return {
    available: Notification.isSupported(),
    show({ id, title, body, subject }) {
      const shown = new Notification({ title, body });
      shown.on('click', () => clicked(subject));
      shown.on('close', () => kept.delete(id));
      kept.set(id, shown);
      const [oldest] = kept.keys();
      if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
      shown.show();
    },
  };
}

import { TIME_ZONE_SETTING } from '#shared/domain/admin.ts';
import type { AnyEvent } from '#shared/protocol/events/index.ts';
import { keyActorId } from '../auth/index.ts';
import { type EventLog, eventOf } from '../log/index.ts';

const ADMIN = new Set(['admin'] as const);
/** Events of the channel `admin` that are read for one commit of another process; with more, everyone is checked. */
const MAX_READ = 1000;
const MAX_BYTES = 1024 * 1024;

/** Returns who an event concerns, where it can end a connection; null otherwise. */
function concerned(event: AnyEvent): string | null {
  switch (event.type) {
    case 'admin.role_changed':
    case 'admin.user_disabled':
    case 'admin.password_changed':
    case 'admin.sessions_ended':
      return event.data.userId;
    case 'admin.api_key_revoked':
      return keyActorId(event.data.keyId);
    default:
      return null;
  }
}

/** Who is told about the events of the channel `admin`. */
export interface AdminListeners {
  /**
   * Called with the users and API keys whose rights a commit has changed; with null when that cannot be told, because too much
   * happened at once or retention was faster.
   */
  readonly people: (userIds: ReadonlySet<string> | null) => void;
  /** Called when a setting that everyone sees has changed, or may have. */
  readonly workspace: () => void;
}

/** Whether an event changes a setting that everyone sees. */
const isVisible = (event: AnyEvent): boolean =>
  event.type === 'admin.setting_changed' && event.data.setting.key === TIME_ZONE_SETTING;

/** Watches what administrators change. Returns an unsubscribe function. */
export function watchAdmin(log: EventLog, { people, workspace }: AdminListeners): () => void {
  let seen = log.head();
  return log.onCommit((head) => {
    const events = inMemory(log, seen, head) ?? fromDisk(log, seen, head);
    seen = head;
    if (events === null) {
      people(null);
      workspace();
      return;
    }
    const changed = new Set(events.map(concerned).filter((id) => id !== null));
    if (changed.size > 0) people(changed);
    if (events.some(isVisible)) workspace();
  });
}

/** The events of the channel `admin` after `seen`; null where some are not in memory, because another process wrote. */
function inMemory(log: EventLog, seen: number, head: number): AnyEvent[] | null {
  const events: AnyEvent[] = [];
  for (let seq = seen + 1; seq <= head; seq += 1) {
    const logged = log.recent(seq);
    if (!logged) return null;
    if (logged.channel === 'admin') events.push(eventOf(logged));
  }
  return events;
}

/** The same from the log, by its index of channels; null where they are too many or partly trimmed. */
function fromDisk(log: EventLog, seen: number, head: number): readonly AnyEvent[] | null {
  if (seen < log.floor()) return null;
  const { events, upTo } = log.readAfter(seen, ADMIN, {
    maxEvents: MAX_READ,
    maxBytes: MAX_BYTES,
    upTo: head,
  });
  return upTo >= head ? events : null;
}

import { type EventLog, eventOf } from '../log/index.ts';

/**
 * Calls the listener with the users whose role a commit has changed; with null when that cannot be told, because another
 * process wrote and its events are not in memory. Returns an unsubscribe function.
 */
export function watchRoles(
  log: EventLog,
  listener: (userIds: ReadonlySet<string> | null) => void,
): () => void {
  let seen = log.head();
  return log.onCommit((head) => {
    const changed = new Set<string>();
    let complete = log.recent(seen + 1) !== undefined;
    for (let seq = seen + 1; complete && seq <= head; seq += 1) {
      const logged = log.recent(seq);
      if (!logged) complete = false;
      else if (logged.channel === 'admin') {
        const event = eventOf(logged);
        if (event.type === 'admin.role_changed') changed.add(event.data.userId);
      }
    }
    seen = head;
    if (!complete) listener(null);
    else if (changed.size > 0) listener(changed);
  });
}

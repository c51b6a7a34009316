import type { RoomMessageRow } from '#shared/bridge/rooms.ts';

/** One line of a room: a message, and what is shown before it. */
export interface RoomEntry {
  readonly message: RoomMessageRow;
  readonly newDay: boolean;
  /** False if it closely follows another message of its author: name and time are not repeated. */
  readonly head: boolean;
  /** Whether it is the first that was unread when the room was opened. */
  readonly firstUnread: boolean;
}

/** Messages by one author within this interval are grouped, ms. */
const RUN_MS = 3 * 60_000;

/**
 * Turns pages of messages, newest first, into lines, oldest first. `readUpTo` is how far the reader had read when the room was
 * opened; a message of their own is never unread.
 */
export function toRoomEntries(
  newestFirst: readonly RoomMessageRow[],
  dayOf: (at: number) => string,
  { readUpTo, userId }: { readonly readUpTo: number; readonly userId: string | null },
): RoomEntry[] {
  const seen = new Set<string>();
  const entries: RoomEntry[] = [];
  let before: RoomMessageRow | null = null;
  let marked = false;
  for (let index = newestFirst.length - 1; index >= 0; index--) {
    const message = newestFirst[index];
    if (message === undefined || seen.has(message.id)) continue;
    seen.add(message.id);
    const newDay = before === null || dayOf(before.at) !== dayOf(message.at);
    const unread = message.seq > readUpTo && message.authorId !== userId;
    // Above everything that is loaded, there may be more: no line then.
    const firstUnread = unread && !marked && before !== null;
    marked ||= unread;
    const head =
      newDay ||
      firstUnread ||
      before === null ||
      before.exported !== null ||
      before.authorId !== message.authorId ||
      message.at - before.at > RUN_MS;
    entries.push({ message, newDay, head, firstUnread });
    before = message;
  }
  return entries;
}

/** Returns the highest sequence among the messages of others; 0 if there are none. */
export function highestSeqOfOthers(entries: readonly RoomEntry[], userId: string | null): number {
  let highest = 0;
  for (const { message } of entries)
    if (message.authorId !== userId && message.seq > highest) highest = message.seq;
  return highest;
}

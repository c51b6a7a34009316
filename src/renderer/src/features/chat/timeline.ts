import type { MessageRow } from '#shared/bridge/chat.ts';

/** One line of the conversation: a message, and whether it starts a day or a run of messages by one author. */
export interface TimelineEntry {
  readonly message: MessageRow;
  readonly newDay: boolean;
  /** False if the message closely follows another of the same author and kind: name and time are not repeated. */
  readonly head: boolean;
  /** Whether to show its receipt: in a run with equal receipts, only the last message shows it. */
  readonly receipt: boolean;
}

/** Messages by one author within this interval are grouped, ms. */
const RUN_MS = 3 * 60_000;

/**
 * Turns pages of messages, newest first, into lines, oldest first. A message that appears on two pages is shown once.
 */
export function toTimeline(
  newestFirst: readonly MessageRow[],
  dayOf: (at: number) => string,
): TimelineEntry[] {
  const seen = new Set<string>();
  const entries: TimelineEntry[] = [];
  let before: MessageRow | null = null;
  for (let index = newestFirst.length - 1; index >= 0; index--) {
    const message = newestFirst[index];
    if (message === undefined || seen.has(message.id)) continue;
    seen.add(message.id);
    const newDay = before === null || dayOf(before.at) !== dayOf(message.at);
    const head =
      newDay ||
      before === null ||
      before.author.id !== message.author.id ||
      before.kind !== message.kind ||
      message.at - before.at > RUN_MS;
    entries.push({ message, newDay, head, receipt: message.receipt !== nextReceipt(newestFirst, index) });
    before = message;
  }
  return entries;
}

/** Returns the receipt of the next message. A customer's message has none, so it ends a run. */
function nextReceipt(newestFirst: readonly MessageRow[], index: number): MessageRow['receipt'] | undefined {
  const next = newestFirst[index - 1];
  // A refused message always shows its own receipt and actions.
  return next === undefined || newestFirst[index]?.receipt === 'failed' ? undefined : next.receipt;
}

/** Counts messages by others that arrived since the reader was last at the end. */
export function countNewer(
  entries: readonly TimelineEntry[],
  lastSeenId: string | null,
  userId: string | null,
): number {
  if (lastSeenId === null) return 0;
  let count = 0;
  for (let index = entries.length - 1; index >= 0; index--) {
    const message = entries[index]?.message;
    if (message === undefined || message.id === lastSeenId) return count;
    if (message.author.id !== userId) count++;
  }
  // The last message seen is no longer loaded, so the count is unknown.
  return 0;
}

/** Returns the oldest of the customer's newest `unread` messages that are loaded; null if there is none. */
export function firstUnreadId(entries: readonly TimelineEntry[], unread: number): string | null {
  if (unread === 0) return null;
  const byCustomer = entries.filter(({ message }) => message.author.kind === 'customer');
  return byCustomer.slice(-unread)[0]?.message.id ?? null;
}

/** Returns the highest sequence among the customer's messages; 0 if there are none. */
export function highestCustomerSeq(messages: readonly MessageRow[]): number {
  let highest = 0;
  for (const message of messages) {
    if (message.author.kind === 'customer' && message.seq > highest) highest = message.seq;
  }
  return highest;
}

/** Returns whether a rating belongs right after a line: it is the last line that is not newer. */
export function ratedAfter(entries: readonly TimelineEntry[], index: number, ratedAt: number): boolean {
  const [line, next] = [entries[index]?.message, entries[index + 1]?.message];
  return line !== undefined && line.at <= ratedAt && (next === undefined || next.at > ratedAt);
}

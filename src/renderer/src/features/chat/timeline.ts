import type { MessageRow } from '#shared/bridge/chat.ts';

/** One line of the conversation: a message, and whether a day or a run of one author's messages begins with it. */
export interface TimelineEntry {
  readonly message: MessageRow;
  readonly newDay: boolean;
  /** False where the message follows another of the same author and kind closely: name and time are not repeated. */
  readonly head: boolean;
  /** Whether its receipt is worth showing: of a run that has come equally far, the last one speaks for all. */
  readonly receipt: boolean;
}

/** Messages of one author closer than this stand together, ms. */
const RUN_MS = 3 * 60_000;

/** Turns pages of messages, newest first, into lines, oldest first. A message seen twice (a page moved) is shown once. */
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

/** The receipt of the next message of the team, skipping nothing: a customer's answer has none, so a run ends there. */
function nextReceipt(newestFirst: readonly MessageRow[], index: number): MessageRow['receipt'] | undefined {
  const next = newestFirst[index - 1];
  // A refused message always says so itself, with what can be done about it.
  return next === undefined || newestFirst[index]?.receipt === 'failed' ? undefined : next.receipt;
}

/** How many messages of others came after the one that was the newest when the reader last stood at the end. */
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
  // The one last seen is not among what is loaded any more: nothing sure can be said.
  return 0;
}

/** The highest sequence among the customer's messages; 0 where there is none. */
export function highestCustomerSeq(messages: readonly MessageRow[]): number {
  let highest = 0;
  for (const message of messages) {
    if (message.author.kind === 'customer' && message.seq > highest) highest = message.seq;
  }
  return highest;
}

import type { AssignmentEntry } from '#shared/domain/assignment.ts';

/** A message, as far as lines are placed between messages. */
interface Placed {
  readonly id: string;
  readonly at: number;
}

/** The lines of a conversation's assignment history, by the message that they stand before; `tail` follows the last one. */
export interface PlacedLines {
  readonly before: ReadonlyMap<string, readonly AssignmentEntry[]>;
  readonly tail: readonly AssignmentEntry[];
}

/**
 * Places lines between messages by their time, both oldest first. Lines before the first message that is loaded stand with it if
 * it is the first of all, and are left out otherwise: they belong to messages that are not loaded.
 */
export function placeLines(
  lines: readonly AssignmentEntry[],
  messages: readonly Placed[],
  complete: boolean,
): PlacedLines {
  const before = new Map<string, AssignmentEntry[]>();
  let next = 0;
  messages.forEach(({ id, at }, index) => {
    const here: AssignmentEntry[] = [];
    for (let line = lines[next]; line !== undefined && line.at < at; line = lines[++next])
      if (index > 0 || complete) here.push(line);
    if (here.length > 0) before.set(id, here);
  });
  return { before, tail: lines.slice(next) };
}

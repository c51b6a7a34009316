import type { Activity } from '#shared/bridge/live.ts';

/** How many of a kind, and how close to each other (ms), make a burst. */
const FEWEST = 4;
const APART_MS = 60_000;

/** A line of the list: one event, or the head of a burst with its newest event. */
export interface ActivityLine {
  readonly key: string;
  readonly row: Activity;
  /** How many events the burst has; 1 for an event of its own. */
  readonly count: number;
  /** Whether it is the head of a burst whose events follow, or one of them. */
  readonly open: boolean;
  readonly within: boolean;
}

/** Whether two neighbours in the list are of one kind: the same thing, done by the same. */
function alike(newer: Activity, older: Activity): boolean {
  return (
    newer.type === older.type &&
    newer.actor?.id === older.actor?.id &&
    newer.actor?.kind === older.actor?.kind &&
    newer.at - older.at <= APART_MS
  );
}

const keyOfBurst = ({ seq }: Activity): string => `burst-${seq}`;

/**
 * Returns the lines of a list, newest first: neighbours of one kind are one line, unless it was opened. A burst keeps its key while newer
 * events join it.
 */
export function linesOf(rows: readonly Activity[], opened: ReadonlySet<string>): ActivityLine[] {
  const lines: ActivityLine[] = [];
  for (let start = 0; start < rows.length; ) {
    let end = start + 1;
    for (; end < rows.length; end += 1) {
      const [newer, older] = [rows[end - 1], rows[end]];
      if (newer === undefined || older === undefined || !alike(newer, older)) break;
    }
    const own = rows.slice(start, end);
    const [newest, oldest] = [own[0], own.at(-1)];
    start = end;
    if (newest === undefined || oldest === undefined) continue;
    const isBurst = own.length >= FEWEST;
    // One that was opened stays so when older events are read that belong to it.
    const openedAs = own.map(keyOfBurst).find((known) => opened.has(known));
    const key = openedAs ?? keyOfBurst(oldest);
    const open = isBurst && openedAs !== undefined;
    if (isBurst) lines.push({ key, row: newest, count: own.length, open, within: false });
    if (!isBurst || open)
      lines.push(
        ...own.map((row) => ({ key: String(row.seq), row, count: 1, open: false, within: isBurst })),
      );
  }
  return lines;
}

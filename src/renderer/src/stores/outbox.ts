import { create } from 'zustand';
import type { OutboxEntry } from '#shared/bridge/commands.ts';

/** Settled commands are remembered for their hooks, at most this many. */
const KEEP = 500;

interface OutboxStore {
  /** Entries by id, in the order in which they last changed. */
  readonly entries: ReadonlyMap<string, OutboxEntry>;
  readonly pending: number;
  readonly refused: number;
}

/** What the user asked for and how far it has come. Written by app/sync.ts only. */
export const useOutbox = create<OutboxStore>(() => ({ entries: new Map(), pending: 0, refused: 0 }));

/** Puts changed entries over known ones; the oldest settled ones are forgotten beyond `keep`. */
export function mergeEntries(
  known: ReadonlyMap<string, OutboxEntry>,
  changed: readonly OutboxEntry[],
  keep = KEEP,
): ReadonlyMap<string, OutboxEntry> {
  const next = new Map(known);
  for (const entry of changed) {
    next.delete(entry.id);
    next.set(entry.id, entry);
  }
  for (const [id, entry] of next) {
    if (next.size <= keep) break;
    if (entry.state === 'settled' || entry.state === 'refused') next.delete(id);
  }
  return next;
}

/** Entries that were not refused before and are now. */
export function newlyRefused(
  known: ReadonlyMap<string, OutboxEntry>,
  changed: readonly OutboxEntry[],
): OutboxEntry[] {
  return changed.filter((entry) => entry.state === 'refused' && known.get(entry.id)?.state !== 'refused');
}

import { create } from 'zustand';
import type { OutboxEntry } from '#shared/bridge/commands.ts';
import { bridge } from '../bridge/client.ts';
import { newId } from '../lib/new-id.ts';
import { ownedByUser } from './owned.ts';
import { madeBy } from './session.ts';
import { dismissToast } from './toasts.ts';

/** Settled commands are kept for the hooks that sent them, at most this many. */
const MAX_ENTRIES = 500;

interface OutboxStore {
  /** Entries by id, in the order in which they last changed. */
  readonly entries: ReadonlyMap<string, OutboxEntry>;
  readonly pending: number;
  readonly refused: number;
}

const EMPTY: OutboxStore = { entries: new Map(), pending: 0, refused: 0 };

/** The user's commands and how far each has come. Written by `sync` and the functions below. */
export const useOutbox = create<OutboxStore>(() => EMPTY);
ownedByUser('useOutbox', () => useOutbox.setState(EMPTY));

/** Merges changed entries into known ones; drops the oldest settled ones beyond `max`. */
export function mergeEntries(
  known: ReadonlyMap<string, OutboxEntry>,
  changed: readonly OutboxEntry[],
  max = MAX_ENTRIES,
): ReadonlyMap<string, OutboxEntry> {
  const next = new Map(known);
  for (const entry of changed) {
    next.delete(entry.id);
    next.set(entry.id, entry);
  }
  for (const [id, entry] of next) {
    if (next.size <= max) break;
    if (entry.state === 'settled' || entry.state === 'refused') next.delete(id);
  }
  return next;
}

/** Returns entries that are refused now and were not before. */
export function newlyRefused(
  known: ReadonlyMap<string, OutboxEntry>,
  changed: readonly OutboxEntry[],
): OutboxEntry[] {
  return changed.filter((entry) => entry.state === 'refused' && known.get(entry.id)?.state !== 'refused');
}

/** Returns entries that were to be withdrawn, but had already run. */
export function newlyKept(
  known: ReadonlyMap<string, OutboxEntry>,
  changed: readonly OutboxEntry[],
): OutboxEntry[] {
  return changed.filter(
    ({ id, state, withdrawing }) =>
      (state === 'sent' || state === 'settled') && !withdrawing && isGoing(known.get(id)),
  );
}

/** Whether the user has discarded a command, and it is not gone yet. */
export function isGoing(entry: OutboxEntry | undefined): boolean {
  return entry !== undefined && (entry.withdrawing || entry.discarded === true);
}

/** Whether a command was refused because too much has happened since to send it without asking. */
export function isExpired({ state, error, discarded }: OutboxEntry): boolean {
  return state === 'refused' && error?.code === 'expired' && !discarded;
}

/** Whether the server has a command: it can no longer be discarded or edited. */
export function hasArrived({ state, withdrawing }: OutboxEntry): boolean {
  return !withdrawing && (state === 'sent' || state === 'settled');
}

/** Whether the server cannot have accepted a command yet, and the user has not discarded it. */
export function isDiscardable(entry: OutboxEntry): boolean {
  const { state } = entry;
  return !isGoing(entry) && (state === 'refused' || state === 'queued' || state === 'sending');
}

/** Whether a command is a message that was never sent, so that its text can still be changed. */
export function isEditable(entry: OutboxEntry): boolean {
  const { type, state, attempts } = entry;
  return type === 'chat.send_message' && state === 'queued' && attempts === 0 && !isGoing(entry);
}

/** Whether a refused command can be sent again without looking at what has changed since. */
export function isRetryable(entry: OutboxEntry): boolean {
  return entry.state === 'refused' && !isExpired(entry) && !isGoing(entry);
}

/** Returns the name of a command's state, as a key of `outbox.states`. */
export function stateName(entry: OutboxEntry): OutboxEntry['state'] | 'withdrawing' | 'discarded' {
  return entry.discarded ? 'discarded' : entry.withdrawing ? 'withdrawing' : entry.state;
}

/**
 * Returns the commands that are not settled, newest first. The order depends only on the commands, so that it is the same
 * after the window was loaded again, and nothing moves when a command goes on.
 */
export function openEntries(entries: Iterable<OutboxEntry>): OutboxEntry[] {
  return [...entries]
    .filter(({ state }) => state !== 'settled')
    .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
}

/** Merges changed entries into the store and removes those that are gone. */
export function receiveEntries(changed: readonly OutboxEntry[], gone: readonly string[] = []): void {
  useOutbox.setState(({ entries }) => ({ entries: without(mergeEntries(entries, changed), gone) }));
}

function without(
  entries: ReadonlyMap<string, OutboxEntry>,
  ids: readonly string[],
): ReadonlyMap<string, OutboxEntry> {
  if (!ids.some((id) => entries.has(id))) return entries;
  const left = new Map(entries);
  for (const id of ids) left.delete(id);
  return left;
}

/** Counts the whole outbox, as read when the window opens. */
export function receiveInitialEntries(entries: readonly OutboxEntry[]): void {
  const count = (...states: OutboxEntry['state'][]): number =>
    entries.filter((entry) => states.includes(entry.state) && !entry.discarded).length;
  useOutbox.setState({ pending: count('queued', 'sending', 'sent'), refused: count('refused') });
}

/** Returns which known commands are no longer in the outbox, of which `all` are the entries. */
export function settledMeanwhile(
  known: ReadonlyMap<string, OutboxEntry>,
  all: readonly OutboxEntry[],
): readonly string[] {
  const present = new Set(all.map(({ id }) => id));
  // A full answer may leave some out.
  if (present.size >= MAX_ENTRIES) return [];
  return [...known.values()].flatMap(({ id, state }) => (state === 'settled' || present.has(id) ? [] : [id]));
}

/** Returns the id of the toast about a refused command. */
export function refusalToast(id: string): string {
  return `refused-${id}`;
}

/** Changes the text of a message that was never sent. Rejects with `conflict` once it may have been. */
export async function editMessage({ id, data }: OutboxEntry, body: string): Promise<void> {
  const edited = await bridge.call('commands.edit', {
    id,
    data: { ...(typeof data === 'object' ? data : {}), body },
    ...madeBy(),
  });
  receiveEntries([edited]);
}

/** Sends a refused command again under a new id. */
export function retryCommand(id: string): void {
  dismissToast(refusalToast(id));
  removeAfter(id, bridge.call('commands.retry', { id, newId: newId(), ...madeBy() }));
}

/** Drops a command that the server has not accepted, and undoes its effect on screen. */
export function discardCommand(id: string): void {
  dismissToast(refusalToast(id));
  const discarded = bridge.call('commands.discard', { id, ...madeBy() });
  // One that may have been sent stays in the outbox until the server has withdrawn it.
  if (useOutbox.getState().entries.get(id)?.state === 'refused') removeAfter(id, discarded);
  else discarded.catch(() => undefined);
}

/** Removes an entry as soon as main has dropped it. */
function removeAfter(id: string, dropped: Promise<unknown>): void {
  dropped
    .then(() => useOutbox.setState(({ entries }) => ({ entries: without(entries, [id]) })))
    // The entry stays on screen; the user can try again.
    .catch(() => undefined);
}

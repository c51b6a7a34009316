import { create } from 'zustand';
import type { OutboxEntry } from '#shared/bridge/commands.ts';
import { bridge } from '../bridge/client.ts';
import { useOutbox } from './outbox.ts';
import { ownedByUser } from './owned.ts';

interface LeavingStore {
  /** What ends the sign-in once the user agrees; null while nothing is asked. */
  readonly leave: (() => void) | null;
  /** The changes that have not been sent, newest first. */
  readonly unsent: readonly OutboxEntry[];
}

const CLOSED: LeavingStore = { leave: null, unsent: [] };

/** The question before the user signs out with unsent changes. */
export const useLeaving = create<LeavingStore>(() => CLOSED);
ownedByUser('useLeaving', () => useLeaving.setState(CLOSED));

/** Returns the changes that no server has yet. */
export function unsentOf(entries: Iterable<OutboxEntry>): OutboxEntry[] {
  return [...entries].filter(({ state }) => state === 'queued' || state === 'sending');
}

/** Runs what ends the sign-in: at once if everything has been sent, otherwise after naming what has not and asking. */
export async function leaveAfterAsking(leave: () => void): Promise<void> {
  const entries = await bridge.call('commands.outbox', {}).then(
    (outbox) => outbox.entries,
    () => useOutbox.getState().entries.values(),
  );
  const unsent = unsentOf(entries);
  if (unsent.length === 0) leave();
  else useLeaving.setState({ leave, unsent });
}

/** Answers the question. */
export function answerLeaving(agreed: boolean): void {
  const { leave } = useLeaving.getState();
  useLeaving.setState(CLOSED);
  if (agreed) leave?.();
}

/** Signs out, after asking if changes have not been sent. */
export function signOut(): Promise<void> {
  return leaveAfterAsking(() => void bridge.call('session.sign_out', {}).catch(() => undefined));
}

import { create } from 'zustand';
import type { OutboxEntry } from '#shared/bridge/commands.ts';
import { ownedByUser } from './owned.ts';

interface AskingStore {
  /** The command that is about to be discarded. */
  readonly discarding: OutboxEntry | null;
  /** The message that is being edited. */
  readonly editing: OutboxEntry | null;
}

const NOTHING: AskingStore = { discarding: null, editing: null };

/** What the user is asked about a command in the outbox. */
export const useAsking = create<AskingStore>(() => NOTHING);
ownedByUser('useAsking', () => useAsking.setState(NOTHING));

/** Asks before a command is discarded. */
export function askToDiscard(entry: OutboxEntry): void {
  useAsking.setState({ discarding: entry });
}

/** Opens the editor for a message that was never sent. */
export function askToEdit(entry: OutboxEntry): void {
  useAsking.setState({ editing: entry });
}

/** Closes the question or the editor. */
export function stopAsking(): void {
  useAsking.setState(NOTHING);
}

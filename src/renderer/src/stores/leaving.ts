import { create } from 'zustand';
import type { OutboxEntry } from '#shared/bridge/commands.ts';
import type { CommandType } from '#shared/protocol/commands/index.ts';
import { BridgeCallError, bridge } from '../bridge/client.ts';
import { isLive, useConnection } from './connection.ts';
import { useOutbox } from './outbox.ts';
import { ownedByUser, saveOwned } from './owned.ts';
import { madeBy, useSession } from './session.ts';

/** What a user would leave behind: all of it is shown like commands. */
export interface Unsent {
  /** Changes that the server has not accepted, newest first. */
  readonly commands: readonly OutboxEntry[];
  /** Messages that were typed and not sent. They are saved on this computer. */
  readonly drafts: readonly OutboxEntry[];
  /** Other forms that were filled in and not sent. They are saved on this computer, too. */
  readonly forms: readonly OutboxEntry[];
}

interface LeavingStore {
  /** What ends the sign-in once the user agrees; null while nothing is asked. */
  readonly leave: (() => void) | null;
  readonly unsent: Unsent;
  /** Whether nobody can read the saved data again before the server is back. */
  readonly locksOut: boolean;
}

const NOTHING: Unsent = { commands: [], drafts: [], forms: [] };
const CLOSED: LeavingStore = { leave: null, unsent: NOTHING, locksOut: false };

/** The question before the user signs out with unsent work. */
export const useLeaving = create<LeavingStore>(() => CLOSED);
ownedByUser('useLeaving', () => useLeaving.setState(CLOSED));

/** Sent by the console on its own; nobody has to decide about it. */
const SILENT: CommandType = 'chat.mark_read';

/** Returns the changes that no server has accepted. */
export function unsentOf(entries: Iterable<OutboxEntry>): OutboxEntry[] {
  return [...entries].filter(
    ({ type, state }) =>
      type !== SILENT && (state === 'queued' || state === 'sending' || state === 'refused'),
  );
}

/** Returns words that are not in the outbox in the shape of a command, to be shown in the same way. */
export function asEntry(type: string, data: unknown, createdAt: number): OutboxEntry {
  const id = `${type}:${JSON.stringify(data)}`;
  return {
    id,
    type,
    subject: '',
    data,
    state: 'queued',
    createdAt,
    attempts: 0,
    withdrawing: false,
    error: null,
  };
}

async function readUnsent(): Promise<Unsent> {
  await saveOwned();
  const [commands, drafts, forms] = await Promise.all([
    bridge.call('commands.outbox', {}).then(
      ({ entries }) => entries,
      () => useOutbox.getState().entries.values(),
    ),
    bridge.call('chat.drafts', {}).then(
      (read) => read.drafts,
      () => [],
    ),
    bridge.call('forms.list', {}).then(
      (read) => read.forms,
      () => [],
    ),
  ]);
  return {
    commands: unsentOf(commands),
    drafts: drafts.map(({ at, ...data }) => asEntry('chat.send_message', data, at)),
    forms: forms.map(({ type, data, at }) => asEntry(type, data, at)),
  };
}

/** Returns how many things are unsent. */
export function countOf({ commands, drafts, forms }: Unsent): number {
  return commands.length + drafts.length + forms.length;
}

/** Runs what ends the sign-in: at once if nothing is left behind, otherwise after naming what would be and asking. */
export async function leaveAfterAsking(leave: () => void): Promise<void> {
  const unsent = await readUnsent();
  const locksOut = !isLive(useConnection.getState()) && useSession.getState().session?.unlock === false;
  if (countOf(unsent) === 0 && !locksOut) leave();
  else useLeaving.setState({ leave, unsent, locksOut });
}

/** Answers the question: leaves with everything kept on this computer, or stays. */
export function answerLeaving(agreed: boolean): void {
  const { leave } = useLeaving.getState();
  useLeaving.setState(CLOSED);
  if (agreed) leave?.();
}

/**
 * Discards all unsent commands, drafts and forms, and leaves. What may have reached the server is withdrawn there, at the latest
 * after the next sign-in. Rejects, and stays, if something could not be discarded.
 */
export async function discardAndLeave(): Promise<void> {
  const by = madeBy();
  // The outbox is read in parts.
  for (;;) {
    const { entries } = await bridge.call('commands.outbox', {});
    const left = unsentOf(entries).filter(({ withdrawing }) => !withdrawing);
    if (left.length === 0) break;
    for (const { id } of left) await bridge.call('commands.discard', { id, ...by }).catch(unlessArrived);
  }
  for (;;) {
    const { drafts } = await bridge.call('chat.drafts', {});
    if (drafts.length === 0) break;
    for (const { conversationId } of drafts)
      await bridge.call('chat.save_draft', { conversationId, body: '', ...by });
  }
  for (;;) {
    const { forms } = await bridge.call('forms.list', {});
    if (forms.length === 0) break;
    for (const { type, key } of forms) await bridge.call('forms.save', { type, key, form: null, ...by });
  }
  answerLeaving(true);
}

/** A change that the server has accepted meanwhile, or that is gone, needs no discarding. */
function unlessArrived(error: unknown): void {
  if (error instanceof BridgeCallError && (error.code === 'conflict' || error.code === 'not_found')) return;
  throw error;
}

/** Signs out, after asking if something would be left behind. */
export function signOut(): Promise<void> {
  return leaveAfterAsking(() => void bridge.call('session.sign_out', {}).catch(() => undefined));
}

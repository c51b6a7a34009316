import { useEffect, useRef, useState } from 'react';
import type { BulkRun } from '#shared/domain/bulk-run.ts';
import type { CommandData } from '#shared/protocol/commands/index.ts';
import { BridgeCallError, bridge } from '../../../bridge/client.ts';
import { newId } from '../../../lib/new-id.ts';
import { isLive, useConnection } from '../../../stores/connection.ts';
import { discardCommand, useOutbox } from '../../../stores/outbox.ts';
import { madeBy } from '../../../stores/session.ts';
import { type BulkPorts, type BulkState, runBulk, type StepAnswer } from './bulk-runner.ts';

/** The commands that change many items. */
export type BulkCommand = 'inventory.edit_items' | 'inventory.set_thresholds';

/** How long to wait for the answer to a step, ms; later it goes on by itself. */
const ANSWER_MS = 15_000;

/** A change of many items from its first step to its summary. */
export interface Bulk<T extends BulkCommand> {
  readonly state: BulkState | null;
  readonly running: boolean;
  /** Why it could not go on; null if it could. */
  readonly error: unknown;
  readonly start: (
    itemIds: readonly string[],
    kept: BulkRun | null,
    ports: Pick<BulkPorts<CommandData<T>>, 'build' | 'keep'>,
  ) => Promise<BulkState | null>;
  /** Stops after the present step. */
  readonly cancel: () => void;
}

/** Runs a change of many items. Ends, between two steps, with its component. */
export function useBulkRun<T extends BulkCommand>(type: T): Bulk<T> {
  const [state, setState] = useState<BulkState | null>(null);
  const [running, setRunning] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const control = useRef<AbortController | null>(null);
  useEffect(() => () => control.current?.abort(), []);
  return {
    state,
    running,
    error,
    cancel: () => control.current?.abort(),
    async start(itemIds, kept, ports) {
      const mine = new AbortController();
      control.current = mine;
      setRunning(true);
      setError(null);
      try {
        const send = (id: string, data: CommandData<T>): Promise<StepAnswer> =>
          sendStep(type, id, data, mine.signal);
        return await runBulk({ ...ports, send, newId, onState: setState }, itemIds, kept, mine.signal);
      } catch (failure) {
        setError(failure);
        return null;
      } finally {
        setRunning(false);
      }
    },
  };
}

async function sendStep<T extends BulkCommand>(
  type: T,
  id: string,
  data: CommandData<T>,
  signal: AbortSignal,
): Promise<StepAnswer> {
  try {
    await bridge.call('commands.submit', { id, type, data, ...madeBy() });
  } catch (error) {
    if (!(error instanceof BridgeCallError)) throw error;
    return { kind: 'refused', refusal: error.error };
  }
  return isLive(useConnection.getState()) ? answerOf(id, signal) : { kind: 'waiting' };
}

/** Waits until the server has decided about a command; at most ANSWER_MS, or until the run is cancelled. */
function answerOf(id: string, signal: AbortSignal): Promise<StepAnswer> {
  const decided = Promise.withResolvers<StepAnswer>();
  const look = (): void => {
    const entry = useOutbox.getState().entries.get(id);
    if (entry?.state === 'settled' || entry?.state === 'sent') decided.resolve({ kind: 'applied' });
    if (entry?.state !== 'refused') return;
    discardCommand(id);
    decided.resolve({ kind: 'refused', refusal: entry.error ?? { code: 'internal', message: '' } });
  };
  const end = useOutbox.subscribe(look);
  const late = (): void => decided.resolve({ kind: 'waiting' });
  const timer = setTimeout(late, ANSWER_MS);
  signal.addEventListener('abort', late, { once: true });
  look();
  return decided.promise.finally(() => {
    end();
    clearTimeout(timer);
    signal.removeEventListener('abort', late);
  });
}

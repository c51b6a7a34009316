import { z } from 'zod';
import { Older } from '#shared/bridge/contract.ts';
import type { BridgeResult } from '#shared/bridge/index.ts';
import type { Clock } from '../../ports.ts';

/** How long a list waits for rows that only the server has, ms. Later ones are shown when it is read again. */
const OLDER_WAIT_MS = 1_500;

/** The part of a read's answer that names rows which the cache does not have. */
const OlderRows = z.object({ older: Older.optional() });

/** A read that may lack rows which only the server has. */
export interface OlderRead {
  readonly clock: Clock;
  readonly read: () => Promise<BridgeResult<unknown>>;
  /** Loads the missing rows into the cache; null while the server cannot be asked. */
  readonly load: ((older: z.infer<typeof Older>) => Promise<unknown>) | null;
  /** Whether the cache that was read is still the open one. */
  readonly isOpen: () => boolean;
}

/** Reads, and once more after the server was asked for rows that the first answer lacks. */
export async function readWithOlder({
  clock,
  read,
  load,
  isOpen,
}: OlderRead): Promise<BridgeResult<unknown>> {
  const held = await read();
  const older = held.ok ? OlderRows.safeParse(held.value).data?.older : undefined;
  if (older === undefined || load === null) return held;
  // What is read next is what the server has sent, or again what was held.
  await withinWait(clock, load(older));
  return isOpen() ? await read() : held;
}

/** Waits for a call, but no longer than a list may wait for the server. */
async function withinWait(clock: Clock, call: Promise<unknown>): Promise<void> {
  let stop = (): void => {};
  const late = new Promise<void>((resolve) => {
    stop = clock.setTimeout(resolve, OLDER_WAIT_MS);
  });
  await Promise.race([call, late]);
  stop();
}

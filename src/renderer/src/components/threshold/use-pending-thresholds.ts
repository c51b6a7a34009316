import { useMemo } from 'react';
import type { OutboxEntry } from '#shared/bridge/commands.ts';
import { scopeKey, scopeKeys } from '#shared/domain/inventory.ts';
import { inventoryCommands } from '#shared/protocol/commands/inventory.ts';
import { useOutbox } from '../../stores/outbox.ts';
import type { Place } from './threshold-form.ts';

/** A change of a threshold that the server has not confirmed yet, or has refused. */
export interface PendingThreshold {
  readonly entry: OutboxEntry;
  readonly removed: boolean;
}

const { 'inventory.set_threshold': setThreshold } = inventoryCommands;

/** Returns the newest change of a threshold that concerns a place and that the server has not accepted; null for none. */
export function pendingThreshold(
  entries: Iterable<OutboxEntry>,
  { itemId, locationId, category }: Place,
): PendingThreshold | null {
  const scopes = new Set(scopeKeys(itemId, locationId, category));
  const found = [...entries]
    .filter(
      ({ type, state, withdrawing }) =>
        type === 'inventory.set_threshold' && state !== 'settled' && !withdrawing,
    )
    .flatMap((entry) => {
      const { data } = setThreshold.input.safeParse(entry.data);
      return data && scopes.has(scopeKey(data.threshold)) ? [{ entry, removed: data.removed }] : [];
    });
  return found.reduce<PendingThreshold | null>(
    (newest, one) => (newest === null || one.entry.createdAt >= newest.entry.createdAt ? one : newest),
    null,
  );
}

/** Follows the newest change of a threshold that concerns a place and that the server has not accepted. */
export function usePendingThreshold({ itemId, locationId, category }: Place): PendingThreshold | null {
  const entries = useOutbox((state) => state.entries);
  return useMemo(
    () => pendingThreshold(entries.values(), { itemId, locationId, category }),
    [entries, itemId, locationId, category],
  );
}

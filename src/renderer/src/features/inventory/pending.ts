import { useMemo } from 'react';
import type { OutboxEntry } from '#shared/bridge/commands.ts';
import { useOutbox } from '../../stores/outbox.ts';

/** A stock change that is in the outbox or was refused. */
export interface PendingMovement {
  readonly entry: OutboxEntry;
  readonly locationId: string;
  /** What it adds to on hand. */
  readonly delta: number;
  readonly reason: string;
  readonly reference: string | null;
}

/** Returns what an outbox entry does to an item's stock, or null if it is settled or does nothing to it. */
export function pendingMovement(entry: OutboxEntry, itemId: string): PendingMovement | null {
  const { data } = entry;
  if (entry.state === 'settled' || typeof data !== 'object' || data === null) return null;
  if (!('itemId' in data) || data.itemId !== itemId) return null;
  if (!('locationId' in data) || typeof data.locationId !== 'string') return null;
  const reference = 'reference' in data && typeof data.reference === 'string' ? data.reference : null;
  const reason = 'reason' in data && typeof data.reason === 'string' ? data.reason : '';
  const movement = { entry, locationId: data.locationId, reason, reference };
  if (entry.type === 'inventory.receive' && 'quantity' in data && typeof data.quantity === 'number')
    return { ...movement, delta: data.quantity };
  if (entry.type !== 'inventory.adjust' || !('change' in data)) return null;
  const { change } = data;
  if (typeof change !== 'object' || change === null || !('quantity' in change)) return null;
  if (typeof change.quantity !== 'number') return null;
  const expected = 'expected' in change && typeof change.expected === 'number' ? change.expected : 0;
  return { ...movement, delta: change.quantity - expected };
}

/** Returns an item's pending and refused changes, newest first. */
export function usePending(itemId: string): readonly PendingMovement[] {
  const entries = useOutbox((state) => state.entries);
  return useMemo(() => {
    const found: PendingMovement[] = [];
    for (const entry of entries.values()) {
      const movement = pendingMovement(entry, itemId);
      if (movement) found.push(movement);
    }
    return found.sort((a, b) => b.entry.createdAt - a.entry.createdAt);
  }, [entries, itemId]);
}
